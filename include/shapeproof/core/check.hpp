// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>
#include <string>

#include "tensor.hpp"

// The doors through which raw numbers become indices and lengths: each value is tested once, here.
namespace sp {

namespace detail {
// "position 7 (Batch 1, Time 3)"
template <class... A>
std::string position_text(shape<A...> const& s, extent_t at) {
  extent_t const flat = at;
  [[maybe_unused]] extent_t positions[sizeof...(A) + 1] = {}; // unused without axes
  extent_t sizes[sizeof...(A) + 1] = {s.template size<A>()...};
  for (auto i = static_cast<extent_t>(sizeof...(A)) - 1; i >= 0; --i) {
    positions[i] = at % sizes[i];
    at /= sizes[i];
  }
  std::string text = "position " + std::to_string(flat) + " (";
  int i = 0;
  ((text += (i > 0 ? ", " : "") + name_of<A>() + " " + std::to_string(positions[i]), ++i), ...);
  return text + ")";
}

template <class E, class Number, class... A>
tensor<E, A...> check_elements(tensor<Number, A...> const& raw, extent_t extent, extent_t largest, char const* kind) {
  auto const from = access::of(raw);
  auto result = unwritten<E>(from.s, extent);
  auto* to = access::data(result);
  extent_t const n = from.s.elements();
  for (extent_t i = 0; i < n; ++i) {
    if (std::cmp_less(from.p[i], 0) || std::cmp_greater(from.p[i], largest))
      throw data_error(std::string(kind) + " " + std::to_string(from.p[i]) + " at " + position_text(from.s, i) +
                       " does not fit the extent " + std::to_string(extent) + " of " + name_of<bounding_axis<E>>());
    require_32_bits(from.p[i]);
    to[i] = static_cast<std::int32_t>(from.p[i]);
  }
  return result;
}
} // namespace detail

// Checks raw ids once: each must be at least 0 and below the extent of V. Throws data_error naming value, position and axis.
template <axis_tag V, whole_number Number, class... A>
tensor<index<V>, A...> check_index(tensor<Number, A...> const& raw, V const& extent = {}) {
  return detail::check_elements<index<V>>(raw, extent.size(), extent.size() - 1, "id");
}

// Checks raw lengths once: each must be at least 0 and at most the extent of V. Throws data_error.
template <axis_tag V, whole_number Number, class... A>
tensor<length<V>, A...> check_length(tensor<Number, A...> const& raw, V const& extent = {}) {
  return detail::check_elements<length<V>>(raw, extent.size(), extent.size(), "length");
}

template <axis_tag V, class T, class... A>
  requires(!whole_number<T>)
auto check_index(tensor<T, A...> const& raw, V const& extent = {})
    -> decltype(detail::refuse(detail::why_not_check<V, T>(detail::tag<tensor<T, A...>>{})));
template <axis_tag V, class T, class... A>
  requires(!whole_number<T>)
auto check_length(tensor<T, A...> const& raw, V const& extent = {})
    -> decltype(detail::refuse(detail::why_not_check<V, T>(detail::tag<tensor<T, A...>>{})));

// The caller vouches that every value is a probability.
template <std::floating_point T, class... A>
tensor<probability<T>, A...> assume_probability(tensor<T, A...> const& raw) {
  auto const from = detail::access::of(raw);
  auto result = detail::unwritten<probability<T>>(from.s);
  std::copy_n(from.p, from.s.elements(), detail::access::data(result));
  return result;
}

} // namespace sp
