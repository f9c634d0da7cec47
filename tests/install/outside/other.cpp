// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/core/tensor.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<3> {};

float total_of(sp::tensor<float, Batch, Embed> const& x);
float total_of(sp::tensor<float, Batch, Embed> const& x) {
  float total = 0;
  for (auto b : x.extent<Batch>())
    for (auto e : x.extent<Embed>()) total += x(b, e);
  return total;
}
