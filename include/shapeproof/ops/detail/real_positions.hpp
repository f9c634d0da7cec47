// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

#include "../../cpu/copy.hpp"
#include "../../cpu/padding.hpp"
#include "layout.hpp"
#include "ragged_over.hpp"

namespace sp::detail {

// real [elements of s]: 1 where the position is within the lengths of every ragged axis, else 0.
template <class Device, class... A>
void mark_real_positions(Device on, shape<A...> const& s, unsigned char* real) {
  fill(on, real, s.elements(), static_cast<unsigned char>(1));
  (
      [&] {
        if constexpr (ragged_axis<A>) {
          auto const a = around_axis<A>(s);
          fill_padding(on, real, a.outer, a.n, a.inner, lengths_around<A>(s), static_cast<unsigned char>(0));
        }
      }(),
      ...);
}

// The number of real positions of the axes A... of a shape.
template <class... A, class S>
extent_t count_real_positions(axes<A...>, S const& s) {
  extent_t dense = 1;
  // Plain axes that no listed ragged axis is ragged over multiply the count.
  auto is_over = []<class B>(std::type_identity<B>) {
    return ([] {
      if constexpr (ragged_axis<A>)
        return std::is_same_v<typename A::over, B>;
      else
        return false;
    }() || ...);
  };
  auto multiply = [&]<class B>(std::type_identity<B> axis) {
    if constexpr (!ragged_axis<B>)
      if (!is_over(axis)) dense *= s.template size<B>();
  };
  (multiply(std::type_identity<A>{}), ...);
  // Ragged axes over one batch axis: the sum over its elements of the product of their lengths.
  auto add_batch = [&]<class B>(std::type_identity<B> axis) {
    if constexpr (!ragged_axis<B>)
      if (is_over(axis)) {
        extent_t sum = 0;
        for (extent_t row = 0; row < s.template size<B>(); ++row) {
          extent_t product = 1;
          auto times = [&]<class R>(std::type_identity<R>) {
            if constexpr (ragged_axis<R>)
              if constexpr (std::is_same_v<typename R::over, B>) product *= s.template stored<R>().extent.lengths[row];
          };
          (times(std::type_identity<A>{}), ...);
          sum += product;
        }
        dense *= sum;
      }
  };
  (add_batch(std::type_identity<A>{}), ...);
  return dense;
}

} // namespace sp::detail
