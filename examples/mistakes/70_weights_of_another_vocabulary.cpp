// SPDX-License-Identifier: BSL-1.0
// mistake: Saved weights are loaded into a model whose vocabulary was built anew, from other texts.
// elsewhere: PyTorch's load_state_dict raises, after it has copied what fits. If both vocabularies have one size, it
// elsewhere: loads, and each word has the embedding of some other one.
// source: songyouwei/ABSA-PyTorch#96
// source: wengong-jin/icml18-jtnn#56
// source: yurayli/image-caption-pytorch#1
// prints: does not fit the model: parameter "table" has the extent of Word 3 in the file and 4 in the model
#include <cstdio>
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <string>

struct Word : sp::axis<> {};
struct Embed : sp::axis<2> {};
using table = sp::embedding<Word, Embed>;

sp::vocabulary<Word> words_of(std::initializer_list<char const*> text) {
  sp::vocabulary<Word>::builder builder;
  for (char const* word : text) builder.add(word);
  return builder.build();
}

int main() {
  char const* const path = "70_weights.safetensors";
  auto const words = words_of({"the", "cat", "sat"});
  sp::save_weights(path, sp::model<table>(1, words.extent()), {.metadata = {{"words", words.text()}}});

  auto const file = sp::safetensors_file::open(path);
#ifdef MISTAKE
  auto const known = words_of({"a", "dog", "and", "a", "cat"}); // wrong
#else
  auto const known = sp::vocabulary<Word>::from_text(*file.find_metadata("words"), path);
#endif
  sp::model<table> model(2, known.extent());
  try {
    sp::load_weights(file, model);
    std::cout << known.size() << " words\n";
  } catch (sp::data_error const& error) {
    std::cout << error.what() << '\n';
  }
  std::remove(path);
}
