// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "../core/bfloat16.hpp"
#include "../core/half.hpp"
#include "../core/host_device.hpp"

// One number of one type as a number of another: float, double, bf16, half, bool and the integers.
namespace sp::kernels {

// The type in which a number is looked at: bf16 and half are not computed with.
template <class T>
using computed = std::conditional_t<std::is_same_v<T, bf16> || std::is_same_v<T, half>, float, T>;

// Whether To has every number of From.
template <class From, class To>
inline constexpr bool always_fits = [] {
  if constexpr (!std::is_integral_v<To> || std::is_same_v<To, bool> || std::is_same_v<From, bool>)
    return true;
  else if constexpr (std::is_integral_v<From>)
    return std::is_signed_v<From> <= std::is_signed_v<To> &&
           std::numeric_limits<From>::digits <= std::numeric_limits<To>::digits;
  else
    return false;
}();

// The bounds of an integer: named here, since the GPU cannot call what gives them.
template <class T>
inline constexpr T least_integer = std::numeric_limits<T>::min();
template <class T>
inline constexpr T greatest_integer = std::numeric_limits<T>::max();

// Whether To, an integer, has the number, its fraction cut off.
template <class To, class From>
SHAPEPROOF_HD bool fits(From value) {
  if constexpr (always_fits<From, To>) {
    return true;
  } else if constexpr (std::is_integral_v<From>) {
    if constexpr (std::is_signed_v<From>)
      if (value < 0) return std::is_signed_v<To> && value >= std::intmax_t{least_integer<To>};
    return static_cast<std::uintmax_t>(value) <= static_cast<std::uintmax_t>(greatest_integer<To>);
  } else {
    using number = computed<From>;
    auto const least = static_cast<number>(least_integer<To>); // 0 or a power of two: exact
    auto const beyond = 2 * static_cast<number>(greatest_integer<To> / 2 + 1);
    auto const whole = std::trunc(static_cast<number>(value));
    return whole >= least && whole < beyond; // false for NaN
  }
}

// The number as To, which has it: a fraction is cut off, to bool is "not 0", to a smaller float is to the nearest.
template <class To, class From>
SHAPEPROOF_HD To converted(From value) {
  auto const x = static_cast<computed<From>>(value);
  if constexpr (std::is_same_v<To, bool>)
    return x != 0;
  else if constexpr (std::is_same_v<computed<To>, To> || std::is_floating_point_v<computed<From>>)
    return static_cast<To>(x);
  else
    return static_cast<To>(static_cast<double>(x));
}

} // namespace sp::kernels
