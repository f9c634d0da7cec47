// SPDX-License-Identifier: BSL-1.0
// expect: cannot_show_to_eigen<tensor<float, Batch, Embed>, Batch, Embed>
// expect: ::because_its_numbers_would_not_stay::keep_it_in_a_variable
#include <shapeproof/eigen.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};

sp::tensor<float, Batch, Embed> features();

float first() {
#ifdef MISTAKE
  return sp::eigen_matrix<Batch, Embed>(features())(0, 0); // wrong
#else
  auto const kept = features();
  return sp::eigen_matrix<Batch, Embed>(kept)(0, 0);
#endif
}
