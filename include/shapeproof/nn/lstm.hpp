// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>

#include "../ops/lstm_sequence.hpp"
#include "../ops/lstm_step.hpp"
#include "../tape/model_walk.hpp"

namespace sp {

// A long short-term memory from inputs over In to outputs over Hidden (see lstm_sequence). Forget gates start open.
template <class In, class Hidden, class Element = float, reading Reading = reading::forward>
struct lstm {
  using input_weights = parameter<Element, In, gates<Hidden>>;
  using recurrent_weights = parameter<Element, prev<Hidden>, gates<Hidden>>;
  using offsets = parameter<Element, gates<Hidden>>;
  BOOST_HANA_DEFINE_STRUCT(lstm, (input_weights, w_ih), (recurrent_weights, w_hh), (offsets, bias));

  // Whether the layer reads X along Time (void: the one ragged axis), from zero or from a state; whether it can step.
  template <class X, class Time = void>
  static constexpr bool reads = lstm_readable<X, input_weights, recurrent_weights, offsets, Time>;
  template <class X, class H, class C, class Time = void>
  static constexpr bool reads_from = lstm_readable_from<X, input_weights, recurrent_weights, offsets, H, C, Time>;
  template <class X, class H, class C>
  static constexpr bool steps = lstm_steppable<X, input_weights, recurrent_weights, offsets, H, C>;

  // The outputs: x's axes with Hidden for In. `start` is the state (h, c) before the first position; without it, zero.
  template <class Time = void, operand X>
    requires reads<X, Time>
  auto operator()(X const& x) const {
    return lstm_sequence<Time, Reading>(x, w_ih, w_hh, bias).outputs;
  }
  template <class Time = void, operand X, operand H, operand C>
    requires reads_from<X, H, C, Time>
  auto operator()(X const& x, std::tuple<H, C> const& start) const {
    return lstm_sequence<Time, Reading>(x, w_ih, w_hh, bias, start).outputs;
  }
  // The outputs, and the state after the last position read.
  template <class Time = void, operand X>
    requires reads<X, Time>
  auto run(X const& x) const {
    return lstm_sequence<Time, Reading>(x, w_ih, w_hh, bias);
  }
  template <class Time = void, operand X, operand H, operand C>
    requires reads_from<X, H, C, Time>
  auto run(X const& x, std::tuple<H, C> const& start) const {
    return lstm_sequence<Time, Reading>(x, w_ih, w_hh, bias, start);
  }
  // One position, for decoding: the next state, whose h is the output.
  template <operand X, operand H, operand C>
    requires steps<X, H, C>
  auto step(X const& x, std::tuple<H, C> const& state) const {
    return lstm_step(x, w_ih, w_hh, bias, state);
  }

  // Why not, for every layer that begins with this one.
  template <class Time, class X>
  static auto why_not(detail::tag<X> x) {
    return detail::why_not_lstm<Time>(x, detail::tag<signature<input_weights>>{},
                                      detail::tag<signature<recurrent_weights>>{}, detail::tag<signature<offsets>>{});
  }
  template <class Time, class X, class H, class C>
  static auto why_not_from(detail::tag<X> x, detail::tag<H> h, detail::tag<C> c) {
    return detail::why_not_lstm_from<Time>(x, detail::tag<signature<input_weights>>{},
                                           detail::tag<signature<recurrent_weights>>{},
                                           detail::tag<signature<offsets>>{}, h, c);
  }
  template <class X, class H, class C>
  static auto why_not_step(detail::tag<X> x, detail::tag<H> h, detail::tag<C> c) {
    return detail::why_not_lstm_step(x, detail::tag<signature<input_weights>>{},
                                     detail::tag<signature<recurrent_weights>>{}, detail::tag<signature<offsets>>{}, h,
                                     c);
  }
  template <class Time = void, operand X>
    requires(!reads<X, Time>)
  auto operator()(X const& x) const -> decltype(detail::refuse(why_not<Time>(detail::tag<signature<X>>{})));
  template <class Time = void, operand X, operand H, operand C>
    requires(!reads_from<X, H, C, Time>)
  auto operator()(X const& x, std::tuple<H, C> const& start) const
      -> decltype(detail::refuse(why_not_from<Time>(detail::tag<signature<X>>{}, detail::tag<signature<H>>{},
                                                    detail::tag<signature<C>>{})));
  template <class Time = void, operand X>
    requires(!reads<X, Time>)
  auto run(X const& x) const -> decltype(detail::refuse(why_not<Time>(detail::tag<signature<X>>{})));
  template <class Time = void, operand X, operand H, operand C>
    requires(!reads_from<X, H, C, Time>)
  auto run(X const& x, std::tuple<H, C> const& start) const
      -> decltype(detail::refuse(why_not_from<Time>(detail::tag<signature<X>>{}, detail::tag<signature<H>>{},
                                                    detail::tag<signature<C>>{})));
  template <operand X, operand H, operand C>
    requires(!steps<X, H, C>)
  auto step(X const& x, std::tuple<H, C> const& state) const
      -> decltype(detail::refuse(why_not_step(detail::tag<signature<X>>{}, detail::tag<signature<H>>{},
                                              detail::tag<signature<C>>{})));
};

// Reads each row from its last position to its first; its width is reversed<Hidden>.
template <class In, class Hidden, class Element = float>
using reversed_lstm = lstm<In, reversed<Hidden>, Element, reading::reversed>;

} // namespace sp
