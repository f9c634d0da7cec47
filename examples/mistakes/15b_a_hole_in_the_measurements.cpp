// SPDX-License-Identifier: BSL-1.0
// mistake: A sensor has written nan into the data, and it is trained on.
// elsewhere: The loaders of TensorFlow and PyTorch pass it on. One such number makes the loss NaN, and the first update
// elsewhere: all weights; nobody is told which row it was.
// prints: the number at position 4 \(Hour 1, Sensor 1\) is nan
#include <iostream>
#include <limits>
#include <shapeproof/shapeproof.hpp>

struct Hour : sp::axis<> {};
struct Sensor : sp::axis<3> {};
using measurements = sp::tensor<float, Hour, Sensor>;

measurements read() {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  return measurements::of({{20.1f, 19.8f, 20.4f}, {20.3f, nan, 20.6f}, {20.2f, 20.0f, 20.5f}});
}

int main() try {
#ifdef MISTAKE
  auto const x = sp::check_finite(read()); // wrong
#else
  auto const all = read();
  auto const known = all == all; // which nan is not
  auto const means = sp::sum<Hour>(sp::mask(all, known, 0)) / sp::sum<Hour>(sp::cast<float>(known));
  auto const x = sp::check_finite(sp::where(known, all, sp::expand<Hour>(means, all.extent<Hour>())));
#endif
  std::cout << x << '\n';
} catch (sp::error const& error) {
  std::cout << error.what() << '\n';
}
