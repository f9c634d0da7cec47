// SPDX-License-Identifier: BSL-1.0
// expect: cannot_show_to_eigen<tensor<float, Letters, Batch>, Letters, Batch>
// expect: ::because_the_padding_of<Letters>::would_pass_for_numbers
#include <shapeproof/eigen.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Letters : sp::ragged<Batch> {};

float greatest([[maybe_unused]] sp::tensor<float, Letters, Batch> const& energy,
               [[maybe_unused]] sp::tensor<float, Batch> const& of_each) {
#ifdef MISTAKE
  return sp::eigen_matrix<Letters, Batch>(energy).maxCoeff(); // wrong
#else
  return sp::eigen_vector<Batch>(of_each).maxCoeff();
#endif
}
