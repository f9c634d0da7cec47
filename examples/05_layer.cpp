// SPDX-License-Identifier: BSL-1.0
// 05: layers and models, inference and gradients.
#include <algorithm>
#include <iostream>
#include <shapeproof/nn.hpp>
#include <shapeproof/ops.hpp>
#include <shapeproof/tape/model.hpp>
#include <shapeproof/tape/tape.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<> {};  // what is read
struct Sound : sp::axis<> {};   // what each letter stands for
struct Width : sp::axis<16> {}; // of the features between

// A layer is a struct: its parameters on top, what it does below. Boost.Hana's macro declares the members and lets the
// library walk over them by name. The call is a template, so that it takes plain tensors and taped values alike.
struct scaling {
  BOOST_HANA_DEFINE_STRUCT(scaling, (sp::parameter<float, Width>, scale));
  auto operator()(sp::operand auto const& x) const { return x * scale; }
  void initialise(sp::random_sequence&) { std::ranges::fill(scale.unnamed(), 1.f); } // the default is 0 for vectors
};

// A model is a struct of layers. Its declaration is the architecture.
struct reader {
  BOOST_HANA_DEFINE_STRUCT(reader, (sp::embedding<Letter, Width>, letters), (scaling, adapt),
                           (sp::linear<Width, Sound>, sounds));
  auto operator()(sp::operand auto const& ids) const { return sounds(sp::tanh(adapt(letters(ids)))); }
};

// A member that the walk does not know of would not be trained. That cannot happen silently.
struct forgetful {
  BOOST_HANA_DEFINE_STRUCT(forgetful, (sp::linear<Width, Sound>, sounds));
  sp::parameter<float, Width> left_out;
};

// A layer from an axis to itself could not say which side of its weight is meant. The output is an axis of its own.
struct circular {
  BOOST_HANA_DEFINE_STRUCT(circular, (sp::linear<Width, Width>, inner));
};

int main() {
  // The model with memory for its parameters: a seed, and the extents that only the running program knows, by name.
  sp::model<reader> model(1, Letter{27}, Sound{40});
  sp::for_each_parameter(model, [](auto name, auto const& parameter) {
    std::cout << name.view() << ": " << parameter.size() << " numbers\n";
  });
#ifdef MISTAKE_1
  sp::model<forgetful> other(1, Sound{40});
  // cannot_walk<forgetful>::because_a_member_is_not_registered::list_every_member_in_BOOST_HANA_DEFINE_STRUCT
#endif
#ifdef MISTAKE_2
  sp::model<circular> other(1);
  // cannot_make_linear<Width, Width>::because_its_weight_would_have_one_axis_twice::give_the_output_an_axis_of_its_own
#endif

  // Inference is a call.
  auto raw = sp::tensor<int, Batch, Letters>::of({{3, 1, 20}, {9}});
  auto ids = sp::check_index<Letter>(raw, model.letters.table.extent<Letter>());
  auto scores = model(ids); // tensor<float, Batch, Letters, Sound>
  std::cout << "a guess for each letter: " << sp::argmax<Sound>(scores).extent<Letters>().total() << " sounds\n";

  // Training is the same call on taped inputs: the tape records what is computed, and goes through it backwards.
  auto answers = sp::check_index<Sound>(raw, model.sounds.bias.extent<Sound>());
  sp::tape tape{model};
  auto loss = sp::cross_entropy<Sound>(model(tape(ids)), answers);
  tape.backward(loss);
  double square = 0;
  for (float g : tape.gradient()) square += static_cast<double>(g * g);
  std::cout << "loss " << loss.value() << ", the gradient is " << (square > 0 ? "there" : "missing") << '\n';
#ifdef MISTAKE_3
  tape.backward(sp::cross_entropy<Sound>(scores, answers));
  // cannot_backward<tensor<float>>::because_nothing_was_taped::call_the_model_with_tape_of_its_inputs
#endif

  // To train a part of a model, tape the part: the parameters elsewhere are constants.
  sp::tape part{model.sounds};
  part.backward(sp::cross_entropy<Sound>(model(part(ids)), answers));
  std::cout << "the part's gradient has " << part.gradient().size() << " numbers; without one are";
  for (auto const& name : part.untouched(model)) std::cout << ' ' << name;
  std::cout << '\n';
}

/* It prints:
letters.table: 432 numbers
adapt.scale: 16 numbers
sounds.weight: 640 numbers
sounds.bias: 40 numbers
a guess for each letter: 4 sounds
loss 3.59..., the gradient is there
the part's gradient has 680 numbers; without one are letters.table adapt.scale
*/
