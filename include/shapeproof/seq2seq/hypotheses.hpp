// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../ops/gather.hpp"
#include "../ops/gather_within.hpp"
#include "state.hpp"

namespace sp {

// The hypotheses that a beam search follows for each element of Batch: beside it in the tokens and the state that a
// step is given, [Batch, hypotheses<Batch>, ...]. Memory has no such axis.
template <axis_tag Batch>
struct hypotheses : axis<> {};

namespace detail {

// One hypothesis for each row: [..., Batch, ...] -> [..., Batch, hypotheses<Batch>, ...]. Operands without Batch are
// shared.
template <class Batch, class S>
auto with_hypotheses(S&& s) {
  return map_state(
      []<class X>(X&& x) {
        if constexpr (has<axes_of<X>, Batch>) {
          off_tape<device_of<X>> const at{"beam_search"};
          auto const shape_of_x = at.on(x).s;
          return at.template alias<element_of<X>>(
              std::forward<X>(x),
              shape_from("beam_search", expanded<axes_of<X>, Batch, axes<Batch, hypotheses<Batch>>>{}, shape_of_x,
                         shape<hypotheses<Batch>>(stored_extent<hypotheses<Batch>>(hypotheses<Batch>{1}))));
        } else {
          return std::remove_cvref_t<X>(std::forward<X>(x));
        }
      },
      std::forward<S>(s));
}
template <class Batch, class S>
using state_of_hypotheses = decltype(with_hypotheses<Batch>(std::declval<S>()));

// Each hypothesis takes over the state of the one it continues.
template <class Batch, class S, class Parents>
void follow_parents(S& s, Parents const& parents) {
  s = map_state(
      [&]<class X>(X&& x) {
        if constexpr (has<axes_of<X>, Batch>)
          return gather_within<hypotheses<Batch>, Batch>(x, parents);
        else
          return std::remove_cvref_t<X>(std::forward<X>(x));
      },
      std::move(s));
}

} // namespace detail
} // namespace sp
