// SPDX-License-Identifier: BSL-1.0
// mistake: The id of the start token is put before words that are one-hot already.
// elsewhere: TensorFlow's concat raises at run time because of the element types and, after a cast, because of the
// elsewhere: ranks; PyTorch's cat raises because of the ranks. That an id was meant to become a vector neither can
// elsewhere: know.
// expect: cannot_concat<tensor<index<Word>, Batch, Begin>, tensor<float, Batch, Rest, Word>>
// expect: ::because_ids_stand_beside_numbers<index<Word>, float>::one_hot_or_embed_them
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<3> {};
struct Begin : sp::axis<1> {};
struct Rest : sp::axis<2> {};
struct Word : sp::axis<5> {};
using one_hot_words = sp::tensor<float, Batch, Time, Word>;

// What the decoder is given: the answer, later by one step.
one_hot_words decoder_input(sp::tensor<sp::index<Word>, Batch, Begin> const& start, one_hot_words const& answer) {
  sp::tensor<float, Batch, Rest, Word> const rest = sp::slice<Time, Rest, 0>(answer);
#ifdef MISTAKE
  return sp::concat<Time>(start, rest); // wrong
#else
  return sp::concat<Time>(sp::one_hot(start), rest);
#endif
}

int main() {
  auto const start = sp::check_index<Word>(sp::tensor<int, Batch, Begin>::of({{1}, {1}}));
  auto const answer = sp::check_index<Word>(sp::tensor<int, Batch, Time>::of({{3, 2, 4}, {4, 3, 2}}));
  std::cout << sp::argmax<Word>(decoder_input(start, sp::one_hot(answer))) << '\n';
}
