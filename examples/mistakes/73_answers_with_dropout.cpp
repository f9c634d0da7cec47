// SPDX-License-Identifier: BSL-1.0
// mistake: A model that was trained answers in the mode of training, with a part of its features dropped at random.
// elsewhere: PyTorch without model.eval() does so in silence, and gives other answers at each call; in Keras it takes
// elsewhere: training=True. A call of the functional dropout in PyTorch drops in either mode unless it is told not to.
// source: ipolharvard/ethos-ares#20
// source: Coderx7/SimpleNet#2
// source: huggingface/transformers#2627
// expect: cannot_take_the_top_of<Class, Best, tensor<float, Batch, Class>>::because_it_is_on_the_tape
// expect: ::choose_without_a_tape
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Feature : sp::axis<3> {};
struct Hidden : sp::axis<8> {};
struct Class : sp::axis<4> {};
struct Best : sp::axis<2> {};

struct classifier {
  using hidden_layer = sp::linear<Feature, Hidden>;
  using output_layer = sp::linear<Hidden, Class>;
  BOOST_HANA_DEFINE_STRUCT(classifier, (hidden_layer, hidden), (output_layer, out));
  auto operator()(sp::operand auto const& x) const { return out(sp::dropout(sp::relu(hidden(x)), 0.5)); }
};

int main() {
  sp::model<classifier> const model(1);
  auto const x = sp::tensor<float, Batch, Feature>::of({{1, 2, 0}, {0, -1, 3}});
  sp::tape tape;
#ifdef MISTAKE
  auto const best = sp::top_k<Class, Best>(model(tape(x)), Best{}); // wrong
#else
  auto const best = sp::top_k<Class, Best>(model(x), Best{});
#endif
  std::cout << best.indices << '\n';
}
