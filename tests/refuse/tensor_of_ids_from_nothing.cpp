// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make<(?=.*tensor<index<Letter>, Batch>).*because_not_every_number_is_a<.*::use_a_check
#include <shapeproof/core/check.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};

auto program() {
#ifdef MISTAKE
  return sp::tensor<sp::index<Letter>, Batch>(Batch{2}); // wrong
#else
  return sp::check_index<Letter>(sp::tensor<int, Batch>(Batch{2}));
#endif
}
