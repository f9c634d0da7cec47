// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/bfloat16.hpp"
#include "gemm_tile.hpp"

// Matrix products of bf16 whose sums are float. What is multiplied are pairs: two neighbours in k, so that one instruction of
// processors that have it multiplies and sums both.
namespace sp::cpu {

// The factors at the positions 2 k and 2 k + 1.
struct bf16_pair {
  bf16 first, second;
};
// As many columns as of their sums.
template <>
inline constexpr extent_t panel_columns<bf16_pair> = panel_columns<float>;

namespace detail {

template <>
struct factors<bf16_pair> {
  using sum = float;
  typedef std::int32_t vector __attribute__((vector_size(vector_bytes)));

  static vector spread(bf16_pair x) { return __builtin_bit_cast(std::int32_t, x) - vector{}; }
  static vector from(bf16_pair const* p, extent_t) {
    vector x;
    __builtin_memcpy(&x, p, sizeof x);
    return x;
  }
  // Of two rows of bf16 below each other, `both` elements from the first to what comes after the second.
  static vector from(bf16 const* rows, extent_t both) {
    typedef std::uint16_t row __attribute__((vector_size(vector_bytes / 2)));
    row first, second;
    __builtin_memcpy(&first, rows, sizeof first);
    __builtin_memcpy(&second, rows + both / 2, sizeof second);
    return __builtin_convertvector(first, vector) | __builtin_convertvector(second, vector) << 16;
  }
  // sums + a.first b.first + a.second b.second
  static vec<float> plus_product(vec<float> sums, vector a, vector b) {
#if defined(__AVX512BF16__)
    asm("vdpbf16ps %2, %1, %0" : "+v"(sums) : "v"(a), "v"(b));
    return sums;
#else
    auto const first = [](vector x) { return reinterpret_cast<vec<float>>(x << 16); };
    auto const second = [](vector x) { return reinterpret_cast<vec<float>>(x & -65536); };
    sums += first(a) * first(b);
    return sums + second(a) * second(b);
#endif
  }
};

} // namespace detail
} // namespace sp::cpu
