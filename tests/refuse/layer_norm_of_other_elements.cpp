// SPDX-License-Identifier: BSL-1.0
// expect: cannot_layer_norm_over<Hidden, tensor<float, Letters, Batch, Hidden>,
// expect: tensor<float, Hidden>, tensor<double, Hidden>>
// expect: ::because_the_elements_differ_or_are_no_numbers::cast_them_to_one_floating_type
#include <shapeproof/ops/layer_norm.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<8> {};

struct example {
  sp::tensor<float, Letters, Batch, Hidden> x;
  sp::tensor<float, Hidden> gain;
  sp::tensor<float, Hidden> bias;
  sp::tensor<double, Hidden> other;
};

auto norm(example const& e) {
#ifdef MISTAKE
  return sp::layer_norm<Hidden>(e.x, e.gain, e.other); // wrong
#else
  return sp::layer_norm<Hidden>(e.x, e.gain, e.bias);
#endif
}
