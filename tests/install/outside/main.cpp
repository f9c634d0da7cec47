// SPDX-License-Identifier: BSL-1.0
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};  // extent known when the program runs
struct Embed : sp::axis<3> {}; // extent known to the compiler

// In other.cpp: both files include the library.
float total_of(sp::tensor<float, Batch, Embed> const& x);
bool loss_falls(sp::tensor<float, Batch, Embed> const& x);

int main() {
  auto x = sp::tensor<float, Batch, Embed>::of({1, 2, 3, 4, 5, 6}, Batch{2});
  for (auto b : x.extent<Batch>()) x(sp::at<Embed, 0>(), b) = 10; // coordinates have names, their order does not matter
  std::printf("%g, %s\n", static_cast<double>(total_of(x)), loss_falls(x) ? "learns" : "does not learn");
}
