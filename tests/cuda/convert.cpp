// SPDX-License-Identifier: BSL-1.0
#include "shapeproof/cuda/convert.cuh"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <doctest/doctest.h>
#include <limits>
#include <type_traits>
#include <vector>

#include "../kernel_check.hpp"
#include "shapeproof/cpu/convert.hpp"
#include "support.hpp"

using sp::extent_t;

namespace {
constexpr sp::gpu::device gpu;
constexpr sp::cpu::device host;

// A vector of bool has no addresses.
template <class T>
using stored = std::conditional_t<std::is_same_v<T, bool>, unsigned char, T>;

template <class T>
std::vector<std::uint64_t> bits_of(std::vector<T> const& x) {
  std::vector<std::uint64_t> bits;
  for (T const& one : x) {
    std::uint64_t b = 0;
    std::memcpy(&b, &one, sizeof(T));
    bits.push_back(b);
  }
  return bits;
}

template <class To, class From>
void check_one(std::vector<From> const& in) {
  auto const n = static_cast<extent_t>(in.size());
  std::vector<stored<To>> expected(in.size());
  on_gpu<From> const in_there(in);
  on_gpu<stored<To>> out(expected);
  bool const all = sp::cpu::convert(host, in.data(), n, reinterpret_cast<To*>(expected.data()));
  CHECK(sp::gpu::convert(gpu, in_there.p, n, reinterpret_cast<To*>(out.p)) == all);
  CHECK(bits_of(out.back()) == bits_of(expected));
}
template <class From>
void check_all(std::vector<From> const& in) {
  check_one<float>(in), check_one<double>(in), check_one<sp::bf16>(in), check_one<sp::half>(in), check_one<bool>(in);
  check_one<std::int8_t>(in), check_one<std::uint8_t>(in), check_one<int>(in), check_one<unsigned>(in);
  check_one<std::int64_t>(in), check_one<std::uint64_t>(in);
}
template <class T>
std::vector<T> as(std::vector<double> const& x) {
  std::vector<T> y;
  for (double one : x) y.push_back(static_cast<T>(one));
  return y;
}
} // namespace

GPU_TEST_CASE("numbers become what they become on the host, and what does not fit is reported") {
  std::vector<double> const small{0, 1, -1, 0.25, -0.75, 2.5, 3, 100, -100.9, 1e-3, 127, 126.5};
  std::vector<double> large = small;
  for (double x : {128., 255., 256., -129., 1e5, 3e9, -3e9, 5e9, 1e19, 2e19, 1e30, -1e300, 65504., 65536., 1e-7})
    large.push_back(x);
  large.push_back(std::numeric_limits<double>::infinity());
  large.push_back(std::nan(""));
  for (auto const& numbers : {small, large}) {
    check_all(numbers);
    check_all(as<float>(numbers));
    check_all(as<sp::bf16>(numbers));
    check_all(as<sp::half>(numbers));
  }
  check_all(std::vector<std::int8_t>{0, 1, -1, 127, -128});
  check_all(std::vector<std::uint8_t>{0, 1, 127, 128, 255});
  check_all(std::vector<int>{0, 1, -1, 300, -300, 1 << 24, (1 << 24) + 1, std::numeric_limits<int>::max(),
                             std::numeric_limits<int>::min()});
  check_all(std::vector<std::int64_t>{0, -1, 1ll << 40, std::numeric_limits<std::int64_t>::max(),
                                      std::numeric_limits<std::int64_t>::min()});
  check_all(std::vector<std::uint64_t>{0, 1, 1ull << 63, std::numeric_limits<std::uint64_t>::max()});
  check_all(std::vector<float>{});
}

GPU_TEST_CASE("gradients between float and double") {
  auto const dout = noise<double>(1000, 1);
  auto const old = noise<float>(1000, 2);
  on_gpu<double> const dout_there(dout);
  for (bool add : {false, true}) {
    auto expected = old;
    on_gpu<float> din(old);
    sp::cpu::convert_backward(host, dout.data(), 1000, expected.data(), add);
    sp::gpu::convert_backward(gpu, dout_there.p, 1000, din.p, add);
    CHECK(din.back() == expected);
  }
}

GPU_TEST_CASE("pixels of 8 bits become numbers from 0 to 1") {
  std::vector<std::uint8_t> pixels(256);
  for (std::size_t i = 0; i < 256; ++i) pixels[i] = static_cast<std::uint8_t>(i);
  on_gpu<std::uint8_t> const there(pixels);
  on_gpu<float> out(256);
  sp::gpu::rescale(gpu, there.p, 256, out.p);
  auto const back = out.back();
  bool right = true;
  for (std::size_t i = 0; i < 256; ++i) right = right && back[i] == static_cast<float>(i) / 255.f;
  CHECK(right);
}
