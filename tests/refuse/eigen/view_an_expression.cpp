// SPDX-License-Identifier: BSL-1.0
// expect: cannot_view<Eigen::.*, Batch, Embed>::because_its_numbers_would_not_stay::keep_it_in_a_variable
#include <shapeproof/eigen.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};

auto sum(Eigen::MatrixXf const& a, Eigen::MatrixXf const& b) {
  Eigen::MatrixXf const kept = a + b;
#ifdef MISTAKE
  return sp::view_of<Batch, Embed>(a + b).size(); // wrong
#else
  return sp::view_of<Batch, Embed>(kept).size();
#endif
}
