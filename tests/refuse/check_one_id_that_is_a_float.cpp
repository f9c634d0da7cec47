// SPDX-License-Identifier: BSL-1.0
// expect: cannot_check<float, Letter>::because_the_element<float>::is_no_whole_number
// expect: ::give_ids_and_lengths_as_integers
#include <shapeproof/core/check.hpp>

struct Letter : sp::axis<27> {};

auto program() {
#ifdef MISTAKE
  return sp::check_index<Letter>(1.0f); // wrong
#else
  return sp::check_index<Letter>(1);
#endif
}
