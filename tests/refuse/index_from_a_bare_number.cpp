// SPDX-License-Identifier: BSL-1.0
// expect: (private.*index<Letter>|index<A>.*A = Letter.*(is private|is inaccessible))
#include <shapeproof/core/element.hpp>

struct Letter : sp::axis<27> {};

sp::index<Letter> program() {
#ifdef MISTAKE
  return sp::index<Letter>(5); // wrong
#else
  return sp::check_index<Letter>(5);
#endif
}
