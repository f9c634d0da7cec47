// SPDX-License-Identifier: BSL-1.0
// mistake: Grey images are given to a model that was made for three colours.
// elsewhere: TensorFlow and PyTorch raise at run time, at the first convolution, with two numbers of channels.
// expect: cannot_conv2d<tensor<float, Batch, Height, Width, Grey>,
// expect: tensor<float, window<Height, 3>, window<Width, 3>, Colour, Edge>>
// expect: ::because_the_images_lack_channels<Colour>::expand_or_repeat_them
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Grey : sp::axis<1> {};
struct Colour : sp::axis<3> {};
struct Edge : sp::axis<4> {};
using sp::window;

struct finder {
  using filters = sp::convolution<window<Height, 3>, window<Width, 3>, Colour, Edge>;
  BOOST_HANA_DEFINE_STRUCT(finder, (filters, edges));
};

auto found_in(finder const& model, sp::tensor<float, Batch, Height, Width, Grey> const& scans) {
#ifdef MISTAKE
  return model.edges(scans); // wrong
#else
  return model.edges(sp::repeat<Grey, Colour>(scans));
#endif
}

int main() {
  auto const scans = sp::tensor<float, Batch, Height, Width, Grey>(Batch{2}) + 1;
  std::cout << found_in(sp::model<finder>(1), scans).size() << " places where an edge may be\n";
}
