// SPDX-License-Identifier: BSL-1.0
// expect: cannot_view<Eigen::Matrix<float, -1, -1(, 0(, -1, -1)?)?>, Batch, Letters>
// expect: ::because_it_has_no_lengths_for<Letters>::give_them_to_a_view
#include <shapeproof/eigen.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Letters : sp::ragged<Batch> {};
struct Time : sp::axis<> {};

auto words(Eigen::MatrixXf const& m) {
#ifdef MISTAKE
  return sp::view_of<Batch, Letters>(m).size(); // wrong
#else
  return sp::view_of<Batch, Time>(m).size();
#endif
}
