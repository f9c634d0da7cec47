// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read<tensor<float, Batch, Time>>::because_bare_numbers_name_no_axis<int, int>
// expect: ::use_check_index_or_at
#include <shapeproof/core/tensor.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

float program(sp::tensor<float, Batch, Time> const& x) {
#ifdef MISTAKE
  return x(0, 1); // wrong
#else
  return x(sp::check_index(0, x.extent<Batch>()), sp::check_index(1, x.extent<Time>()));
#endif
}
