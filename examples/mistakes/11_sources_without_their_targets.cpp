// SPDX-License-Identifier: BSL-1.0
// mistake: An example is dropped from the targets of a batch, and stays in its sources.
// elsewhere: TensorFlow raises inside the recurrent cell, with two bare shapes; PyTorch raises at the layer, with the
// elsewhere: sizes of its hidden state.
// prints: lstm: the extents of Batch differ: 2 and 3
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <vector>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Letter : sp::axis<27> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<4> {};
struct State : sp::axis<6> {};

struct speaker {
  BOOST_HANA_DEFINE_STRUCT(speaker, (sp::embedding<Letter, Embed>, letters), (sp::lstm<Embed, State>, encoder),
                           (sp::embedding<Phone, Embed>, phones), (sp::lstm<Embed, State>, decoder),
                           (sp::linear<State, Phone>, out));
  auto operator()(sp::operand auto const& word, sp::operand auto const& sounds) const {
    return out(decoder(phones(sounds), encoder.run(letters(word)).state));
  }
};

int main() try {
  auto const a = sp::at<Letter, 1>(), b = sp::at<Letter, 2>();
  auto const one = sp::at<Phone, 1>(), two = sp::at<Phone, 2>();
  std::vector<std::vector<sp::index<Letter>>> words{{a, b}, {b}, {b, a, a}};
  std::vector<std::vector<sp::index<Phone>>> sounds{{one, two}, {}, {two, one}};
#ifdef MISTAKE
  sounds.erase(sounds.begin() + 1); // wrong
#else
  sounds.erase(sounds.begin() + 1), words.erase(words.begin() + 1);
#endif
  auto const scores = sp::model<speaker>(1)(sp::padded<sp::tensor<sp::index<Letter>, Letters, Batch>>(words),
                                            sp::padded<sp::tensor<sp::index<Phone>, Phones, Batch>>(sounds));
  std::cout << sp::argmax<Phone>(scores) << '\n';
} catch (sp::error const& error) {
  std::cout << error.what() << '\n';
}
