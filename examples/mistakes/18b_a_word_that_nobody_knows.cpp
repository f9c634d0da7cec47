// SPDX-License-Identifier: BSL-1.0
// mistake: A text holds a word that the vocabulary does not know, and nobody has said what becomes of it.
// elsewhere: Code written by hand counts on, and the embedding lookup gets an id beyond its table: it raises on a CPU;
// elsewhere: on a GPU TensorFlow gives zeros. Keras' StringLookup maps it to the unknown token without asking.
// prints: review.txt:3:1: the token "fillm" is not in the vocabulary of Word \(3 tokens\); did you mean "film"\?
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Word : sp::axis<> {};

int main() try {
  sp::vocabulary<Word>::builder builder({.unknown = "<unk>"});
  for (char const* word : {"the", "film", "was"}) builder.add(word);
  auto const words = builder.build();
  sp::line_reader review("review.txt", "film\nwas\nfillm\nfilm\n"); // a word in each line
  while (auto const line = review.next()) {
    auto const place = review.place_of(*line, line->text);
#ifdef MISTAKE
    sp::index<Word> const id = words.encode(line->text, place); // wrong
#else
    sp::index<Word> const id = words.encode_or_unknown(line->text, place);
#endif
    std::cout << id.value() << '\n';
  }
} catch (sp::error const& error) {
  std::cout << error.what() << '\n';
}
