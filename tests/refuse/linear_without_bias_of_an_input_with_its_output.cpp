// SPDX-License-Identifier: BSL-1.0
// expect: cannot_affine<tensor<float, Batch, Sound, Embed>, tensor<float, Embed, Sound>, tensor<float, Sound>>
// expect: ::because_the_input_already_has<Sound>::rename_it_or_the_output
#include <shapeproof/nn/linear_without_bias.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Sound : sp::axis<16> {};

auto project(sp::linear_without_bias<Embed, Sound> const& layer, sp::tensor<float, Batch, Embed> const& one,
             [[maybe_unused]] sp::tensor<float, Batch, Sound, Embed> const& pair) {
#ifdef MISTAKE
  return layer(pair); // wrong
#else
  return layer(one);
#endif
}
