// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make<tensor<float, Feature>>::because_the_list_has<2L?U?L?>::nest_it_as_the_axes_are
#include <shapeproof/core/tensor.hpp>

struct Feature : sp::axis<3> {};

auto bias() {
#ifdef MISTAKE
  return sp::tensor<float, Feature>::of({10, 20}); // wrong
#else
  return sp::tensor<float, Feature>::of({10, 20, 30});
#endif
}
