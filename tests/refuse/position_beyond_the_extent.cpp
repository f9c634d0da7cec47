// SPDX-License-Identifier: BSL-1.0
// expect: cannot_index<Phone, 40>::because_the_extent_is<40L?>::name_a_position_below_it
#include <shapeproof/core/element.hpp>

struct Phone : sp::axis<40> {};

sp::index<Phone> last_phone() {
#ifdef MISTAKE
  return sp::at<Phone, 40>(); // wrong
#else
  return sp::at<Phone, 39>();
#endif
}
