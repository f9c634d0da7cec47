// SPDX-License-Identifier: BSL-1.0
// 07: saving and loading.
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <string>
#include <vector>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<> {};
struct Narrow : sp::axis<4> {};
struct Wide : sp::axis<6> {};
struct Class : sp::axis<2> {};

template <class Width>
struct classifier {
  using letter_layer = sp::embedding<Letter, Width>;
  using output_layer = sp::linear<Width, Class>;
  BOOST_HANA_DEFINE_STRUCT(classifier, (letter_layer, letters), (output_layer, out));
  auto operator()(sp::operand auto const& word) const { return out(sp::mean<Letters>(letters(word))); }
};
using narrow_classifier = classifier<Narrow>;
using wide_classifier = classifier<Wide>; // what the program uses a month later

// From text to numbers: what a program that uses the model does.
std::vector<double> classify(narrow_classifier const& model, sp::vocabulary<Letter> const& alphabet,
                             std::string_view word) {
  std::vector<std::vector<sp::index<Letter>>> rows(1);
  for (char const& letter : word) rows[0].push_back(alphabet.encode({&letter, 1}));
  auto const ids = sp::padded<sp::tensor<sp::index<Letter>, Batch, Letters>>(rows, alphabet.extent());
  sp::tensor<double, Batch, Class> const scores = sp::cast<double>(model(ids));
  return {scores.unnamed().begin(), scores.unnamed().end()};
}

int main() {
  char const* const path = "07_saving.safetensors";
  sp::vocabulary<Letter>::builder builder;
  for (char const* letter : {"a", "b", "c", "a"}) builder.add(letter);
  auto const alphabet = builder.build();
  sp::model<narrow_classifier> const model(1, alphabet.extent());

  // A weight file is a safetensors file, which other programs can read as well. With the numbers go the names of the
  // axes, whatever text belongs to them, and a probe: an input with what the model makes of it now. The file is written
  // beside its place and renamed, so it is there whole or not at all.
  sp::save_weights(path, model,
                   {.metadata = {{"alphabet", alphabet.text()}},
                    .probe = {.input = "cab", .output = classify(model, alphabet, "cab")}});

  // Loading checks all names, axes, extents and elements before it changes anything.
  auto const file = sp::safetensors_file::open(path);
  auto const letters = sp::vocabulary<Letter>::from_text(*file.find_metadata("alphabet"), path);
  sp::model<narrow_classifier> loaded(2, letters.extent());
  sp::load_weights(file, loaded);
  std::cout << "the same numbers: " << (std::ranges::equal(model.flat(), loaded.flat()) ? "yes" : "no") << '\n';
  for (auto const& entry : file.entries()) {
    auto const* const axes = file.find_metadata("axes." + entry.name);
    std::cout << entry.name << ": " << entry.bytes.size() << " bytes" << (axes ? " over " + *axes : "") << '\n';
  }

  // To run the probe again shows that weights, vocabulary and program still belong together.
  sp::check_probe(file, [&](std::string_view word) { return classify(loaded, letters, word); });
  std::cout << "the probe agrees\n";

  // What does not fit is refused, and the model stays as it was.
  sp::model<wide_classifier> wider(3, letters.extent());
  try {
    sp::load_weights(file, wider);
  } catch (sp::data_error const& error) {
    std::cout << "refused: " << error.what() << '\n';
  }
  std::remove(path);
}

/* It prints:
the same numbers: yes
probe/output: 16 bytes
letters.table: 48 bytes over Letter; Narrow
out.bias: 8 bytes over Class
out.weight: 32 bytes over Narrow; Class
probe/input: 3 bytes
the probe agrees
refused: ... does not fit the model: parameter "letters.table" has as axis 2 "Narrow" in the file and "Wide" ...
*/
