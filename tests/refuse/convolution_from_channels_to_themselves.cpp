// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make_convolution<Edge, Edge>::because_its_kernel_would_have_one_axis_twice
// expect: ::give_the_filters_an_axis_of_their_own
#include <shapeproof/nn/convolution.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Edge : sp::axis<8> {};
struct Part : sp::axis<8> {};

template <class Channel, class Filter>
using layer = sp::convolution<sp::centred<Height, 3>, sp::centred<Width, 3>, Channel, Filter>;

auto features([[maybe_unused]] layer<Edge, Edge> const& again, layer<Edge, Part> const& parts,
              sp::tensor<float, Batch, Height, Width, Edge> const& images) {
#ifdef MISTAKE
  return again(images); // wrong
#else
  return parts(images);
#endif
}
