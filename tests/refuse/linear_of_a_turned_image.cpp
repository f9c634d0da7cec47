// SPDX-License-Identifier: BSL-1.0
// expect: cannot_affine<tensor<float, Batch, merged<Width, Height>>, tensor<float, merged<Height, Width>, Digit>,
// expect: tensor<float, Digit>>::because_the_input_lacks<merged<Height, Width>>::feed_what_the_weight_was_made_for
#include <shapeproof/nn/linear.hpp>
#include <shapeproof/ops/merge.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Digit : sp::axis<10> {};

struct example {
  sp::linear<sp::merged<Height, Width>, Digit> layer;
  sp::tensor<float, Batch, Height, Width> upright;
  sp::tensor<float, Batch, Width, Height> turned;
};

auto classify(example const& e) {
  [[maybe_unused]] auto const by_rows = sp::merge<Height, Width>(e.upright);
  [[maybe_unused]] auto const by_columns = sp::merge<Width, Height>(e.turned);
#ifdef MISTAKE
  return e.layer(by_columns); // wrong
#else
  return e.layer(by_rows);
#endif
}
