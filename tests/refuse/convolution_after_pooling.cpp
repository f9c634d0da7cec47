// SPDX-License-Identifier: BSL-1.0
// expect: cannot_conv2d<tensor<float, Batch, tiles<Height, 2>, tiles<Width, 2>, Colour>,
// expect: tensor<float, centred<tiles<Height, 2>, 3>, centred<tiles<Width, 2>, 3>, Edge, Part>>
// expect: ::because_the_images_lack_channels<Edge>::expand_or_repeat_them
#include <shapeproof/nn/convolution.hpp>
#include <shapeproof/ops/max_pool2d.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Colour : sp::axis<3> {};
struct Edge : sp::axis<8> {};
struct Part : sp::axis<16> {};
using Rows = sp::tiles<Height, 2>;
using Columns = sp::tiles<Width, 2>;

struct network {
  sp::convolution<sp::centred<Height, 3>, sp::centred<Width, 3>, Colour, Edge> edges;
  sp::convolution<sp::centred<Rows, 3>, sp::centred<Columns, 3>, Edge, Part> parts;

  auto features(sp::tensor<float, Batch, Height, Width, Colour> const& images) const {
    auto const found = edges(images);
#ifdef MISTAKE
    auto const small = sp::max_pool2d<Height, Width, 2, 2>(images);
    return parts(small); // wrong
#else
    auto const small = sp::max_pool2d<Height, Width, 2, 2>(found);
    return parts(small);
#endif
  }
};
