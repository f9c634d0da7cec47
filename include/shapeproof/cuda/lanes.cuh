// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <type_traits>

#include "../core/host_device.hpp"

// What the function given to `map` sees on the GPU, where a thread is a lane: one value and, for gradients, K tangents beside
// it. The twin of cpu/lanes.hpp with the same functions; the answer of a comparison is a bool.
namespace sp::gpu {

template <class T, int K>
struct tangents {
  T at[K];
  SHAPEPROOF_HD T operator[](int i) const { return at[i]; }
  SHAPEPROOF_HD T& operator[](int i) { return at[i]; }
};
template <class T>
struct tangents<T, 0> {
  SHAPEPROOF_HD T operator[](int) const { return T(0); }
};

template <class T, int K>
struct lane {
  T v;
  tangents<T, K> d;
};

template <class S>
concept plain_number = std::is_arithmetic_v<S>;

namespace detail {
template <class T, int K, class F>
SHAPEPROOF_HD lane<T, K> chain(T v, [[maybe_unused]] F const& derivative) {
  lane<T, K> r;
  r.v = v;
  if constexpr (K > 0)
    for (int i = 0; i < K; ++i) r.d[i] = derivative(i);
  return r;
}
// A tangent over a divisor: nothing, if there is no tangent, even where the divisor is 0.
template <class T>
SHAPEPROOF_HD T over(T tangent, T divisor) {
  return tangent == T(0) ? tangent : tangent / divisor;
}
template <class T, int K>
SHAPEPROOF_HD lane<T, K> constant(T x) {
  return chain<T, K>(x, [](int) { return T(0); });
}
} // namespace detail

template <class T, int K>
SHAPEPROOF_HD lane<T, K> operator+(lane<T, K> const& a, lane<T, K> const& b) {
  return detail::chain<T, K>(a.v + b.v, [&](int i) { return a.d[i] + b.d[i]; });
}
template <class T, int K>
SHAPEPROOF_HD lane<T, K> operator-(lane<T, K> const& a, lane<T, K> const& b) {
  return detail::chain<T, K>(a.v - b.v, [&](int i) { return a.d[i] - b.d[i]; });
}
template <class T, int K>
SHAPEPROOF_HD lane<T, K> operator*(lane<T, K> const& a, lane<T, K> const& b) {
  return detail::chain<T, K>(a.v * b.v, [&](int i) { return a.d[i] * b.v + a.v * b.d[i]; });
}
template <class T, int K>
SHAPEPROOF_HD lane<T, K> operator/(lane<T, K> const& a, lane<T, K> const& b) {
  T const q = a.v / b.v;
  return detail::chain<T, K>(q,
                             [&](int i) { return detail::over(a.d[i] - (b.d[i] == T(0) ? b.d[i] : q * b.d[i]), b.v); });
}
template <class T, int K>
SHAPEPROOF_HD lane<T, K> operator-(lane<T, K> const& a) {
  return detail::chain<T, K>(-a.v, [&](int i) { return -a.d[i]; });
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD lane<T, K> operator+(lane<T, K> const& a, S s) {
  return {a.v + T(s), a.d};
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD lane<T, K> operator+(S s, lane<T, K> const& a) {
  return a + s;
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD lane<T, K> operator-(lane<T, K> const& a, S s) {
  return {a.v - T(s), a.d};
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD lane<T, K> operator-(S s, lane<T, K> const& a) {
  return detail::chain<T, K>(T(s) - a.v, [&](int i) { return -a.d[i]; });
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD lane<T, K> operator*(lane<T, K> const& a, S s) {
  return detail::chain<T, K>(a.v * T(s), [&](int i) { return a.d[i] * T(s); });
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD lane<T, K> operator*(S s, lane<T, K> const& a) {
  return a * s;
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD lane<T, K> operator/(lane<T, K> const& a, S s) {
  return detail::chain<T, K>(a.v / T(s), [&](int i) { return a.d[i] / T(s); });
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD lane<T, K> operator/(S s, lane<T, K> const& a) {
  return detail::constant<T, K>(T(s)) / a;
}

template <class T, int K>
SHAPEPROOF_HD bool operator<(lane<T, K> const& a, lane<T, K> const& b) {
  return a.v < b.v;
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD bool operator<(lane<T, K> const& a, S s) {
  return a.v < T(s);
}
template <class T, int K>
SHAPEPROOF_HD bool operator<=(lane<T, K> const& a, lane<T, K> const& b) {
  return a.v <= b.v;
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD bool operator<=(lane<T, K> const& a, S s) {
  return a.v <= T(s);
}
template <class T, int K>
SHAPEPROOF_HD bool operator>(lane<T, K> const& a, lane<T, K> const& b) {
  return a.v > b.v;
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD bool operator>(lane<T, K> const& a, S s) {
  return a.v > T(s);
}
template <class T, int K>
SHAPEPROOF_HD bool operator>=(lane<T, K> const& a, lane<T, K> const& b) {
  return a.v >= b.v;
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD bool operator>=(lane<T, K> const& a, S s) {
  return a.v >= T(s);
}
template <class T, int K>
SHAPEPROOF_HD bool operator==(lane<T, K> const& a, lane<T, K> const& b) {
  return a.v == b.v;
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD bool operator==(lane<T, K> const& a, S s) {
  return a.v == T(s);
}
template <class T, int K>
SHAPEPROOF_HD bool operator!=(lane<T, K> const& a, lane<T, K> const& b) {
  return a.v != b.v;
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD bool operator!=(lane<T, K> const& a, S s) {
  return a.v != T(s);
}
// a where the mask holds, b elsewhere; the derivative is that of the one taken.
template <class T, int K>
SHAPEPROOF_HD lane<T, K> where(bool m, lane<T, K> const& a, lane<T, K> const& b) {
  return detail::chain<T, K>(m ? a.v : b.v, [&](int i) { return m ? a.d[i] : b.d[i]; });
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD lane<T, K> where(bool m, lane<T, K> const& a, S b) {
  return where(m, a, detail::constant<T, K>(T(b)));
}
template <class T, int K, plain_number S>
SHAPEPROOF_HD lane<T, K> where(bool m, S a, lane<T, K> const& b) {
  return where(m, detail::constant<T, K>(T(a)), b);
}

template <class T, int K>
SHAPEPROOF_HD lane<T, K> exp(lane<T, K> const& a) {
  T const e = std::exp(a.v);
  return detail::chain<T, K>(e, [&](int i) { return e * a.d[i]; });
}
template <class T, int K>
SHAPEPROOF_HD lane<T, K> log(lane<T, K> const& a) {
  return detail::chain<T, K>(std::log(a.v), [&](int i) { return detail::over(a.d[i], a.v); });
}
template <class T, int K>
SHAPEPROOF_HD lane<T, K> sqrt(lane<T, K> const& a) {
  T const r = std::sqrt(a.v);
  return detail::chain<T, K>(r, [&](int i) { return detail::over(a.d[i], r + r); });
}
template <class T, int K>
SHAPEPROOF_HD lane<T, K> tanh(lane<T, K> const& a) {
  T const t = std::tanh(a.v);
  return detail::chain<T, K>(t, [&](int i) { return (T(1) - t * t) * a.d[i]; });
}
// As on the host, a float is never below 4e-38: its logarithm stays finite.
template <class T, int K>
SHAPEPROOF_HD lane<T, K> sigmoid(lane<T, K> const& a) {
  T const x = std::is_same_v<T, float> && a.v < T(-86) ? T(-86) : a.v;
  T const s = T(1) / (T(1) + std::exp(-x));
  return detail::chain<T, K>(s, [&](int i) { return s * (T(1) - s) * a.d[i]; });
}
// A NaN stays one: only what is known to be at most 0 is cut.
template <class T, int K>
SHAPEPROOF_HD lane<T, K> relu(lane<T, K> const& a) {
  return detail::chain<T, K>(a.v <= T(0) ? T(0) : a.v, [&](int i) { return a.v > T(0) ? a.d[i] : T(0); });
}
template <class T, int K>
SHAPEPROOF_HD lane<T, K> abs(lane<T, K> const& a) {
  return detail::chain<T, K>(std::fabs(a.v), [&](int i) { return a.v < T(0) ? -a.d[i] : a.d[i]; });
}
template <class T, int K>
SHAPEPROOF_HD lane<T, K> square(lane<T, K> const& a) {
  return a * a;
}
// The greater one; where they are equal, the first; NaN if either is.
template <class T, int K>
SHAPEPROOF_HD lane<T, K> max(lane<T, K> const& a, lane<T, K> const& b) {
  return where(b > a || b != b, b, a);
}
template <class T, int K>
SHAPEPROOF_HD lane<T, K> min(lane<T, K> const& a, lane<T, K> const& b) {
  return where(b < a || b != b, b, a);
}
// a to a constant power, for a above 0.
template <class T, int K, plain_number S>
SHAPEPROOF_HD lane<T, K> pow(lane<T, K> const& a, S power) {
  T const value = std::exp(std::log(a.v) * T(power));
  return detail::chain<T, K>(value, [&](int i) { return detail::over(value * T(power) * a.d[i], a.v); });
}

} // namespace sp::gpu
