// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

#include "../../cpu/copy.hpp"
#include "../../cpu/padding.hpp"
#include "layout.hpp"
#include "ragged_over.hpp"

namespace sp::detail {

// real [elements of s]: 1 where the position is within the lengths of every ragged axis, else 0. Gives back how many
// are.
template <class... A>
extent_t mark_real_positions(shape<A...> const& s, unsigned char* real) {
  std::fill_n(real, s.elements(), static_cast<unsigned char>(1));
  (
      [&] {
        if constexpr (ragged_axis<A>) {
          auto const at = around_axis<A>(s);
          auto const lengths = lengths_around<A>(s);
          for (extent_t o = 0; o < at.outer; ++o)
            for (extent_t i = 0; i < at.inner; ++i)
              for (extent_t t = lengths.real(o, i, at.n); t < at.n; ++t) real[(o * at.n + t) * at.inner + i] = 0;
        }
      }(),
      ...);
  return std::count(real, real + s.elements(), static_cast<unsigned char>(1));
}

// The same marks by kernels of the operands' device, in memory that the backward pass will need.
template <class At, class... A, class Workspace>
unsigned char const* marked_real_positions(At const& at, shape<A...> const& s, Workspace& workspace) {
  auto* const real = at.template keep<unsigned char>(workspace, s.elements());
  fill(at.device, real, s.elements(), static_cast<unsigned char>(1));
  (
      [&] {
        if constexpr (ragged_axis<A>) {
          auto const a = around_axis<A>(s);
          fill_padding(at.device, real, a.outer, a.n, a.inner, lengths_around<A>(s), static_cast<unsigned char>(0));
        }
      }(),
      ...);
  return real;
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
