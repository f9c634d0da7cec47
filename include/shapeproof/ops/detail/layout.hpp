// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../core/shape.hpp"
#include "../../kernels/ragged_lengths.hpp"

// From axes to what kernels take: numbers of elements before, along and behind an axis.
namespace sp::detail {

// A shape seen from one axis: [outer, n, inner].
struct around {
  extent_t outer = 1, n = 1, inner = 1;
};

template <class X, class... A>
constexpr around around_axis(shape<A...> const& s) {
  around r;
  bool seen = false;
  (
      [&] {
        extent_t const size = s.template size<A>();
        if constexpr (std::is_same_v<A, X>) {
          r.n = size;
          seen = true;
        } else {
          (seen ? r.inner : r.outer) *= size;
        }
      }(),
      ...);
  return r;
}

// How many positions of X are real, for kernels over [outer, n, inner] around X. Nothing if X is not ragged.
template <class X, class... A>
kernels::ragged_lengths lengths_around(shape<A...> const& s) {
  kernels::ragged_lengths r;
  if constexpr (ragged_axis<X>) {
    using over = typename X::over;
    auto const& extent = s.template stored<X>().extent;
    r.lengths = extent.lengths;
    r.rows = extent.rows;
    extent_t inside = 1; // positions between the batch axis and the end of its side
    (
        [&] {
          if constexpr (index_of<axes<A...>, A> > index_of<axes<A...>, over>)
            if constexpr ((index_of<axes<A...>, over> > index_of<axes<A...>, X>) ||
                          (index_of<axes<A...>, A> < index_of<axes<A...>, X>))
              inside *= s.template size<A>();
        }(),
        ...);
    if constexpr (index_of<axes<A...>, over> < index_of<axes<A...>, X>)
      r.outer_divisor = inside;
    else
      r.inner_divisor = inside;
  }
  return r;
}

// The number of elements of the axes in the list.
template <class... X, class S>
constexpr extent_t elements_over(axes<X...>, S const& s) {
  return (extent_t{1} * ... * s.template size<X>());
}

} // namespace sp::detail
