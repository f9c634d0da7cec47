// SPDX-License-Identifier: BSL-1.0
// expect: cannot_concat<tensor<float, Batch, Letters, Embed>, tensor<float, Batch, Phones, Embed>>
// expect: ::because_rows_would_have_padding_inside<Letters>::concat_along_a_plain_axis
#include <shapeproof/ops/concat.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};

auto concat_along_a_ragged_axis(sp::tensor<float, Batch, Letters, Embed> const& a,
                                sp::tensor<float, Batch, Letters, Width> const& b,
                                [[maybe_unused]] sp::tensor<float, Batch, Phones, Embed> const& c) {
#ifdef MISTAKE
  return sp::concat(a, c); // wrong
#else
  return sp::concat(a, b);
#endif
}
