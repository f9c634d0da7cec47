// SPDX-License-Identifier: BSL-1.0
// expect: cannot_dot<tensor<distribution<float, Time>, Batch, Time, key<Time>>, tensor<float, Batch, key<Time>, Width>,
// expect: key<Time>>::because_the_weights_add_up_along<Time>::contract_that_axis_alone
#include <shapeproof/ops/dot.hpp>
#include <shapeproof/ops/softmax.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Width : sp::axis<8> {};
using Keys = sp::key<Time>;

auto context(sp::tensor<float, Batch, Time, Keys> const& scores, sp::tensor<float, Batch, Keys, Width> const& values) {
#ifdef MISTAKE
  return sp::dot<Keys>(sp::softmax<Time>(scores), values); // wrong
#else
  return sp::dot<Keys>(sp::softmax<Keys>(scores), values);
#endif
}
