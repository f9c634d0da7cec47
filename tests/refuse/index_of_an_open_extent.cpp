// SPDX-License-Identifier: BSL-1.0
// expect: cannot_index<Batch, 3>::because_the_extent_is_known_only_at_run_time::use_check_index
#include <shapeproof/core/element.hpp>

struct Batch : sp::axis<> {};

sp::index<Batch> program() {
#ifdef MISTAKE
  return sp::at<Batch, 3>(); // wrong
#else
  return sp::check_index(3, Batch{4});
#endif
}
