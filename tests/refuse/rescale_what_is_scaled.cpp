// SPDX-License-Identifier: BSL-1.0
// expect: cannot_rescale<tensor<unit_interval<float>, Batch, Pixel>>::because_the_element<unit_interval<float>>::is_no_pixel_of_8_bits
#include <shapeproof/ops/rescale.hpp>

struct Batch : sp::axis<> {};
struct Pixel : sp::axis<784> {};

auto prepared(sp::tensor<std::uint8_t, Batch, Pixel> const& pixels) {
  auto const scaled = sp::rescale(pixels);
#ifdef MISTAKE
  return sp::rescale(scaled); // wrong
#else
  return scaled;
#endif
}
