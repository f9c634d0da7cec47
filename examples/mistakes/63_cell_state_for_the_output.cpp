// SPDX-License-Identifier: BSL-1.0
// mistake: The cell state of a recurrent layer is taken for its hidden state, which stands before it.
// elsewhere: Both have one size, so PyTorch and TensorFlow run it with either order. PyTorch gives (h, c), TensorFlow's
// elsewhere: LSTMStateTuple is (c, h).
// source: microsoft/nni#2839
// source: tensorflow/tensorflow#13943
// source: tensorflow/tensorflow#17133
// expect: cannot_affine<tensor<float, Batch, cell<Hidden>>, tensor<float, Hidden, Mood>, tensor<float, Mood>>
// expect: ::because_the_input_lacks<Hidden>::feed_what_the_weight_was_made_for
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <tuple>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Hidden : sp::axis<4> {};
struct Mood : sp::axis<2> {};

struct classifier {
  using reader_layer = sp::lstm<Embed, Hidden>;
  using output_layer = sp::linear<Hidden, Mood>;
  BOOST_HANA_DEFINE_STRUCT(classifier, (reader_layer, reader), (output_layer, out));
};

int main() {
  sp::model<classifier> const model(1);
  auto const texts = sp::tensor<float, Batch, Words, Embed>(Batch{2}, Words{{5, 2}});
  auto const state = model.reader.run(texts).state;
#ifdef MISTAKE
  auto const scores = model.out(std::get<1>(state)); // wrong
#else
  auto const scores = model.out(std::get<0>(state));
#endif
  std::cout << scores << '\n';
}
