// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <type_traits>

#include "simd.hpp"

// What the function given to `map` sees: one vector of values and, for gradients, K tangents beside it (forward-mode dual
// numbers: the derivative of the result by each of K operands). Written once for both: `chunk` is the case without tangents.
namespace sp::cpu {

template <class T, int K>
struct lanes {
  vec<T> v;
  std::array<vec<T>, K> d;
};
template <class T>
using chunk = lanes<T, 0>;
template <class T, int K>
using dual = lanes<T, K>;

// The answer of a comparison, lane by lane, for `where`.
template <class T>
struct lane_mask {
  vec_mask<T> m;
};

namespace detail {
template <class T, int K, class F>
inline lanes<T, K> chain(vec<T> v, F derivative) {
  lanes<T, K> r;
  r.v = v;
  for (int i = 0; i < K; ++i) r.d[static_cast<std::size_t>(i)] = derivative(static_cast<std::size_t>(i));
  return r;
}
// A tangent over a divisor: nothing, if there is no tangent, even where the divisor is 0.
template <class T>
inline vec<T> over(vec<T> tangent, vec<T> divisor) {
  return select(tangent == vec<T>{}, tangent, tangent / divisor);
}
template <class T, int K>
inline lanes<T, K> constant(T x) {
  return chain<T, K>(splat(x), [](std::size_t) { return vec<T>{}; });
}
} // namespace detail

template <class S>
concept plain_number = std::is_arithmetic_v<S>;

template <class T, int K>
inline lanes<T, K> operator+(lanes<T, K> const& a, lanes<T, K> const& b) {
  return detail::chain<T, K>(a.v + b.v, [&](std::size_t i) { return a.d[i] + b.d[i]; });
}
template <class T, int K>
inline lanes<T, K> operator-(lanes<T, K> const& a, lanes<T, K> const& b) {
  return detail::chain<T, K>(a.v - b.v, [&](std::size_t i) { return a.d[i] - b.d[i]; });
}
template <class T, int K>
inline lanes<T, K> operator*(lanes<T, K> const& a, lanes<T, K> const& b) {
  return detail::chain<T, K>(a.v * b.v, [&](std::size_t i) { return a.d[i] * b.v + a.v * b.d[i]; });
}
template <class T, int K>
inline lanes<T, K> operator/(lanes<T, K> const& a, lanes<T, K> const& b) {
  vec<T> const q = a.v / b.v;
  return detail::chain<T, K>(
      q, [&](std::size_t i) { return detail::over<T>(a.d[i] - select(b.d[i] == vec<T>{}, b.d[i], q * b.d[i]), b.v); });
}
template <class T, int K>
inline lanes<T, K> operator-(lanes<T, K> const& a) {
  return detail::chain<T, K>(-a.v, [&](std::size_t i) { return -a.d[i]; });
}
template <class T, int K, plain_number S>
inline lanes<T, K> operator+(lanes<T, K> const& a, S s) {
  return {a.v + splat(T(s)), a.d};
}
template <class T, int K, plain_number S>
inline lanes<T, K> operator+(S s, lanes<T, K> const& a) {
  return a + s;
}
template <class T, int K, plain_number S>
inline lanes<T, K> operator-(lanes<T, K> const& a, S s) {
  return {a.v - splat(T(s)), a.d};
}
template <class T, int K, plain_number S>
inline lanes<T, K> operator-(S s, lanes<T, K> const& a) {
  return detail::chain<T, K>(splat(T(s)) - a.v, [&](std::size_t i) { return -a.d[i]; });
}
template <class T, int K, plain_number S>
inline lanes<T, K> operator*(lanes<T, K> const& a, S s) {
  return detail::chain<T, K>(a.v * T(s), [&](std::size_t i) { return a.d[i] * T(s); });
}
template <class T, int K, plain_number S>
inline lanes<T, K> operator*(S s, lanes<T, K> const& a) {
  return a * s;
}
template <class T, int K, plain_number S>
inline lanes<T, K> operator/(lanes<T, K> const& a, S s) {
  return detail::chain<T, K>(a.v / T(s), [&](std::size_t i) { return a.d[i] / T(s); });
}
template <class T, int K, plain_number S>
inline lanes<T, K> operator/(S s, lanes<T, K> const& a) {
  return detail::constant<T, K>(T(s)) / a;
}

template <class T, int K>
inline lane_mask<T> operator<(lanes<T, K> const& a, lanes<T, K> const& b) {
  return {a.v < b.v};
}
template <class T, int K, plain_number S>
inline lane_mask<T> operator<(lanes<T, K> const& a, S s) {
  return {a.v < splat(T(s))};
}
template <class T, int K>
inline lane_mask<T> operator<=(lanes<T, K> const& a, lanes<T, K> const& b) {
  return {a.v <= b.v};
}
template <class T, int K, plain_number S>
inline lane_mask<T> operator<=(lanes<T, K> const& a, S s) {
  return {a.v <= splat(T(s))};
}
template <class T, int K>
inline lane_mask<T> operator>(lanes<T, K> const& a, lanes<T, K> const& b) {
  return {a.v > b.v};
}
template <class T, int K, plain_number S>
inline lane_mask<T> operator>(lanes<T, K> const& a, S s) {
  return {a.v > splat(T(s))};
}
template <class T, int K>
inline lane_mask<T> operator>=(lanes<T, K> const& a, lanes<T, K> const& b) {
  return {a.v >= b.v};
}
template <class T, int K, plain_number S>
inline lane_mask<T> operator>=(lanes<T, K> const& a, S s) {
  return {a.v >= splat(T(s))};
}
template <class T, int K>
inline lane_mask<T> operator==(lanes<T, K> const& a, lanes<T, K> const& b) {
  return {a.v == b.v};
}
template <class T, int K, plain_number S>
inline lane_mask<T> operator==(lanes<T, K> const& a, S s) {
  return {a.v == splat(T(s))};
}
template <class T, int K>
inline lane_mask<T> operator!=(lanes<T, K> const& a, lanes<T, K> const& b) {
  return {a.v != b.v};
}
template <class T, int K, plain_number S>
inline lane_mask<T> operator!=(lanes<T, K> const& a, S s) {
  return {a.v != splat(T(s))};
}
template <class T>
inline lane_mask<T> operator&&(lane_mask<T> a, lane_mask<T> b) {
  return {a.m & b.m};
}
template <class T>
inline lane_mask<T> operator||(lane_mask<T> a, lane_mask<T> b) {
  return {a.m | b.m};
}
template <class T>
inline lane_mask<T> operator!(lane_mask<T> a) {
  return {~a.m};
}
// a where the mask holds, b elsewhere; the derivative is that of the one taken.
template <class T, int K>
inline lanes<T, K> where(lane_mask<T> m, lanes<T, K> const& a, lanes<T, K> const& b) {
  return detail::chain<T, K>(select(m.m, a.v, b.v), [&](std::size_t i) { return select(m.m, a.d[i], b.d[i]); });
}
template <class T, int K, plain_number S>
inline lanes<T, K> where(lane_mask<T> m, lanes<T, K> const& a, S b) {
  return where(m, a, detail::constant<T, K>(T(b)));
}
template <class T, int K, plain_number S>
inline lanes<T, K> where(lane_mask<T> m, S a, lanes<T, K> const& b) {
  return where(m, detail::constant<T, K>(T(a)), b);
}

template <class T, int K>
inline lanes<T, K> exp(lanes<T, K> const& a) {
  vec<T> const e = exp(a.v);
  return detail::chain<T, K>(e, [&](std::size_t i) { return e * a.d[i]; });
}
template <class T, int K>
inline lanes<T, K> log(lanes<T, K> const& a) {
  return detail::chain<T, K>(log(a.v), [&](std::size_t i) { return detail::over<T>(a.d[i], a.v); });
}
template <class T, int K>
inline lanes<T, K> sqrt(lanes<T, K> const& a) {
  vec<T> const r = sqrt(a.v);
  return detail::chain<T, K>(r, [&](std::size_t i) { return detail::over<T>(a.d[i], r + r); });
}
template <class T, int K>
inline lanes<T, K> tanh(lanes<T, K> const& a) {
  vec<T> const t = tanh(a.v);
  return detail::chain<T, K>(t, [&](std::size_t i) { return (T(1) - t * t) * a.d[i]; });
}
template <class T, int K>
inline lanes<T, K> sigmoid(lanes<T, K> const& a) {
  vec<T> const s = sigmoid(a.v);
  return detail::chain<T, K>(s, [&](std::size_t i) { return s * (T(1) - s) * a.d[i]; });
}
template <class T, int K>
inline lanes<T, K> relu(lanes<T, K> const& a) {
  vec_mask<T> const positive = a.v > vec<T>{};
  // A NaN stays one: only what is known to be at most 0 is cut.
  vec_mask<T> const cut = a.v <= vec<T>{};
  return detail::chain<T, K>(select(cut, vec<T>{}, a.v),
                             [&](std::size_t i) { return select(positive, a.d[i], vec<T>{}); });
}
template <class T, int K>
inline lanes<T, K> abs(lanes<T, K> const& a) {
  vec_mask<T> const negative = a.v < vec<T>{};
  return detail::chain<T, K>(abs(a.v), [&](std::size_t i) { return select(negative, -a.d[i], a.d[i]); });
}
template <class T, int K>
inline lanes<T, K> square(lanes<T, K> const& a) {
  return a * a;
}
// The greater one; where they are equal, the first; NaN if either is.
template <class T, int K>
inline lanes<T, K> max(lanes<T, K> const& a, lanes<T, K> const& b) {
  return where(b > a || b != b, b, a);
}
template <class T, int K>
inline lanes<T, K> min(lanes<T, K> const& a, lanes<T, K> const& b) {
  return where(b < a || b != b, b, a);
}
// a to a constant power, for a above 0.
template <class T, int K, plain_number S>
inline lanes<T, K> pow(lanes<T, K> const& a, S power) {
  vec<T> const value = exp(log(a.v) * T(power));
  return detail::chain<T, K>(value, [&](std::size_t i) { return detail::over<T>(value * T(power) * a.d[i], a.v); });
}

} // namespace sp::cpu
