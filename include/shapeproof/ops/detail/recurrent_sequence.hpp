// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <tuple>
#include <type_traits>
#include <utility>

#include "../../cpu/copy.hpp"
#include "layout.hpp"
#include "named_extent.hpp"
#include "permuted.hpp"
#include "recurrent_rule.hpp"

namespace sp {

// From the first position of each row to its last, or from its last to its first.
enum class reading { forward, reversed };

// What a recurrent layer gives back: its outputs at all positions, and the state after the last one that was read.
template <class Outputs, class State>
struct recurrent_result {
  Outputs outputs;
  State state;
};
template <class Outputs, class State>
recurrent_result(Outputs, State)
    -> recurrent_result<Outputs, State>; // clang 16 deduces nothing for aggregates by itself

namespace detail {

// Where the gradient of a weight is added to. It is zero before, if no model has it.
template <class Device, class Input>
auto* place_to_add(Device on, recorder& t, Input const& one) {
  auto const place = t.want(one);
  if (place.p != nullptr && !place.add)
    fill(on, place.p, one.s.elements(), std::remove_pointer_t<decltype(place.p)>(0));
  return place.p;
}

// How a recurrent kernel is recorded: with the operands x, w and from, the results y and last. Those of last that are the
// kernel's own, beyond h, are `more`.
template <class Device, class Kind, class T, class X, class W, class From, class Y, class Last>
struct recurrent_backward {
  typename Kind::template arguments<T> a;
  X x;
  W w;
  From from;
  Y y;
  Last last; // h, and the others

  void operator()(recorder& t) const {
    typename Kind::template gradients<T> d;
    d.dy = gradient_of(y);
    bool arrived = d.dy != nullptr;
    std::apply(
        [&](auto const& h, auto const&... more) {
          if constexpr (requires { h.slot; }) d.dh_last = gradient_of(h);
          Kind::set_last(d, gradient_of(more)...);
          arrived = arrived || d.dh_last != nullptr || ((gradient_of(more) != nullptr) || ...);
        },
        last);
    if (!arrived) return;
    auto const dx = t.want(x);
    d.dx = dx.p, d.add_dx = dx.add;
    if constexpr (std::tuple_size_v<From> > 0)
      std::apply(
          [&](auto const& h, auto const&... more) {
            auto const dh = t.want(h);
            d.dh0 = dh.p, d.add_dh0 = dh.add;
            Kind::set_start(d, t.want(more)...);
          },
          from);
    std::apply(
        [&](auto const& input, auto const& recurrent, auto const& bias, auto const&... more) {
          d.dw_ih = place_to_add(Device{}, t, input);
          d.dw_hh = place_to_add(Device{}, t, recurrent);
          d.dbias = place_to_add(Device{}, t, bias);
          Kind::set_biases(d, place_to_add(Device{}, t, more)...);
        },
        w);
    Kind::backward(Device{}, a, d);
  }
};

// In place of the last h of one step, which is its output.
struct no_result {};

// x [Time, Batch..., In], or with Time void one position [Batch..., In]; the parts of the state to start from in the order
// of their axes in Kind::state, none for a sequence from zero. A tuple: the outputs, but of one position none, then the
// parts of the state behind them.
template <class Kind, class Time, reading Reading, class X, class W, class R, class... B, class... S>
auto recurrent_rows(X const& x, std::tuple<W const&, R const&, B const&...> const& weights, S const&... start) {
  using T = element_of<X>;
  using In = first_axis<axes_of<W>>;
  using Hidden = typename last_axis<axes_of<W>>::gates_of;
  using batch = minus<axes_of<X>, axes<Time, In>>;
  using state = typename Kind::template state<join<batch, axes<Hidden>>>;
  constexpr bool one_step = std::is_void_v<Time>;
  constexpr char const* name = one_step ? Kind::step_name : Kind::name;
  auto at = std::apply([&](auto const&... one) { return where(name, x, one..., start...); }, weights);
  auto const in = at.on(x);
  auto const w = std::apply([&](auto const&... one) { return std::tuple{at.on(one)...}; }, weights);
  std::tuple const from{at.on(start)...};
  shape<Hidden> const width(extent_named<Hidden>(name, std::get<1>(w).s.template size<prev<Hidden>>()));
  auto const require = [&]<class... A>(shape<A...> const& s) {
    require_common_extents(name, shape_from(name, axes<A...>{}, in.s, width), s);
  };
  std::apply([&](auto const&... one) { (require(one.s), ...); }, w);
  std::apply([&](auto const&... one) { (require(one.s), ...); }, from);

  auto const make = [&](auto list) { return at.template make<T>(shape_from(name, list, in.s, width)); };
  auto y = make(replace<axes_of<X>, In, Hidden>{});
  auto last = [&]<class First, class... More>(several<First, More...>) {
    if constexpr (one_step)
      return std::tuple{no_result{}, make(More{})...};
    else
      return std::tuple{make(First{}), make(More{})...};
  }(state{});
  typename Kind::template arguments<T, element_of<W>> a;
  a.steps = 1;
  if constexpr (!one_step) a.steps = in.s.template size<Time>();
  a.batch = elements_over(batch{}, in.s);
  a.inputs = in.s.template size<In>();
  a.hidden = width.template size<Hidden>();
  a.x = in.p;
  std::apply(
      [&](auto const& input, auto const& recurrent, auto const& bias, auto const&... more) {
        a.w_ih = input.p, a.w_hh = recurrent.p, a.bias = bias.p;
        Kind::set_biases(a, more.p...);
      },
      w);
  if constexpr (sizeof...(S) > 0)
    std::apply(
        [&](auto const& h, auto const&... more) {
          a.h0 = h.p;
          Kind::set_start(a, more.p...);
        },
        from);
  if constexpr (ragged_axis<Time>) a.lengths = in.s.template stored<Time>().extent.lengths;
  a.reversed = Reading == reading::reversed;
  a.y = y.p;
  std::apply(
      [&](auto const& h, auto const&... more) {
        if constexpr (!one_step) a.h_last = h.p;
        Kind::set_last(a, more.p...);
      },
      last);
  if constexpr (at.records) {
    a.gates = at.t->template take<T>(Kind::gates_kept * y.s.elements());
    Kind::set_kept(a, at.t->template take<T>(Kind::more_kept * y.s.elements()));
    Kind::forward(at.device, a);
    auto const given = std::apply(
        [](auto const& h, auto const&... more) {
          if constexpr (one_step)
            return std::tuple{no_result{}, more.in...};
          else
            return std::tuple{h.in, more.in...};
        },
        last);
    using backward = recurrent_backward<std::remove_const_t<decltype(at.device)>, Kind, T, decltype(at.on(x)),
                                        std::remove_const_t<decltype(w)>, std::remove_const_t<decltype(from)>,
                                        decltype(y.in), std::remove_const_t<decltype(given)>>;
    at.record_several(y, backward{a, in, w, from, y.in, given});
  } else if constexpr (one_step) {
    Kind::step(at.device, a);
  } else {
    Kind::forward(at.device, a);
  }
  return std::apply(
      [&](auto& h, auto&... more) {
        if constexpr (one_step)
          return std::tuple{at.finish(y), at.finish(more)...};
        else
          return std::tuple{at.finish(y), at.finish(h), at.finish(more)...};
      },
      last);
}

// The same for axes in any order, those of the outputs are the input's with Hidden for In: outputs and state.
template <class Kind, class Time, reading Reading, class X, class... W, class... S>
auto recurrent_sequence(X const& x, std::tuple<W const&...> const& weights, S const&... start) {
  using Weight = at<axes<W...>, 0>;
  using In = first_axis<axes_of<Weight>>;
  using time = time_axis<Time, axes_of<X>>;
  using row = state_row<time, signature<X>, signature<Weight>>;
  auto const& rows = permuted(join<join<axes<time>, all_but_last<row>>, axes<In>>{}, x);
  auto results = [&]<class... Part>(several<Part...>) {
    if constexpr (sizeof...(S) > 0)
      return recurrent_rows<Kind, time, Reading>(rows, weights, permuted(Part{}, start)...);
    else
      return recurrent_rows<Kind, time, Reading>(rows, weights);
  }(typename Kind::template state<row>{});
  return std::apply(
      [](auto& outputs, auto&... last) {
        return recurrent_result{permuted(replace<axes_of<X>, In, last_axis<row>>{}, std::move(outputs)),
                                Kind::state_of(std::tuple{std::move(last)...})};
      },
      results);
}

// One position from a state, whose parts have their axes in any order: the next state with the axes of this one.
template <class Kind, class X, class... W, class... S>
auto recurrent_step(X const& x, std::tuple<W const&...> const& weights, S const&... state) {
  using Weight = at<axes<W...>, 0>;
  using In = first_axis<axes_of<Weight>>;
  using row = state_row<void, signature<X>, signature<Weight>>;
  auto next = [&]<class... Part>(several<Part...>) {
    return recurrent_rows<Kind, void, reading::forward>(permuted(join<all_but_last<row>, axes<In>>{}, x), weights,
                                                        permuted(Part{}, state)...);
  }(typename Kind::template state<row>{});
  return std::apply(
      [](auto&... part) { return Kind::state_of(std::tuple{permuted(axes_of<S>{}, std::move(part))...}); }, next);
}

} // namespace detail
} // namespace sp
