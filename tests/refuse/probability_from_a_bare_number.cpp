// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make<(?=.*probability<float>).*because_not_every_number_is_a<.*::use_a_check
#include <shapeproof/core/element.hpp>

sp::probability<float> program() {
#ifdef MISTAKE
  return sp::probability<float>(1.5f); // wrong
#else
  return sp::assume_probability(0.5f);
#endif
}
