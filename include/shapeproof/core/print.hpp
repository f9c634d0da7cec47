// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <concepts>
#include <cstdio>
#include <string>
#include <type_traits>

#include "tensor.hpp"

namespace sp {

namespace detail {

inline std::string number_text(double x) {
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

// Values of one block of extents[0] x extents[1] ..., at most six along each axis, the ends rather than the middle.
// What stands at padding means nothing and is shown as a dot; `padding` is null if there is none.
template <class Raw>
void print_block(std::string& out, Raw const* p, char const* padding, extent_t const* extents, int axes, int indent) {
  if (axes == 0) {
    out += padding != nullptr && *padding ? "." : value_text(*p);
    return;
  }
  constexpr extent_t most = 6;
  extent_t stride = 1;
  for (int i = 1; i < axes; ++i) stride *= extents[i];
  out += '[';
  for (extent_t i = 0; i < extents[0]; ++i) {
    bool const skip = extents[0] > most && i == most / 2;
    if (i > 0) out += axes > 1 ? ",\n" + std::string(static_cast<std::size_t>(indent + 1), ' ') : ", ";
    if (skip) {
      out += "...";
      i = extents[0] - most / 2 - 1;
      continue;
    }
    print_block(out, p + i * stride, padding == nullptr ? nullptr : padding + i * stride, extents + 1, axes - 1,
                indent + 1);
  }
  out += ']';
}

// "min -1, mean 0.2, max 3" over finite numbers at real positions, and how many are not finite.
template <class Raw>
std::string summary_of(Raw const* p, char const* padding, extent_t n) {
  double least = 0, most = 0, sum = 0;
  extent_t real = 0, finite = 0;
  for (extent_t i = 0; i < n; ++i) {
    if (padding != nullptr && padding[i]) continue;
    ++real;
    auto const x = static_cast<double>(p[i]);
    if (!std::isfinite(x)) continue;
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
  extent_t const extents[sizeof...(A) + 1] = {x.s.template size<A>()..., 0};
  std::string at_padding;
  if constexpr ((ragged_axis<A> || ...))
    for (extent_t at = 0; at < x.s.elements(); ++at) at_padding += !is_real_position(x.s, at);
  char const* const padding = at_padding.empty() ? nullptr : at_padding.data();
  if constexpr (sizeof...(A) > 0) out += "; " + summary_of(x.p, padding, x.s.elements());
  out += '\n';
  print_block(out, x.p, padding, extents, static_cast<int>(sizeof...(A)), 0);
  return out;
}

} // namespace detail

// The type, the extents (with the lengths of ragged axes), a summary and the values, long axes shortened in the middle.
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
