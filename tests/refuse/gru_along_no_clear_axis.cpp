// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Day, Shop, Sales>, Sales, Half>
// expect: ::because_it_is_unclear_which_axis_is_time::name_it
#include <shapeproof/nn/gru.hpp>

struct Day : sp::axis<> {};
struct Shop : sp::axis<> {};
struct Sales : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read(sp::gru<Sales, Half> const& layer, sp::tensor<float, Day, Shop, Sales> const& sold) {
#ifdef MISTAKE
  return layer(sold); // wrong
#else
  return layer.operator()<Day>(sold);
#endif
}
