// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <tuple>
#include <utility>

#include "../cpu/lstm_backward.hpp"
#include "../cpu/lstm_step.hpp"
#include "detail/layout.hpp"
#include "detail/lstm_rule.hpp"
#include "detail/permuted.hpp"

namespace sp {

namespace detail {

template <class X, class W, class R, class B, class H, class C>
constexpr bool can_lstm_step() {
  using widths = lstm_widths<typename W::axes_list>;
  if constexpr (!are_lstm_weights<W, R, B> || !is_float_tensor<X>)
    return false;
  else
    return std::is_same_v<typename X::element, typename W::element> &&
           has<typename X::axes_list, typename widths::in> && !has_output_width<typename X::axes_list, widths> &&
           state_over<lstm_state_axes<void, X, W>, X, H, C>;
}

template <class T, class... A, class W, class R, class B, class H, class C>
auto why_not_lstm_step(tag<tensor<T, A...>> x, tag<W> w, tag<R> r, tag<B> b, tag<H> h, tag<C> c) {
  using X = tensor<T, A...>;
  using widths = lstm_widths<typename W::axes_list>;
  using words = cannot_read_by_lstm<tensor<T, A...>, typename widths::in, typename widths::hidden>;
  if constexpr (!are_lstm_weights<W, R, B> || !std::is_same_v<T, typename W::element> ||
                !has<axes<A...>, typename widths::in> || has_output_width<axes<A...>, widths>)
    return why_not_lstm<void>(x, w, r, b);
  else if constexpr (!state_over<lstm_state_axes<void, X, W>, X, H, C>)
    return why_not_state(x, w, lstm_state_axes<void, X, W>{}, h, c);
  else
    return say<typename words::because_only_some_operands_are_on_the_tape::put_the_others_there_too>();
}

// x [rest..., In], h0 [rest..., Hidden], c0 [rest..., cell<Hidden>].
template <class X, class W, class R, class B, class H0, class C0>
auto lstm_step_rows(X const& x, W const& w_ih, R const& w_hh, B const& bias, H0 const& h0, C0 const& c0) {
  using T = element_of<X>;
  using In = first_axis<axes_of<W>>;
  using Hidden = last_axis<axes_of<H0>>;
  auto at = where("lstm step", x, w_ih, w_hh, bias, h0, c0);
  auto in = at.on(x);
  auto wi = at.on(w_ih);
  auto wh = at.on(w_hh);
  auto b = at.on(bias);
  auto h = at.on(h0);
  auto c = at.on(c0);
  require_common_extents("lstm step", in.s, wi.s);
  if (h.s.template size<Hidden>() != wh.s.template size<prev<Hidden>>())
    refuse_extents("lstm step", spelling_of<Hidden>(), h.s.template size<Hidden>(), wh.s.template size<prev<Hidden>>());
  auto const s = shape_from("lstm step", axes_of<H0>{}, h.s, c.s, in.s);
  auto const cells = shape_from("lstm step", axes<cell<Hidden>>{}, shape<Hidden>(h.s.template stored<Hidden>()));
  auto h_next = at.template make<T>(s);
  auto c_next = at.template make<T>(shape_from("lstm step", axes_of<C0>{}, s, c.s, cells));
  extent_t const inputs = in.s.template size<In>(), hidden = s.template size<Hidden>();
  extent_t const batch = elements_over(all_but_last<axes_of<H0>>{}, s);
  cpu::lstm_arguments<T> a;
  a.steps = 1;
  a.batch = batch;
  a.inputs = inputs;
  a.hidden = hidden;
  a.x = in.p;
  a.w_ih = wi.p;
  a.w_hh = wh.p;
  a.bias = b.p;
  a.h0 = h.p;
  a.c0 = c.p;
  a.y = h_next.p;
  a.c_last = c_next.p;
  if constexpr (!at.records) {
    cpu::lstm_step(a);
  } else {
    a.gates = at.t->template take<T>(4 * batch * hidden);
    a.cells = at.t->template take<T>(batch * hidden);
    cpu::lstm_forward(a);
    at.record_several(h_next, [=, h_in = h_next.in, c_in = c_next.in](tape& t) {
      cpu::lstm_gradients<T> d;
      d.dy = gradient_of(h_in);
      d.dc_last = gradient_of(c_in);
      if (d.dy == nullptr && d.dc_last == nullptr) return;
      auto const sum = [&](auto const& one) {
        auto const place = t.want(one);
        if (place.p != nullptr && !place.add) std::fill_n(place.p, one.s.elements(), T(0));
        return place.p;
      };
      auto const dx = t.want(in);
      d.dx = dx.p, d.add_dx = dx.add;
      auto const dh = t.want(h);
      d.dh0 = dh.p, d.add_dh0 = dh.add;
      auto const dc = t.want(c);
      d.dc0 = dc.p, d.add_dc0 = dc.add;
      d.dw_ih = sum(wi);
      d.dw_hh = sum(wh);
      d.dbias = sum(b);
      cpu::lstm_backward(a, d);
    });
  }
  return std::tuple{at.finish(h_next), at.finish(c_next)};
}
} // namespace detail

// Whether lstm_step(x, w_ih, w_hh, bias, state) is an operation.
template <class X, class W, class R, class B, class H, class C>
concept lstm_steppable =
    operand<X> && operand<H> && operand<C> &&
    detail::can_lstm_step<signature<X>, signature<W>, signature<R>, signature<B>, signature<H>, signature<C>>() &&
    on_one_tape<X, W, R, B, H, C>;

// One step of lstm_sequence: x over In and batch axes, the state (h, c) over the batch axes and Hidden, or cell<Hidden>
// -> the next state with the axes of this one, whose h is the output. It gives the bits that lstm_sequence gives for this step, and off the
// tape it takes no memory from the system.
template <operand X, operand W, operand R, operand B, operand H, operand C>
  requires lstm_steppable<X, W, R, B, H, C>
auto lstm_step(X const& x, W const& w_ih, R const& w_hh, B const& bias, std::tuple<H, C> const& state) {
  using order = detail::lstm_state_axes<void, signature<X>, signature<W>>;
  using In = detail::first_axis<axes_of<W>>;
  auto next = detail::lstm_step_rows(detail::permuted(detail::join<detail::all_but_last<order>, axes<In>>{}, x), w_ih,
                                     w_hh, bias, detail::permuted(order{}, std::get<0>(state)),
                                     detail::permuted(detail::lstm_cell_axes<order>{}, std::get<1>(state)));
  return std::tuple{detail::permuted(axes_of<H>{}, std::move(std::get<0>(next))),
                    detail::permuted(axes_of<C>{}, std::move(std::get<1>(next)))};
}
template <operand X, operand W, operand R, operand B, operand H, operand C>
  requires(!lstm_steppable<X, W, R, B, H, C>)
auto lstm_step(X const& x, W const& w_ih, R const& w_hh, B const& bias, std::tuple<H, C> const& state)
    -> decltype(detail::refuse(detail::why_not_lstm_step(detail::tag<signature<X>>{}, detail::tag<signature<W>>{},
                                                         detail::tag<signature<R>>{}, detail::tag<signature<B>>{},
                                                         detail::tag<signature<H>>{}, detail::tag<signature<C>>{})));

} // namespace sp
