// SPDX-License-Identifier: BSL-1.0
// mistake: Ids beyond the vocabulary are replaced by hand, and numbers are mixed with the id of the unknown word.
// elsewhere: In TensorFlow clip_by_value, where and an extra row of the table must be made to fit together. A where of
// elsewhere: int64 and int32 raises at run time; a row that was forgotten goes unnoticed where lookups on a GPU give
// elsewhere: zeros.
// expect: cannot_choose_where<tensor<bool, Time>, tensor<int, Time>, tensor<index<Word>, Time>>
// expect: ::because_element_types_differ<int, index<Word>>::cast_one_of_them
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <string>
#include <vector>

struct Time : sp::axis<> {};
struct Word : sp::axis<> {};
using ids = sp::tensor<sp::index<Word>, Time>;

// Numbers from another program as ids, with one id for all that this vocabulary has not.
ids known_or_unknown(sp::tensor<int, Time> const& numbers, ids const& unknown, Word const& words) {
  auto const known = numbers < static_cast<int>(words.size());
#ifdef MISTAKE
  return sp::where(known, numbers, unknown); // wrong
#else
  return sp::check_index<Word>(sp::where(known, numbers, sp::cast<int>(unknown)), words);
#endif
}

int main() {
  sp::vocabulary<Word>::builder builder({.unknown = "<unk>"}); // has a row of its own in every table over Word
  for (char const* word : {"the", "dog", "sleeps"}) builder.add(word);
  auto const words = builder.build();
  auto const unknown = sp::tensor<int, Time>(Time{3}) + words.unknown().value();
  auto const numbers = sp::tensor<int, Time>::of({1, 70, 3});
  std::cout << known_or_unknown(numbers, sp::check_index<Word>(unknown, words.extent()), words.extent()) << '\n';
  for (char const* word : {"the", "cat", "sleeps"}) std::cout << words.encode_or_unknown(word).value() << '\n';
}
