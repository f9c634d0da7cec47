// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>
#include <shapeproof/cpu/copy.hpp>
#include <vector>

using sp::extent_t;

namespace {
std::vector<double> numbers(extent_t n, double first) {
  std::vector<double> x(static_cast<std::size_t>(n));
  for (double& value : x) value = first, first += 1;
  return x;
}
} // namespace

TEST_CASE("copy_blocks moves and adds strided blocks and leaves what lies between them") {
  for (extent_t block : {1, 7, 8, 37}) {
    extent_t const outer = 5, from_stride = block + 3, to_stride = block + 2;
    auto const from = numbers(outer * from_stride, 1);
    for (bool add : {false, true}) {
      auto to = numbers(outer * to_stride, 1000);
      auto expected = to;
      for (extent_t o = 0; o < outer; ++o)
        for (extent_t i = 0; i < block; ++i) {
          auto& e = expected[std::size_t(o * to_stride + i)];
          e = (add ? e : 0) + from[std::size_t(o * from_stride + i)];
        }
      sp::cpu::copy_blocks({}, outer, block, from.data(), from_stride, to.data(), to_stride, add);
      CHECK(to == expected);
    }
  }
}

TEST_CASE(
    "gather takes positions, repeated ones too, and its backward adds them up in order on any number of threads") {
  for (int threads : {1, 2})
    for (extent_t outer : {1, 3})
      for (extent_t inner : {1, 5, 1000}) {
        sp::set_threads(threads);
        extent_t const n = 4;
        std::vector<int> const indices{3, 0, 3, 1, 3, 3};
        extent_t const count = extent_t(indices.size());
        auto const in = numbers(outer * n * inner, 1), dout = numbers(outer * count * inner, 0.25);
        auto const at = [&](auto const& x, extent_t extent, extent_t o, extent_t t, extent_t i) {
          return x[std::size_t((o * extent + t) * inner + i)];
        };
        std::vector<double> out(dout.size(), -1), din(in.size(), 7), expected(in.size());
        sp::cpu::gather({}, in.data(), indices.data(), outer, n, count, inner, out.data());
        for (extent_t o = 0; o < outer; ++o)
          for (extent_t m = 0; m < count; ++m)
            for (extent_t i = 0; i < inner; ++i) {
              int const index = indices[std::size_t(m)];
              REQUIRE(at(out, count, o, m, i) == at(in, n, o, index, i));
              expected[std::size_t((o * n + index) * inner + i)] += at(dout, count, o, m, i);
            }
        sp::cpu::gather_backward({}, dout.data(), indices.data(), outer, n, count, inner, din.data(), false);
        CHECK(din == expected);
        sp::cpu::gather_backward({}, dout.data(), indices.data(), outer, n, count, inner, din.data(), true);
        for (double& value : expected) value *= 2;
        CHECK(din == expected);
      }
  sp::set_threads(1);
}

TEST_CASE("pick takes one position for each element of an inner axis") {
  for (int threads : {1, 2}) {
    sp::set_threads(threads);
    extent_t const outer = 2, n = 5, middle = 3, inner = 2000;
    std::vector<int> const indices{4, 0, 2, 1, 1, 3};
    auto const in = numbers(outer * n * middle * inner, 1), dout = numbers(outer * middle * inner, 0.5);
    std::vector<double> out(dout.size(), -1), din(in.size(), 7), expected(in.size());
    sp::cpu::pick({}, in.data(), indices.data(), outer, n, middle, inner, out.data());
    bool right = true;
    for (extent_t o = 0; o < outer; ++o)
      for (extent_t m = 0; m < middle; ++m)
        for (extent_t i = 0; i < inner; ++i) {
          extent_t const row = o * middle + m;
          auto const from = std::size_t(((o * n + indices[std::size_t(row)]) * middle + m) * inner + i);
          right = right && out[std::size_t(row * inner + i)] == in[from];
          expected[from] = dout[std::size_t(row * inner + i)];
        }
    CHECK(right);
    sp::cpu::pick_backward({}, dout.data(), indices.data(), outer, n, middle, inner, din.data(), false);
    CHECK(din == expected);
    sp::cpu::pick_backward({}, dout.data(), indices.data(), outer, n, middle, inner, din.data(), true);
    for (double& value : expected) value *= 2;
    CHECK(din == expected);
  }
  sp::set_threads(1);
}

TEST_CASE("elements that are no numbers are moved as well") {
  std::vector<unsigned char> const in{1, 2, 3, 4, 5, 6};
  std::vector<unsigned char> out(3);
  sp::cpu::copy_blocks({}, 3, 1, in.data() + 1, 2, out.data(), 1);
  CHECK(out == std::vector<unsigned char>{2, 4, 6});
}
