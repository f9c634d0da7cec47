// SPDX-License-Identifier: BSL-1.0
#include <cstdio>
#include <shapeproof/core/tensor.hpp>

struct Batch : sp::axis<> {};  // extent known when the program runs
struct Embed : sp::axis<3> {}; // extent known to the compiler

float total_of(sp::tensor<float, Batch, Embed> const& x); // in other.cpp: both files include the library

int main() {
  auto x = sp::tensor<float, Batch, Embed>::of({1, 2, 3, 4, 5, 6}, Batch{2});
  for (auto b : x.extent<Batch>()) x(sp::at<Embed, 0>(), b) = 10; // coordinates have names, their order does not matter
  std::printf("%g\n", static_cast<double>(total_of(x)));
}
