// SPDX-License-Identifier: BSL-1.0
// mistake: Images over height and width go into a convolution that expects a channel axis as well.
// elsewhere: Keras' Conv2D raises because a dimension is missing. PyTorch's Conv2d takes the batch for the channels of
// elsewhere: one image: it raises because of their number, or runs if that happens to fit.
// expect: cannot_conv2d<tensor<float, Batch, Height, Width>,
// expect: tensor<float, window<Height, 3>, window<Width, 3>, Grey, Edge>>
// expect: ::because_the_images_lack_channels<Grey>::expand_or_repeat_them
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Grey : sp::axis<1> {};
struct Edge : sp::axis<4> {};
using sp::window;

struct finder {
  using filters = sp::convolution<window<Height, 3>, window<Width, 3>, Grey, Edge>;
  BOOST_HANA_DEFINE_STRUCT(finder, (filters, edges));

  auto operator()(sp::tensor<float, Batch, Height, Width> const& images) const {
#ifdef MISTAKE
    return edges(images); // wrong
#else
    return edges(sp::expand<Grey>(images, Grey{}));
#endif
  }
};

int main() {
  auto const images = sp::tensor<float, Batch, Height, Width>(Batch{2}) + 1;
  sp::model<finder> const model(1);
  std::cout << model(images).size() << " places where an edge may be\n";
}
