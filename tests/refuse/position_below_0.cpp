// SPDX-License-Identifier: BSL-1.0
// expect: cannot_index<Phone, -1>::because_positions_start_at_0::name_one_of_them
#include <shapeproof/core/element.hpp>

struct Phone : sp::axis<40> {};

sp::index<Phone> padding() {
#ifdef MISTAKE
  return sp::at<Phone, -1>(); // wrong
#else
  return sp::at<Phone, 0>();
#endif
}
