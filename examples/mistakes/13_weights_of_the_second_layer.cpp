// SPDX-License-Identifier: BSL-1.0
// mistake: The input is multiplied by the weights of the second layer; both have two rows, so the shapes fit.
// elsewhere: A matrix product compares numbers only: [n, 2] by [2, 3] is legal, whatever is meant by the twos, and
// elsewhere: runs. With other widths it raises at run time, and the message names positions and sizes.
// expect: cannot_dot<tensor<float, Batch, Feature>, tensor<float, Hidden, Class>, Hidden>
// expect: ::because_left_has_only<Batch, Feature>::contract_an_axis_of_both
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Feature : sp::axis<2> {};
struct Hidden : sp::axis<2> {};
struct Class : sp::axis<3> {};

struct weights {
  sp::tensor<float, Feature, Hidden> first;
  sp::tensor<float, Hidden, Class> second;
};

sp::tensor<float, Batch, Class> scores(weights const& w, sp::tensor<float, Batch, Feature> const& x) {
#ifdef MISTAKE
  return sp::dot<Hidden>(x, w.second); // wrong
#else
  return sp::dot<Hidden>(sp::tanh(sp::dot<Feature>(x, w.first)), w.second);
#endif
}

int main() {
  weights const w{.first = sp::tensor<float, Feature, Hidden>::of({{1, 2}, {3, 4}}),
                  .second = sp::tensor<float, Hidden, Class>::of({{1, 2, 3}, {4, 5, 6}})};
  std::cout << scores(w, sp::tensor<float, Batch, Feature>::of({{1, 0}, {0, 1}})) << '\n';
}
