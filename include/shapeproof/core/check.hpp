// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>
#include <initializer_list>
#include <string>

#include "tensor.hpp"

// The doors through which raw numbers become indices and lengths: each value is tested once, here.
namespace sp {

namespace detail {
// "position 7 (Batch 1, Time 3)"
[[gnu::noinline, gnu::cold]] inline std::string named_position(std::initializer_list<spelled_extent> extents,
                                                               extent_t at) {
  std::string text;
  extent_t rest = at;
  for (auto const* one = extents.end(); one-- != extents.begin();) {
    text = message({one->axis, " ", rest % one->n, text.empty() ? "" : ", ", text});
    rest /= one->n;
  }
  return message({"position ", at, " (", text, ")"});
}
template <class... A>
std::string position_text(shape<A...> const& s, extent_t at) {
  return named_position({{spelling_of<A>(), s.template size<A>()}...}, at);
}

template <class E, class Number, class... A>
tensor<E, A...> check_elements(tensor<Number, A...> const& raw, extent_t extent, extent_t largest, char const* kind) {
  auto const from = access::of(raw);
  auto result = unwritten<E>(from.s, extent);
  auto* to = access::data(result);
  extent_t const n = from.s.elements();
  for (extent_t i = 0; i < n; ++i) {
    if (std::cmp_less(from.p[i], 0) || std::cmp_greater(from.p[i], largest)) {
      if constexpr ((ragged_axis<A> || ...))
        if (largest >= 0 && !is_real_position(from.s, i)) {
          to[i] = 0;
          continue;
        }
      refuse_with<data_error>({kind, " ", from.p[i], " at ", position_text(from.s, i), " does not fit the extent ",
                               extent, " of ", spelling_of<bounding_axis<E>>()});
    }
    require_32_bits(from.p[i]);
    to[i] = static_cast<std::int32_t>(from.p[i]);
  }
  return result;
}
} // namespace detail

// Checks raw ids once: each must be at least 0 and below the extent of V. Throws data_error naming value, position and axis.
// At the padding of a ragged axis anything may stand; what does not fit becomes 0.
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
