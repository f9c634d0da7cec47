// SPDX-License-Identifier: BSL-1.0
// Built with SHAPEPROOF_POISON_PADDING: films of different lengths give the loss and the gradient of their frames, although all
// padding is NaN.
#include <cmath>
#include <doctest/doctest.h>
#include <vector>

#include "shapeproof/nn/convolution.hpp"
#include "shapeproof/ops.hpp"
#include "shapeproof/tape/model.hpp"

namespace {

struct Batch : sp::axis<> {};
struct Frames : sp::ragged<Batch> {};
struct Height : sp::axis<5> {};
struct Width : sp::axis<6> {};
struct Colour : sp::axis<2> {};
struct Edge : sp::axis<3> {};

struct watcher {
  using layer = sp::convolution<sp::centred<Height, 3>, sp::centred<Width, 3>, Colour, Edge, double>;
  BOOST_HANA_DEFINE_STRUCT(watcher, (layer, edges));
  auto operator()(sp::operand auto const& films) const {
    return sp::max_pool2d<Height, Width, 2, 2>(sp::tanh(edges(sp::tanh(films)))); // tanh leaves NaN at padding
  }
};

// Films of so many frames in a row, from the same sequence of frames.
auto films(std::vector<int> const& lengths, int padded_to) {
  sp::tensor<double, Batch, Frames, Height, Width, Colour> x(Batch{lengths.size()}, Frames{{lengths, padded_to}});
  int const frame = 5 * 6 * 2;
  for (int row = 0, from = 0; row < static_cast<int>(lengths.size()); ++row)
    for (int i = 0; i < lengths[static_cast<std::size_t>(row)] * frame; ++i)
      x.unnamed()[static_cast<std::size_t>(row * padded_to * frame + i)] = std::sin(1.3 * ++from);
  return x;
}

std::vector<double> loss_and_gradient(std::vector<int> const& lengths, int padded_to) {
  sp::model<watcher> const model(3);
  sp::tape tape{model};
  auto const seen = model(tape(films(lengths, padded_to)));
  auto const loss = sp::sum(seen * seen * seen);
  tape.backward(loss);
  auto const gradient = tape.gradient<double>();
  std::vector<double> all(gradient.begin(), gradient.end());
  all.push_back(loss.value());
  return all;
}

} // namespace

TEST_CASE("convolution and pooling read no padding") {
  auto const apart = loss_and_gradient({2, 0, 3, 1}, 5), together = loss_and_gradient({6}, 6);
  REQUIRE(apart.size() == together.size());
  for (std::size_t i = 0; i < apart.size(); ++i) CHECK(apart[i] == doctest::Approx(together[i]).epsilon(1e-12));
}
