// SPDX-License-Identifier: BSL-1.0
// expect: cannot_view<Eigen::Matrix<float, 9, 1(, 0(, 9, 1)?)?>, Embed>
// expect: ::because_its_extents_are_other_than<Embed>::name_an_axis_for_rows_and_columns
#include <shapeproof/eigen.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Nine : sp::axis<9> {};

auto features(Eigen::Matrix<float, 9, 1> const& v) {
#ifdef MISTAKE
  return sp::view_of<Embed>(v).size(); // wrong
#else
  return sp::view_of<Nine>(v).size();
#endif
}
