// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/bfloat16.hpp"
#include "../core/device.hpp"
#include "../core/half.hpp"
#include "parallel_for.hpp"
#include <cmath>
#include <limits>
#include <type_traits>

// Numbers of one type as numbers of another: float, double, bf16, half, bool and the integers.
namespace sp::cpu {
namespace detail {

// The type in which a number is looked at: bf16 and half are not computed with.
template <class T>
using computed = std::conditional_t<std::is_same_v<T, bf16> || std::is_same_v<T, half>, float, T>;

template <class From, class To>
constexpr bool always_fits() {
  if constexpr (!std::is_integral_v<To> || std::is_same_v<To, bool> || std::is_same_v<From, bool>)
    return true;
  else if constexpr (std::is_integral_v<From>)
    return std::is_signed_v<From> <= std::is_signed_v<To> &&
           std::numeric_limits<From>::digits <= std::numeric_limits<To>::digits;
  else
    return false;
}
} // namespace detail

// Whether To, an integer, has the number, its fraction cut off.
template <class To, class From>
bool fits(From value) {
  if constexpr (detail::always_fits<From, To>()) {
    return true;
  } else if constexpr (std::is_integral_v<From>) {
    if constexpr (std::is_signed_v<From>)
      if (value < 0) return std::is_signed_v<To> && value >= std::intmax_t{std::numeric_limits<To>::min()};
    return static_cast<std::uintmax_t>(value) <= static_cast<std::uintmax_t>(std::numeric_limits<To>::max());
  } else {
    using number = detail::computed<From>;
    auto const least = static_cast<number>(std::numeric_limits<To>::min()); // 0 or a power of two: exact
    auto const beyond = 2 * static_cast<number>(std::numeric_limits<To>::max() / 2 + 1);
    auto const whole = std::trunc(static_cast<number>(value));
    return whole >= least && whole < beyond; // false for NaN
  }
}

// in [n] -> out [n]. Fractions are cut off; to bool is "not 0". What does not fit becomes 0, and the result is false.
template <class From, class To>
bool convert(device, From const* in, extent_t n, To* out) {
  if constexpr (detail::always_fits<From, To>()) {
    parallel_for(n, 1, [=](extent_t begin, extent_t end) {
      for (extent_t i = begin; i < end; ++i) {
        auto const x = static_cast<detail::computed<From>>(in[i]);
        if constexpr (std::is_same_v<To, bool>)
          out[i] = x != 0;
        else if constexpr (std::is_same_v<detail::computed<To>, To> || std::is_floating_point_v<decltype(x)>)
          out[i] = static_cast<To>(x);
        else
          out[i] = static_cast<To>(static_cast<double>(x));
      }
    });
    return true;
  } else {
    bool all = true;
    for (extent_t i = 0; i < n; ++i) {
      bool const one = fits<To>(in[i]);
      out[i] = one ? static_cast<To>(static_cast<detail::computed<From>>(in[i])) : To(0);
      all = all && one;
    }
    return all;
  }
}

// Pixels in [n], 0 to 255 -> out [n], 0 to 1
template <class T>
void rescale(device, std::uint8_t const* in, extent_t n, T* out) {
  for (extent_t i = 0; i < n; ++i) out[i] = static_cast<T>(in[i]) / T(255);
}

// dout [n] -> din [n], between float and double
template <class From, class To>
void convert_backward(device, To const* dout, extent_t n, From* din, bool add) {
  parallel_for(n, 1, [=](extent_t begin, extent_t end) {
    if (add)
      for (extent_t i = begin; i < end; ++i) din[i] += static_cast<From>(dout[i]);
    else
      for (extent_t i = begin; i < end; ++i) din[i] = static_cast<From>(dout[i]);
  });
}

} // namespace sp::cpu
