// SPDX-License-Identifier: BSL-1.0
// expect: cannot_mean<tensor<index<Letter>, Batch>, Batch>::because_the_element<index<Letter>>
// expect: ::is_not_float_or_double::use_cast
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/mean.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};

auto program(sp::tensor<sp::index<Letter>, Batch> const& ids) {
#ifdef MISTAKE
  return sp::mean<Batch>(ids); // wrong
#else
  return sp::mean<Batch>(sp::cast<float>(sp::cast<int>(ids)));
#endif
}
