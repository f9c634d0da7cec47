// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make<(?=.*index<Letter>).*because_not_every_number_is_a<.*::use_a_check
#include <shapeproof/core/element.hpp>

struct Letter : sp::axis<27> {};

sp::index<Letter> program() {
#ifdef MISTAKE
  return sp::index<Letter>(5); // wrong
#else
  return sp::check_index<Letter>(5);
#endif
}
