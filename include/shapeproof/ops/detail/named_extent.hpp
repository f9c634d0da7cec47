// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../core/shape.hpp"

namespace sp::detail {

// n as the extent of A. Throws extent_error if A is static and has another one.
template <class A>
  requires(!ragged_axis<A>)
stored_extent<A> extent_named(char const* operation, extent_t n) {
  stored_extent<A> extent;
  if constexpr (dynamic_axis<A>)
    extent.n = n;
  else if (n != A::fixed)
    refuse_extents(operation, spelling_of<A>(), A::fixed, n);
  return extent;
}

} // namespace sp::detail
