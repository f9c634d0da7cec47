// SPDX-License-Identifier: BSL-1.0
#include <cstdio>
#include <shapeproof/cuda.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<3> {};

int main() {
  if (!sp::gpu::device_available()) {
    std::puts("there is no GPU here");
    return 0;
  }
  auto x = sp::to<sp::cuda>(sp::tensor<float, Batch, Embed>::of({1, 10, 3, 10, 2, 10}, Batch{2}));
  std::printf("%g\n", static_cast<double>(sp::sum<Batch, Embed>(x).value()));
}
