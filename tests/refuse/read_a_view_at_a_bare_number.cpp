// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read<tensor<float, Batch>>::because_bare_numbers_name_no_axis<int>
// expect: ::use_check_index_or_at
#include <shapeproof/core/view.hpp>

struct Batch : sp::axis<> {};

float program(sp::view<float, Batch> x) {
#ifdef MISTAKE
  return x(0); // wrong
#else
  return x(*begin(x.extent<Batch>()));
#endif
}
