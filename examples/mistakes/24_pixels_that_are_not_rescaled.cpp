// SPDX-License-Identifier: BSL-1.0
// mistake: Pixels from 0 to 255 are given to a model for numbers from 0 to 1.
// elsewhere: Keras' Dense casts the bytes to floats and trains, slowly and badly. PyTorch raises because of the bytes,
// elsewhere: and the cast that helps leaves them at 0 to 255.
// expect: cannot_affine<tensor<unsigned char, Batch, merged<Height, Width>>,
// expect: tensor<float, merged<Height, Width>, Digit>, tensor<float, Digit>>
// expect: ::because_the_pixels_are<unsigned char>::use_rescale
#include <cstdint>
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<8> {};
struct Width : sp::axis<8> {};
struct Digit : sp::axis<10> {};
using images = sp::tensor<std::uint8_t, Batch, Height, Width>;

struct reader {
  using from_pixels = sp::linear<sp::merged<Height, Width>, Digit>;
  BOOST_HANA_DEFINE_STRUCT(reader, (from_pixels, layer));

  sp::tensor<float, Batch, Digit> operator()(images const& scans) const {
    auto const pixels = sp::merge<Height, Width>(scans);
#ifdef MISTAKE
    return layer(pixels); // wrong
#else
    return layer(sp::rescale(pixels));
#endif
  }
};

int main() { std::cout << sp::argmax<Digit>(sp::model<reader>(1)(images(Batch{2}))) << '\n'; }
