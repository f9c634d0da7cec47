// SPDX-License-Identifier: BSL-1.0
// expect: cannot_layer_norm_over<Embed, tensor<float, Letters, Batch, Hidden>,
// expect: tensor<float, Hidden>, tensor<float, Hidden>>
// expect: ::because_there_is_no_such_axis::name_the_axis_of_the_features
#include <shapeproof/ops/layer_norm.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<8> {};
struct Embed : sp::axis<8> {};

struct example {
  sp::tensor<float, Letters, Batch, Hidden> x;
  sp::tensor<float, Hidden> gain;
  sp::tensor<float, Hidden> bias;
};

auto norm(example const& e) {
#ifdef MISTAKE
  return sp::layer_norm<Embed>(e.x, e.gain, e.bias); // wrong
#else
  return sp::layer_norm<Hidden>(e.x, e.gain, e.bias);
#endif
}
