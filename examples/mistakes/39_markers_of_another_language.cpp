// SPDX-License-Identifier: BSL-1.0
// mistake: Sentences of one language are given the start marker of the other language's vocabulary.
// elsewhere: The number is valid in both vocabularies, so everything runs; where the two differ, each sentence begins
// elsewhere: with some other word.
// source: mf1024/Transformers#1
// source: 2U1/Molmo-Finetune#1
// expect: cannot_use_teacher_forcing<tensor<index<French>, Words, Batch>>::because_the_markers_are_of<English>
// expect: ::take_them_from_the_vocabulary_of_the_tokens
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <vector>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct English : sp::axis<> {};
struct French : sp::axis<> {};

int main() {
  sp::vocabulary<English>::builder english_words({.begin = "<s>", .end = "</s>"});
  sp::vocabulary<French>::builder french_words({.unknown = "<unk>", .begin = "<s>", .end = "</s>"});
  for (char const* word : {"the", "cat"}) english_words.add(word);
  for (char const* word : {"le", "chat"}) french_words.add(word);
  auto const english = english_words.build();
  auto const french = french_words.build();
  std::vector<std::vector<sp::index<French>>> const rows{{french.encode("le"), french.encode("chat")}};
  auto const sentences = sp::padded<sp::tensor<sp::index<French>, Words, Batch>>(rows, french.extent());
#ifdef MISTAKE
  auto const taught = sp::teacher_forcing(sentences, english.markers()); // wrong
#else
  auto const taught = sp::teacher_forcing(sentences, french.markers());
#endif
  std::cout << taught.prefix << "\n in " << english.size() << " English words\n";
}
