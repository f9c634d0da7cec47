// SPDX-License-Identifier: BSL-1.0
#include <cmath>
#include <doctest/doctest.h>
#include <shapeproof/cpu/embedding.hpp>
#include <vector>

TEST_CASE("embedding gathers rows; its backward adds to them, not for padding, and the same on any number of threads") {
  sp::extent_t const vocabulary = 11, count = 500, features = 67;
  std::vector<float> table(vocabulary * features), dout(count * features), out(dout.size());
  std::vector<int> ids(count);
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = std::sin(float(i));
  for (std::size_t i = 0; i < dout.size(); ++i) dout[i] = std::cos(3 * float(i));
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = int(i * i % vocabulary);

  sp::cpu::embedding_forward(table.data(), ids.data(), vocabulary, count, features, out.data());
  bool right = true;
  for (std::size_t r = 0; r < ids.size(); ++r)
    for (std::size_t j = 0; j < features; ++j)
      right = right && out[r * features + j] == table[std::size_t(ids[r]) * features + j];
  CHECK(right);

  for (int padding : {-1, 4}) {
    std::vector<float> expected(table.size(), 2.f);
    for (std::size_t r = 0; r < ids.size(); ++r)
      for (std::size_t j = 0; j < features; ++j)
        if (ids[r] != padding) expected[std::size_t(ids[r]) * features + j] += dout[r * features + j];
    for (int threads : {1, 2, 3}) {
      sp::set_threads(threads);
      std::vector<float> dtable(table.size(), 2.f);
      sp::cpu::embedding_backward(dout.data(), ids.data(), vocabulary, count, features, dtable.data(), padding);
      CHECK(dtable == expected);
    }
  }
  sp::set_threads(1);
}
