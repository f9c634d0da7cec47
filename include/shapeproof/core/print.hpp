// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>
#include <cstdio>
#include <span>
#include <string>
#include <type_traits>

#include "tensor.hpp"

// Without <cmath>, which since C++17 brings the special functions along: a fifth of what this floor takes to compile.
namespace sp {

namespace detail {

inline std::string number_text(double x) {
  if (__builtin_isnan(x)) return "nan"; // without the sign that a NaN happens to have
  char text[32];
  std::snprintf(text, sizeof text, "%.5g", x);
  return text;
}
template <class Raw>
std::string value_text(Raw x) {
  if constexpr (std::is_same_v<Raw, bool>)
    return x ? "true" : "false";
  else if constexpr (std::is_integral_v<Raw>)
    return std::to_string(x);
  else
    return number_text(static_cast<double>(x));
}

// An axis of what is printed: its extent and, if it is ragged, the lengths and the place of the axis that they are over.
struct printed_axis {
  extent_t n = 0;
  int const* lengths = nullptr;
  std::size_t over = 0;
};

// Whether position `at` (one number per axis) lies beyond a length: what stands there means nothing.
inline bool is_padding(std::span<printed_axis const> axes, extent_t const* at) {
  for (std::size_t i = 0; i < axes.size(); ++i)
    if (axes[i].lengths != nullptr && at[i] >= axes[i].lengths[at[axes[i].over]]) return true;
  return false;
}

// The values at[0], at[1] ... at[depth - 1], at most six along each axis, the ends rather than the middle. Padding is a dot.
template <class Raw>
void print_block(std::string& out, Raw const* p, std::span<printed_axis const> axes, extent_t* at, std::size_t depth) {
  if (depth == axes.size()) {
    out += is_padding(axes, at) ? "." : value_text(*p);
    return;
  }
  constexpr extent_t most = 6;
  extent_t const n = axes[depth].n;
  extent_t stride = 1;
  for (std::size_t i = depth + 1; i < axes.size(); ++i) stride *= axes[i].n;
  out += '[';
  for (extent_t i = 0; i < n; ++i) {
    bool const skip = n > most && i == most / 2;
    if (i > 0) out += depth + 1 < axes.size() ? ",\n" + std::string(depth + 1, ' ') : ", ";
    if (skip) {
      out += "...";
      i = n - most / 2 - 1;
      continue;
    }
    at[depth] = i;
    print_block(out, p + i * stride, axes, at, depth + 1);
  }
  out += ']';
}

// "min -1, mean 0.2, max 3" over finite numbers at real positions, and how many are not finite.
template <class Raw>
std::string summary_of(Raw const* p, extent_t n, std::span<printed_axis const> axes, extent_t* at) {
  double least = 0, most = 0, sum = 0;
  extent_t finite = 0, real = 0;
  for (extent_t i = 0; i < n; ++i) {
    extent_t rest = i;
    for (std::size_t axis = axes.size(); axis-- > 0; rest /= axes[axis].n) at[axis] = rest % axes[axis].n;
    if (is_padding(axes, at)) continue;
    ++real;
    auto const x = static_cast<double>(p[i]);
    if (!__builtin_isfinite(x)) continue;
    if (finite == 0 || x < least) least = x;
    if (finite == 0 || x > most) most = x;
    sum += x;
    ++finite;
  }
  if (finite == 0) return real == 0 ? "no values" : "no finite value";
  std::string text = "min " + number_text(least) + ", mean " + number_text(sum / static_cast<double>(finite)) +
                     ", max " + number_text(most);
  if (finite < real) text += ", " + std::to_string(real - finite) + " not finite";
  return text;
}

template <class A, class List>
printed_axis printed(stored_extent<A> const& e) {
  if constexpr (ragged_axis<A>)
    return {e.size(), e.extent.lengths, static_cast<std::size_t>(index_of<List, typename A::over>)};
  else
    return {e.size()};
}

template <class A>
std::string extent_text(stored_extent<A> const& e) {
  std::string text = name_of<A>() + " " + std::to_string(e.size());
  if constexpr (ragged_axis<A>) {
    text += " (lengths";
    constexpr extent_t most = 8;
    for (extent_t row = 0; row < e.extent.rows && row < most; ++row)
      text += " " + std::to_string(e.extent.lengths[row]);
    text += e.extent.rows > most ? " ...)" : ")";
  }
  return text;
}

template <class T, class... A>
std::string text_of(look<T, A...> const& x) {
  std::string out = name_of<tensor<T, A...>>();
  int i = 0;
  ((out += (i++ == 0 ? ": " : ", ") + extent_text<A>(x.s.template stored<A>())), ...);
  printed_axis const all[sizeof...(A) + 1] = {printed<A, axes<A...>>(x.s.template stored<A>())..., {}};
  std::span<printed_axis const> const each(all, sizeof...(A));
  extent_t at[sizeof...(A) + 1] = {};
  if constexpr (sizeof...(A) > 0) out += "; " + summary_of(x.p, x.s.elements(), each, at);
  out += '\n';
  print_block(out, x.p, each, at, 0);
  return out;
}

} // namespace detail

// The type, the extents (with the lengths of ragged axes), a summary and the values, long axes shortened in the middle.
// Positions beyond a length are dots, and not in the summary.
template <operand X>
std::string to_string(X const& x) {
  return detail::text_of(detail::access::of(x));
}

// Writes the same to a stream.
template <class Stream, operand X>
  requires requires(Stream& out, std::string const& text) { out << text; }
Stream& operator<<(Stream& out, X const& x) {
  out << to_string(x);
  return out;
}

} // namespace sp
