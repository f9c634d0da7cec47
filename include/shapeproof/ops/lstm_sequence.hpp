// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <tuple>
#include <utility>

#include "../cpu/lstm_backward.hpp"
#include "detail/layout.hpp"
#include "detail/lstm_rule.hpp"
#include "detail/named_extent.hpp"
#include "detail/permuted.hpp"

namespace sp {

// From the first position of each row to its last, or from its last to its first.
enum class reading { forward, reversed };

// What an LSTM gives back: its outputs at all positions, and the state after the last one that was read, a tuple (h, c).
template <class Outputs, class State>
struct lstm_result {
  Outputs outputs;
  State state;
};
template <class Outputs, class State>
lstm_result(Outputs, State) -> lstm_result<Outputs, State>; // clang 16 deduces nothing for aggregates by itself

namespace detail {

// x [Time, Batch..., In], h0 [Batch..., Hidden] and c0 [Batch..., cell<Hidden>], or nullptr_t.
template <reading Reading, class Time, class X, class W, class R, class B, class H0, class C0>
auto lstm_rows(X const& x, W const& w_ih, R const& w_hh, B const& bias, H0 const& h0, C0 const& c0) {
  using T = element_of<X>;
  using In = first_axis<axes_of<W>>;
  using Hidden = typename first_axis<axes_of<B>>::gates_of;
  using batch = minus<axes_of<X>, axes<Time, In>>;
  constexpr bool starts = operand<H0>;
  auto at = [&] {
    if constexpr (starts)
      return where("lstm", x, w_ih, w_hh, bias, h0, c0);
    else
      return where("lstm", x, w_ih, w_hh, bias);
  }();
  auto in = at.on(x);
  auto wi = at.on(w_ih);
  auto wh = at.on(w_hh);
  auto b = at.on(bias);
  auto on_state = [&](auto const& state) {
    if constexpr (starts)
      return at.on(state);
    else
      return input<T>{};
  };
  auto h = on_state(h0);
  auto c = on_state(c0);
  require_common_extents("lstm", in.s, wi.s);
  shape<Hidden> const width(extent_named<Hidden>("lstm", wh.s.template size<prev<Hidden>>()));
  auto const cells = shape_from("lstm", axes<cell<Hidden>>{}, width);
  if constexpr (starts) {
    require_common_extents("lstm", in.s, h.s);
    require_common_extents("lstm", h.s, c.s);
    require_common_extents("lstm", width, h.s);
    require_common_extents("lstm", cells, c.s);
  }
  auto y = at.template make<T>(shape_from("lstm", replace<axes_of<X>, In, Hidden>{}, in.s, width));
  auto h_last = at.template make<T>(shape_from("lstm", join<batch, axes<Hidden>>{}, in.s, width));
  auto c_last = at.template make<T>(shape_from("lstm", join<batch, axes<cell<Hidden>>>{}, in.s, cells));
  cpu::lstm_arguments<T> a;
  a.steps = in.s.template size<Time>();
  a.batch = elements_over(batch{}, in.s);
  a.inputs = in.s.template size<In>();
  a.hidden = width.template size<Hidden>();
  a.x = in.p;
  a.w_ih = wi.p;
  a.w_hh = wh.p;
  a.bias = b.p;
  a.h0 = h.p;
  a.c0 = c.p;
  if constexpr (ragged_axis<Time>) a.lengths = in.s.template stored<Time>().extent.lengths;
  a.reversed = Reading == reading::reversed;
  a.y = y.p;
  a.h_last = h_last.p;
  a.c_last = c_last.p;
  if constexpr (at.records) {
    a.gates = at.t->template take<T>(4 * y.s.elements());
    a.cells = at.t->template take<T>(y.s.elements());
  }
  cpu::lstm_forward(a);
  if constexpr (at.records)
    at.record_several(y, [=, y_in = y.in, h_in = h_last.in, c_in = c_last.in](tape& t) {
      cpu::lstm_gradients<T> d;
      d.dy = gradient_of(y_in);
      d.dh_last = gradient_of(h_in);
      d.dc_last = gradient_of(c_in);
      if (d.dy == nullptr && d.dh_last == nullptr && d.dc_last == nullptr) return;
      // A weight that is no parameter is zero before it is added to.
      auto const sum = [&](auto const& one) {
        auto const place = t.want(one);
        if (place.p != nullptr && !place.add) std::fill_n(place.p, one.s.elements(), T(0));
        return place.p;
      };
      auto const dx = t.want(in);
      d.dx = dx.p, d.add_dx = dx.add;
      if constexpr (starts) {
        auto const dh = t.want(h);
        d.dh0 = dh.p, d.add_dh0 = dh.add;
        auto const dc = t.want(c);
        d.dc0 = dc.p, d.add_dc0 = dc.add;
      }
      d.dw_ih = sum(wi);
      d.dw_hh = sum(wh);
      d.dbias = sum(b);
      cpu::lstm_backward(a, d);
    });
  return std::tuple{at.finish(y), at.finish(h_last), at.finish(c_last)};
}

// The same for axes in any order: those of the outputs are the input's with Hidden for In.
template <class Time, reading Reading, class X, class W, class R, class B, class H0, class C0>
auto lstm_in_order(X const& x, W const& w_ih, R const& w_hh, B const& bias, H0 const& h0, C0 const& c0) {
  using In = first_axis<axes_of<W>>;
  using time = time_axis<Time, axes_of<X>>;
  using state = lstm_state_axes<time, signature<X>, signature<W>>;
  using batch = all_but_last<state>;
  auto const& rows = permuted(join<join<axes<time>, batch>, axes<In>>{}, x);
  auto results = [&] {
    if constexpr (operand<H0>)
      return lstm_rows<Reading, time>(rows, w_ih, w_hh, bias, permuted(state{}, h0),
                                      permuted(lstm_cell_axes<state>{}, c0));
    else
      return lstm_rows<Reading, time>(rows, w_ih, w_hh, bias, h0, c0);
  }();
  return lstm_result{permuted(replace<axes_of<X>, In, last_axis<state>>{}, std::move(std::get<0>(results))),
                     std::tuple{std::move(std::get<1>(results)), std::move(std::get<2>(results))}};
}
} // namespace detail

// Whether lstm_sequence<Time>(x, w_ih, w_hh, bias) is an operation. Time is the axis that is read, or void: the ragged one.
template <class X, class W, class R, class B, class Time = void>
concept lstm_readable =
    operand<X> && detail::can_lstm<Time, signature<X>, signature<W>, signature<R>, signature<B>>() &&
    on_one_tape<X, W, R, B>;

template <class X, class W, class R, class B, class H, class C, class Time = void>
concept lstm_readable_from =
    operand<X> && operand<H> && operand<C> &&
    detail::can_lstm_from<Time, signature<X>, signature<W>, signature<R>, signature<B>, signature<H>, signature<C>>() &&
    on_one_tape<X, W, R, B, H, C>;

// A long short-term memory over whole sequences (Hochreiter and Schmidhuber 1997; forget gates of Gers et al. 2000; no
// peepholes). x over Time, batch axes and In; w_ih [In, gates<Hidden>], w_hh [prev<Hidden>, gates<Hidden>], bias
// [gates<Hidden>], gates in the order input, forget, candidate, output -> outputs: x's axes with Hidden for In, and the
// state (h, c) after the last position read, over the batch axes and Hidden, or cell<Hidden>. Along a ragged Time each row is read to its own
// length. Time first and In last is the fast order; any other costs transposes. The state before the first position is the
// tuple `start`, or zero.
template <class Time = void, reading Reading = reading::forward, operand X, operand W, operand R, operand B>
  requires lstm_readable<X, W, R, B, Time>
auto lstm_sequence(X const& x, W const& w_ih, R const& w_hh, B const& bias) {
  return detail::lstm_in_order<Time, Reading>(x, w_ih, w_hh, bias, nullptr, nullptr);
}
template <class Time = void, reading Reading = reading::forward, operand X, operand W, operand R, operand B>
  requires(!lstm_readable<X, W, R, B, Time>)
auto lstm_sequence(X const& x, W const& w_ih, R const& w_hh, B const& bias)
    -> decltype(detail::refuse(detail::why_not_lstm<Time>(detail::tag<signature<X>>{}, detail::tag<signature<W>>{},
                                                          detail::tag<signature<R>>{}, detail::tag<signature<B>>{})));
template <class Time = void, reading Reading = reading::forward, operand X, operand W, operand R, operand B, operand H,
          operand C>
  requires lstm_readable_from<X, W, R, B, H, C, Time>
auto lstm_sequence(X const& x, W const& w_ih, R const& w_hh, B const& bias, std::tuple<H, C> const& start) {
  return detail::lstm_in_order<Time, Reading>(x, w_ih, w_hh, bias, std::get<0>(start), std::get<1>(start));
}
template <class Time = void, reading Reading = reading::forward, operand X, operand W, operand R, operand B, operand H,
          operand C>
  requires(!lstm_readable_from<X, W, R, B, H, C, Time>)
auto lstm_sequence(X const& x, W const& w_ih, R const& w_hh, B const& bias, std::tuple<H, C> const& start)
    -> decltype(detail::refuse(detail::why_not_lstm_from<Time>(detail::tag<signature<X>>{}, detail::tag<signature<W>>{},
                                                               detail::tag<signature<R>>{}, detail::tag<signature<B>>{},
                                                               detail::tag<signature<H>>{},
                                                               detail::tag<signature<C>>{})));

} // namespace sp
