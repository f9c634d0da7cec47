// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>

#include "detail/lstm_rule.hpp"
#include "detail/recurrent_sequence.hpp"

namespace sp {

// Whether lstm_step(x, w_ih, w_hh, bias, state) is an operation.
template <class X, class W, class R, class B, class H, class C>
concept lstm_steppable = detail::steps<detail::lstm_kind, X, detail::several<H, C>, detail::several<W, R, B>>;

// One step of lstm_sequence: x over In and batch axes, the state (h, c) over the batch axes and Hidden, or cell<Hidden>
// -> the next state with the axes of this one, whose h is the output. It gives the bits that lstm_sequence gives for this
// step, and off the tape it takes no memory from the system.
template <operand X, operand W, operand R, operand B, operand H, operand C>
  requires lstm_steppable<X, W, R, B, H, C>
auto lstm_step(X const& x, W const& w_ih, R const& w_hh, B const& bias, std::tuple<H, C> const& state) {
  return detail::recurrent_step<detail::lstm_kind>(x, std::tie(w_ih, w_hh, bias), std::get<0>(state),
                                                   std::get<1>(state));
}
template <operand X, operand W, operand R, operand B, operand H, operand C>
  requires(!lstm_steppable<X, W, R, B, H, C>)
auto lstm_step(X const& x, W const& w_ih, R const& w_hh, B const& bias, std::tuple<H, C> const& state)
    -> decltype(detail::refuse_of<X, W, R, B, H, C>(detail::why_not_step<detail::lstm_kind>(
        detail::tag<signature<X>>{}, detail::several<signature<H>, signature<C>>{}, detail::tag<signature<W>>{},
        detail::tag<signature<R>>{}, detail::tag<signature<B>>{})));

} // namespace sp
