// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>

#include "detail/lstm_rule.hpp"
#include "detail/recurrent_sequence.hpp"

namespace sp {

// What an LSTM gives back: its state is a tuple (h, c).
template <class Outputs, class State>
using lstm_result = recurrent_result<Outputs, State>;

// Whether lstm_sequence<Time>(x, w_ih, w_hh, bias) is an operation. Time is the axis that is read, or void: the ragged one.
template <class X, class W, class R, class B, class Time = void>
concept lstm_readable = detail::reads<detail::lstm_kind, Time, X, detail::several<W, R, B>>;

template <class X, class W, class R, class B, class H, class C, class Time = void>
concept lstm_readable_from =
    detail::reads_from<detail::lstm_kind, Time, X, detail::several<H, C>, detail::several<W, R, B>>;

// A long short-term memory over whole sequences (Hochreiter and Schmidhuber 1997; forget gates of Gers et al. 2000; no
// peepholes). x over Time, batch axes and In; w_ih [In, gates<Hidden>], w_hh [prev<Hidden>, gates<Hidden>], bias
// [gates<Hidden>], gates in the order input, forget, candidate, output -> outputs: x's axes with Hidden for In, and the
// state (h, c) after the last position read, over the batch axes and Hidden, or cell<Hidden>. Along a ragged Time each row
// is read to its own length. Time first and In last is the fast order; any other costs transposes. The state before the
// first position is the tuple `start`, or zero.
template <class Time = void, reading Reading = reading::forward, operand X, operand W, operand R, operand B>
  requires lstm_readable<X, W, R, B, Time>
auto lstm_sequence(X const& x, W const& w_ih, R const& w_hh, B const& bias) {
  return detail::recurrent_sequence<detail::lstm_kind, Time, Reading>(x, std::tie(w_ih, w_hh, bias));
}
template <class Time = void, reading Reading = reading::forward, operand X, operand W, operand R, operand B>
  requires(!lstm_readable<X, W, R, B, Time>)
auto lstm_sequence(X const& x, W const& w_ih, R const& w_hh, B const& bias) -> decltype(detail::refuse_of<X, W, R, B>(
    detail::why_not_read<detail::lstm_kind, Time>(detail::tag<signature<X>>{}, detail::tag<signature<W>>{},
                                                  detail::tag<signature<R>>{}, detail::tag<signature<B>>{})));
template <class Time = void, reading Reading = reading::forward, operand X, operand W, operand R, operand B, operand H,
          operand C>
  requires lstm_readable_from<X, W, R, B, H, C, Time>
auto lstm_sequence(X const& x, W const& w_ih, R const& w_hh, B const& bias, std::tuple<H, C> const& start) {
  return detail::recurrent_sequence<detail::lstm_kind, Time, Reading>(x, std::tie(w_ih, w_hh, bias), std::get<0>(start),
                                                                      std::get<1>(start));
}
template <class Time = void, reading Reading = reading::forward, operand X, operand W, operand R, operand B, operand H,
          operand C>
  requires(!lstm_readable_from<X, W, R, B, H, C, Time>)
auto lstm_sequence(X const& x, W const& w_ih, R const& w_hh, B const& bias, std::tuple<H, C> const& start)
    -> decltype(detail::refuse_of<X, W, R, B, H, C>(detail::why_not_read_from<detail::lstm_kind, Time>(
        detail::tag<signature<X>>{}, detail::several<signature<H>, signature<C>>{}, detail::tag<signature<W>>{},
        detail::tag<signature<R>>{}, detail::tag<signature<B>>{})));

} // namespace sp
