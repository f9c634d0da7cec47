// SPDX-License-Identifier: BSL-1.0
// expect: cannot_layer_norm_over<Hidden, tensor<float, Batch, Hidden>,
// expect: tensor<float, Hidden>, tensor<float, Hidden>>
// expect: ::because_only_some_operands_are_on_the_tape<>::put_the_others_there_too
#include <shapeproof/ops/layer_norm.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<8> {};

struct example {
  sp::tensor<float, Letters, Batch, Hidden> x;
  sp::tensor<float, Hidden> gain;
  sp::tensor<float, Hidden> bias;
  sp::taped<float, Batch, Hidden> taped;
};

auto norm(example const& e) {
#ifdef MISTAKE
  return sp::layer_norm<Hidden>(e.taped, e.gain, e.bias); // wrong
#else
  return sp::layer_norm<Hidden>(e.x, e.gain, e.bias);
#endif
}
