// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <limits>
#include <type_traits>

#include "../core/operand.hpp"

// With SHAPEPROOF_POISON_PADDING defined, every operation leaves NaN at the padding of its result instead of whatever it
// computed there. Nothing may change: real values, losses and gradients are the same to the bit, or something has read
// padding. For tests; all files of a program must agree on it.
namespace sp::detail {

#ifdef SHAPEPROOF_POISON_PADDING
inline constexpr bool poisons_padding = true;
#else
inline constexpr bool poisons_padding = false;
#endif

// Writes `value` wherever a position of the shape is beyond a length.
template <class... A, class Raw>
void fill_beyond_lengths(shape<A...> const& s, Raw* p, Raw value) {
  if constexpr ((ragged_axis<A> || ...)) {
    extent_t const sizes[] = {s.template size<A>()...};
    extent_t position[sizeof...(A)] = {};
    auto const beyond = [&]<class X>(std::type_identity<X>) {
      if constexpr (ragged_axis<X>)
        return position[index_of<axes<A...>, X>] >=
               s.template stored<X>().extent.lengths[position[index_of<axes<A...>, typename X::over>]];
      else
        return false;
    };
    for (extent_t i = 0; i < s.elements(); ++i) {
      extent_t rest = i;
      for (int a = static_cast<int>(sizeof...(A)) - 1; a >= 0; --a) {
        position[a] = rest % sizes[a];
        rest /= sizes[a];
      }
      if ((beyond(std::type_identity<A>{}) || ...)) p[i] = value;
    }
  }
}

template <class... A, class Raw>
void poison_padding([[maybe_unused]] shape<A...> const& s, [[maybe_unused]] Raw* p) {
  if constexpr (poisons_padding && std::is_floating_point_v<Raw>)
    fill_beyond_lengths(s, p, std::numeric_limits<Raw>::quiet_NaN());
}

// An operation on rows makes zero times NaN of the gradient at poisoned padding, which without poison is zero.
template <class... A, class Raw>
void clear_gradient_at_padding([[maybe_unused]] shape<A...> const& s, [[maybe_unused]] Raw const* gradient) {
  if constexpr (poisons_padding) fill_beyond_lengths(s, const_cast<Raw*>(gradient), Raw(0));
}

} // namespace sp::detail
