// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>

#include "detail/gru_rule.hpp"
#include "detail/recurrent_sequence.hpp"

namespace sp {

// Whether gru_sequence<Time>(x, w_ih, w_hh, bias, recurrent_bias) is an operation. Time is the axis that is read, or void:
// the ragged one.
template <class X, class W, class R, class B, class N, class Time = void>
concept gru_readable = detail::reads<detail::gru_kind, Time, X, detail::several<W, R, B, N>>;

template <class X, class W, class R, class B, class N, class H, class Time = void>
concept gru_readable_from =
    detail::reads_from<detail::gru_kind, Time, X, detail::several<H>, detail::several<W, R, B, N>>;

// A gated recurrent unit over whole sequences (Cho et al. 2014, in the variant of cuDNN and PyTorch: the reset gate acts
// behind the recurrent product). x over Time, batch axes and In; w_ih [In, gru_gates<Hidden>], w_hh [prev<Hidden>,
// gru_gates<Hidden>], bias [gru_gates<Hidden>], gates in the order reset, update, candidate; recurrent_bias
// [candidate<Hidden>] -> outputs: x's axes with Hidden for In, and the state h after the last position read, over the batch
// axes and Hidden. Along a ragged Time each row is read to its own length. Time first and In last is the fast order; any
// other costs transposes. The state before the first position is `start`, or zero.
//   candidate = tanh(x part + bias + reset (h part + recurrent_bias))     h' = (1 - update) candidate + update h
template <class Time = void, reading Reading = reading::forward, operand X, operand W, operand R, operand B, operand N>
  requires gru_readable<X, W, R, B, N, Time>
auto gru_sequence(X const& x, W const& w_ih, R const& w_hh, B const& bias, N const& recurrent_bias) {
  return detail::recurrent_sequence<detail::gru_kind, Time, Reading>(x, std::tie(w_ih, w_hh, bias, recurrent_bias));
}
template <class Time = void, reading Reading = reading::forward, operand X, operand W, operand R, operand B, operand N>
  requires(!gru_readable<X, W, R, B, N, Time>)
auto gru_sequence(X const& x, W const& w_ih, R const& w_hh, B const& bias, N const& recurrent_bias)
    -> decltype(detail::refuse_of<X, W, R, B, N>(detail::why_not_read<detail::gru_kind, Time>(
        detail::tag<signature<X>>{}, detail::tag<signature<W>>{}, detail::tag<signature<R>>{},
        detail::tag<signature<B>>{}, detail::tag<signature<N>>{})));
template <class Time = void, reading Reading = reading::forward, operand X, operand W, operand R, operand B, operand N,
          operand H>
  requires gru_readable_from<X, W, R, B, N, H, Time>
auto gru_sequence(X const& x, W const& w_ih, R const& w_hh, B const& bias, N const& recurrent_bias, H const& start) {
  return detail::recurrent_sequence<detail::gru_kind, Time, Reading>(x, std::tie(w_ih, w_hh, bias, recurrent_bias),
                                                                     start);
}
template <class Time = void, reading Reading = reading::forward, operand X, operand W, operand R, operand B, operand N,
          operand H>
  requires(!gru_readable_from<X, W, R, B, N, H, Time>)
auto gru_sequence(X const& x, W const& w_ih, R const& w_hh, B const& bias, N const& recurrent_bias, H const& start)
    -> decltype(detail::refuse_of<X, W, R, B, N, H>(detail::why_not_read_from<detail::gru_kind, Time>(
        detail::tag<signature<X>>{}, detail::several<signature<H>>{}, detail::tag<signature<W>>{},
        detail::tag<signature<R>>{}, detail::tag<signature<B>>{}, detail::tag<signature<N>>{})));

} // namespace sp
