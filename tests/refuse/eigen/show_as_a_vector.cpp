// SPDX-License-Identifier: BSL-1.0
// expect: cannot_show_to_eigen<tensor<float, Batch, Embed>, Embed>
// expect: ::because_it_is_over<Batch, Embed>::name_its_one_or_two_axes
#include <shapeproof/eigen.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};

float norm(sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return sp::eigen_vector<Embed>(x).norm(); // wrong
#else
  return sp::eigen_matrix<Batch, Embed>(x).norm();
#endif
}
