// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <type_traits>
#include <utility>

#include "../permute.hpp"

namespace sp::detail {

// x with its axes in the given order: x itself, without a copy, if they stand so already.
template <class... Order, class X>
decltype(auto) permuted(axes<Order...>, X&& x) {
  if constexpr (!std::is_same_v<axes<Order...>, axes_of<X>>)
    return permute<Order...>(std::forward<X>(x));
  else if constexpr (std::is_lvalue_reference_v<X>)
    return static_cast<std::remove_reference_t<X> const&>(x);
  else
    return std::remove_cvref_t<X>(std::forward<X>(x));
}

} // namespace sp::detail
