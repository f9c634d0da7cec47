// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>

#include "detail/gru_rule.hpp"
#include "detail/recurrent_sequence.hpp"

namespace sp {

// Whether gru_step(x, w_ih, w_hh, bias, recurrent_bias, h) is an operation.
template <class X, class W, class R, class B, class N, class H>
concept gru_steppable = detail::steps<detail::gru_kind, X, detail::several<H>, detail::several<W, R, B, N>>;

// One step of gru_sequence: x over In and batch axes, the state h over the batch axes and Hidden -> the next state, which is
// the output, with the axes of this one. It gives the bits that gru_sequence gives for this step, and off the tape it takes
// no memory from the system.
template <operand X, operand W, operand R, operand B, operand N, operand H>
  requires gru_steppable<X, W, R, B, N, H>
auto gru_step(X const& x, W const& w_ih, R const& w_hh, B const& bias, N const& recurrent_bias, H const& h) {
  return detail::recurrent_step<detail::gru_kind>(x, std::tie(w_ih, w_hh, bias, recurrent_bias), h);
}
template <operand X, operand W, operand R, operand B, operand N, operand H>
  requires(!gru_steppable<X, W, R, B, N, H>)
auto gru_step(X const& x, W const& w_ih, R const& w_hh, B const& bias, N const& recurrent_bias, H const& h)
    -> decltype(detail::refuse_of<X, W, R, B, N, H>(detail::why_not_step<detail::gru_kind>(
        detail::tag<signature<X>>{}, detail::several<signature<H>>{}, detail::tag<signature<W>>{},
        detail::tag<signature<R>>{}, detail::tag<signature<B>>{}, detail::tag<signature<N>>{})));

} // namespace sp
