// SPDX-License-Identifier: BSL-1.0
// expect: cannot_show_to_eigen<tensor<half, Batch>, Batch>::because_eigen_has_no<half>::use_cast
#include <shapeproof/eigen.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};

float total([[maybe_unused]] sp::tensor<sp::half, Batch> const& x,
            [[maybe_unused]] sp::tensor<float, Batch> const& wide) {
#ifdef MISTAKE
  return float(sp::eigen_vector<Batch>(x).sum()); // wrong
#else
  return sp::eigen_vector<Batch>(wide).sum();
#endif
}
