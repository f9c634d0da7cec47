// SPDX-License-Identifier: BSL-1.0
// expect: cannot_layer_norm_over<Hidden, tensor<float, Letters, Batch, Hidden>,
// expect: tensor<float, Embed>, tensor<float, Hidden>>
// expect: ::because_the_gain_has<Embed>::where_only_that_axis_belongs
#include <shapeproof/ops/layer_norm.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<8> {};
struct Embed : sp::axis<8> {};

struct example {
  sp::tensor<float, Letters, Batch, Hidden> x;
  sp::tensor<float, Hidden> gain;
  sp::tensor<float, Hidden> bias;
  sp::tensor<float, Embed> other;
};

auto norm(example const& e) {
#ifdef MISTAKE
  return sp::layer_norm<Hidden>(e.x, e.other, e.bias); // wrong
#else
  return sp::layer_norm<Hidden>(e.x, e.gain, e.bias);
#endif
}
