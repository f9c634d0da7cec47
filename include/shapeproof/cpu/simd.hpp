// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

// Vectors of the target's own width, in the compilers' vector extension: arithmetic and comparisons are the built-in
// operators, what is missing stands here. Elements are float and double.
namespace sp::cpu {

// Bytes of one vector register. The only place that knows the target.
#if defined(__AVX512F__)
inline constexpr int vector_bytes = 64;
#elif defined(__AVX__)
inline constexpr int vector_bytes = 32;
#else
inline constexpr int vector_bytes = 16;
#endif

namespace detail {
template <class T>
struct vector_types;
template <>
struct vector_types<float> {
  typedef float values __attribute__((vector_size(vector_bytes)));
  typedef std::int32_t integers __attribute__((vector_size(vector_bytes)));
};
template <>
struct vector_types<double> {
  typedef double values __attribute__((vector_size(vector_bytes)));
  typedef std::int64_t integers __attribute__((vector_size(vector_bytes)));
};
} // namespace detail

// A vector of width<T> elements, and what comparing two of them gives: all bits set where true, none where false.
template <class T>
using vec = typename detail::vector_types<T>::values;
template <class T>
using vec_mask = typename detail::vector_types<T>::integers;
template <class T>
inline constexpr int width = vector_bytes / int(sizeof(T));

// p[0, width), no alignment needed.
template <class T>
inline vec<T> load(T const* p) {
  vec<T> x;
  __builtin_memcpy(&x, p, sizeof x);
  return x;
}
template <class T>
inline void store(T* p, vec<T> x) {
  __builtin_memcpy(p, &x, sizeof x);
}

// p[0, n) with 0 <= n < width: the other lanes are zero, and nothing beyond p[n) is touched.
template <class T>
inline vec<T> load_some(T const* p, extent_t n) {
  T lanes[width<T>] = {};
  for (extent_t i = 0; i < n; ++i) lanes[i] = p[i];
  return load(lanes);
}
template <class T>
inline void store_some(T* p, extent_t n, vec<T> x) {
  T lanes[width<T>];
  store<T>(lanes, x);
  for (extent_t i = 0; i < n; ++i) p[i] = lanes[i];
}

template <class T>
inline vec<T> splat(T x) {
  return x - vec<T>{};
}

// a where the mask is set, b elsewhere: what is not chosen may be NaN or infinite.
inline vec<float> select(vec_mask<float> m, vec<float> a, vec<float> b) { return m ? a : b; }
inline vec<double> select(vec_mask<double> m, vec<double> a, vec<double> b) { return m ? a : b; }

// As the hardware has them: b where either is NaN.
inline vec<float> max(vec<float> a, vec<float> b) { return a > b ? a : b; }
inline vec<double> max(vec<double> a, vec<double> b) { return a > b ? a : b; }
inline vec<float> min(vec<float> a, vec<float> b) { return a < b ? a : b; }
inline vec<double> min(vec<double> a, vec<double> b) { return a < b ? a : b; }

// Over all lanes, by halves: always in the same order, so the same lanes give the same bits.
template <class T>
inline T horizontal_sum(vec<T> x) {
  T lanes[width<T>];
  store<T>(lanes, x);
  for (int half = width<T> / 2; half > 0; half /= 2)
    for (int i = 0; i < half; ++i) lanes[i] += lanes[i + half];
  return lanes[0];
}
template <class T>
inline T horizontal_max(vec<T> x) {
  T lanes[width<T>];
  store<T>(lanes, x);
  for (int half = width<T> / 2; half > 0; half /= 2)
    for (int i = 0; i < half; ++i) lanes[i] = lanes[i] > lanes[i + half] ? lanes[i] : lanes[i + half];
  return lanes[0];
}

inline vec<float> abs(vec<float> x) {
  return reinterpret_cast<vec<float>>(reinterpret_cast<vec_mask<float>>(x) & 0x7fffffff);
}
inline vec<double> abs(vec<double> x) {
  return reinterpret_cast<vec<double>>(reinterpret_cast<vec_mask<double>>(x) & 0x7fffffffffffffff);
}

// The square root of the hardware, correctly rounded; lane by lane where there is no instruction to name.
#if defined(__AVX__)
inline vec<float> sqrt(vec<float> x) {
  asm("vsqrtps %1, %0" : "=v"(x) : "v"(x));
  return x;
}
inline vec<double> sqrt(vec<double> x) {
  asm("vsqrtpd %1, %0" : "=v"(x) : "v"(x));
  return x;
}
#else
inline vec<float> sqrt(vec<float> x) {
  for (int i = 0; i < width<float>; ++i) x[i] = std::sqrt(x[i]);
  return x;
}
inline vec<double> sqrt(vec<double> x) {
  for (int i = 0; i < width<double>; ++i) x[i] = std::sqrt(x[i]);
  return x;
}
#endif

namespace detail {

// exp(x) = 2^n (1 + q) with n whole and |q| below 0.42; n stays in the low bits of `bits`.
struct exp_parts {
  vec<float> q;
  vec_mask<float> bits;
};

// Needs |x| < 2^20. Polynomial of Cephes expf (S. Moshier); q is exact to rounding also for tiny x.
inline exp_parts reduce_exp(vec<float> x) {
  float const round_to_whole = 12582912.f; // 1.5 * 2^23: adding it leaves whole numbers
  vec<float> n = x * 1.44269504f + round_to_whole;
  vec_mask<float> const bits = reinterpret_cast<vec_mask<float>>(n);
  n -= round_to_whole;
  vec<float> const r = (x - n * 0.693359375f) - n * -2.12194440e-4f; // the first constant times n is exact
  vec<float> p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  return {p * (r * r) + r, bits};
}

// 2^n for n in [-126, 127], n in the low bits
inline vec<float> power_of_two(vec_mask<float> bits) {
  typedef std::uint32_t words __attribute__((vector_size(vector_bytes)));
  return reinterpret_cast<vec<float>>((reinterpret_cast<words>(bits) << 23) + 0x3f800000u);
}

// x kept inside [low, high]; NaN stays NaN
inline vec<float> clamp(vec<float> x, float low, float high) {
  x = x < low ? splat(low) : x;
  return x > high ? splat(high) : x;
}

} // namespace detail

// Within 2 ulp, subnormal results included; 0 at -infinity and below -104, infinity above 88.73.
inline vec<float> exp(vec<float> x) {
  detail::exp_parts const e = detail::reduce_exp(detail::clamp(x, -104.f, 89.f));
  vec_mask<float> const n = e.bits - 0x4b400000, half = n >> 1; // in two factors: 2^n alone may not be a float
  return (e.q + 1.f) * detail::power_of_two(half) * detail::power_of_two(n - half);
}

// (e^2x - 1) / (e^2x + 1) without cancellation: full relative accuracy near zero.
inline vec<float> tanh(vec<float> x) {
  detail::exp_parts const e = detail::reduce_exp(detail::clamp(x + x, -20.f, 20.f));
  vec<float> const scale = detail::power_of_two(e.bits), less_one = e.q * scale + (scale - 1.f);
  return less_one / (less_one + 2.f);
}

// 1 / (1 + e^-x); never below 4e-38, which keeps subnormal numbers out of the gates.
inline vec<float> sigmoid(vec<float> x) {
  detail::exp_parts const e = detail::reduce_exp(detail::clamp(-x, -86.f, 86.f));
  vec<float> const scale = detail::power_of_two(e.bits);
  return 1.f / (e.q * scale + (scale + 1.f));
}

// Within 2 ulp; -infinity at 0, NaN below. Polynomial of Cephes logf.
inline vec<float> log(vec<float> x) {
  vec_mask<float> const tiny = x < std::numeric_limits<float>::min();
  vec<float> const normal = tiny ? x * 8388608.f : x; // 2^23 lifts subnormal numbers
  vec_mask<float> const bits = reinterpret_cast<vec_mask<float>>(normal);
  vec<float> m = reinterpret_cast<vec<float>>((bits & 0x007fffff) | 0x3f000000); // [0.5, 1)
  vec<float> e = __builtin_convertvector((bits >> 23) - 126, vec<float>);
  e = tiny ? e - 23.f : e;
  vec_mask<float> const low = m < 0.707106781f;
  e = low ? e - 1.f : e;
  m = (low ? m + m : m) - 1.f;
  vec<float> p = m * 7.0376836292e-2f - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  vec<float> const z = m * m;
  vec<float> y = p * (m * z) + e * -2.12194440e-4f;
  y = (y - 0.5f * z) + m;
  y = y + e * 0.693359375f;
  float const infinity = std::numeric_limits<float>::infinity();
  y = x == 0.f ? splat(-infinity) : y;
  y = x < infinity ? y : x; // infinity and NaN
  return x < 0.f ? splat(std::numeric_limits<float>::quiet_NaN()) : y;
}

// In double, which serves gradient checks, the standard functions lane by lane.
inline vec<double> exp(vec<double> x) {
  for (int i = 0; i < width<double>; ++i) x[i] = std::exp(x[i]);
  return x;
}
inline vec<double> tanh(vec<double> x) {
  for (int i = 0; i < width<double>; ++i) x[i] = std::tanh(x[i]);
  return x;
}
inline vec<double> sigmoid(vec<double> x) { return 1. / (1. + exp(-x)); }
inline vec<double> log(vec<double> x) {
  for (int i = 0; i < width<double>; ++i) x[i] = std::log(x[i]);
  return x;
}

} // namespace sp::cpu
