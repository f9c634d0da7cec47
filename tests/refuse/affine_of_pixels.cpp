// SPDX-License-Identifier: BSL-1.0
// expect: cannot_affine<tensor<unsigned char, Batch, Pixel>, tensor<float, Pixel, Digit>, tensor<float, Digit>>
// expect: ::because_the_pixels_are<unsigned char>::use_rescale
#include <shapeproof/nn/linear.hpp>
#include <shapeproof/ops/rescale.hpp>

struct Batch : sp::axis<> {};
struct Pixel : sp::axis<64> {};
struct Digit : sp::axis<10> {};

auto classify(sp::linear<Pixel, Digit> const& layer, sp::tensor<std::uint8_t, Batch, Pixel> const& images) {
#ifdef MISTAKE
  return layer(images); // wrong
#else
  return layer(sp::rescale(images));
#endif
}
