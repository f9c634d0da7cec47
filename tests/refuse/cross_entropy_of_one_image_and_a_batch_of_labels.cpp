// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cross_entropy<Digit, tensor<float, Digit>, tensor<index<Digit>, Batch>>
// expect: ::because_the_labels_lack<>::and_have_besides<Batch>::give_one_label_per_position
#include <shapeproof/nn/convolution.hpp>
#include <shapeproof/ops/cross_entropy.hpp>
#include <shapeproof/ops/sum.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Grey : sp::axis<1> {};
struct Digit : sp::axis<10> {};

struct example {
  sp::convolution<sp::centred<Height, 3>, sp::centred<Width, 3>, Grey, Digit> layer;
  sp::tensor<float, Height, Width, Grey> image;
  sp::tensor<float, Batch, Height, Width, Grey> images;
  sp::tensor<sp::index<Digit>, Batch> labels;
};

auto loss(example const& e) {
  [[maybe_unused]] auto const one = sp::sum<Height, Width>(e.layer(e.image));
  [[maybe_unused]] auto const scores = sp::sum<Height, Width>(e.layer(e.images));
#ifdef MISTAKE
  return sp::cross_entropy<Digit>(one, e.labels); // wrong
#else
  return sp::cross_entropy<Digit>(scores, e.labels);
#endif
}
