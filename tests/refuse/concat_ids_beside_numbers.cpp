// SPDX-License-Identifier: BSL-1.0
// expect: cannot_concat<tensor<float, Batch, Time, Word>, tensor<index<Word>, Batch, Begin>>
// expect: ::because_ids_stand_beside_numbers<index<Word>, float>::one_hot_or_embed_them
#include <shapeproof/ops/concat.hpp>
#include <shapeproof/ops/one_hot.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Begin : sp::axis<1> {};
struct Word : sp::axis<1000> {};

auto concat_ids_beside_numbers(sp::tensor<float, Batch, Time, Word> const& scores,
                               sp::tensor<sp::index<Word>, Batch, Begin> const& begin) {
#ifdef MISTAKE
  return sp::concat(scores, begin); // wrong
#else
  return sp::concat(scores, sp::one_hot(begin));
#endif
}
