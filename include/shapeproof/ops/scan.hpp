// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstring>
#include <tuple>
#include <utility>

#include "../tape/operation.hpp"

namespace sp {

template <class Time, class X>
struct cannot_scan {
  template <class... Has>
  struct because_the_operand_has_only {
    struct step_along_one_of_these; // scan<Time>(x, ...) walks the positions of Time, which x must have
  };
  template <class First>
  struct because_its_first_axis_is {
    struct permute_the_steps_to_the_front; // permute<Time, ...>(x): a step is then one piece of memory
  };
  template <class T>
  struct because_it_holds {
    struct scan_over_floating_values; // embed the ids first: scan<Time>(embed(table, ids), ...)
  };
};

namespace detail {

template <class Time, class Signature>
inline constexpr bool can_scan = false;
template <class Time, class T, class First, class... A>
inline constexpr bool can_scan<Time, tensor<T, First, A...>> = std::is_same_v<Time, First> && floating_element<T>;

template <class Time, class T, class First, class... A>
auto why_not_scan(tag<Time>, tag<tensor<T, First, A...>>) {
  using words = cannot_scan<Time, tensor<T, First, A...>>;
  if constexpr (!is_one_of<Time, First, A...>)
    return say<typename words::template because_the_operand_has_only<First, A...>::step_along_one_of_these>();
  else if constexpr (!std::is_same_v<Time, First>)
    return say<typename words::template because_its_first_axis_is<First>::permute_the_steps_to_the_front>();
  else
    return say<typename words::template because_it_holds<T>::scan_over_floating_values>();
}

// One step of x seen as a value of its own: on a tape its gradient has a slot of its own, which the scan collects.
template <class T, class... A>
view<T, A...> step_of(off_tape, input<T, A...> const& step, gradient_slot*) {
  return access::wrap<view<T, A...>>(static_cast<look<T, A...> const&>(step));
}
template <class T, class... A>
taped<T, A...> step_of(on_tape at, input<T, A...> step, gradient_slot* slot) {
  step.slot = slot;
  return taped_access::wrap(*at.t, step);
}

template <class Y, class List>
struct stacked_axes;
template <class Y, class... A>
struct stacked_axes<Y, axes<A...>> {
  using type = axes<Y, A...>;
};
} // namespace detail

// Whether scan<Time>(x, ...) can walk x: Time is its first axis and its elements are floating.
template <class X, class Time>
concept scannable = operand<X> && detail::can_scan<Time, signature<X>>;

// What scan gives back: the outputs of all steps over [Time, ...], and the state after the last one.
template <class Outputs, class State>
struct scanned {
  Outputs outputs;
  State state;
};

// Walks the positions of Time in order: f(x_t, state) -> std::pair(y_t, next state), x [Time, A...], x_t [A...], y_t [B...] ->
// outputs [Time, B...]. The state is whatever f takes and gives; on a tape it must be on the tape from the start. For steps
// that depend on what the step before put out, such as input feeding; a recurrent layer over a whole sequence is faster.
template <axis_tag Time, operand X, class State, class F>
  requires scannable<X, Time>
auto scan(X const& x, State start, F&& f) {
  using T = element_of<X>;
  using rest = detail::all_but_first<axes_of<X>>;
  auto at = detail::where("scan", x);
  auto in = at.on(x);
  extent_t const steps = in.s.template size<Time>();
  auto const step_shape = detail::shape_from("scan", rest{}, in.s);
  extent_t const step_size = step_shape.elements();
  auto step_input = [&]<class... A>(detail::shape<A...> const& s, extent_t t) {
    return detail::input<T, A...>{{detail::bound_of_element<T>(), s, in.p + t * step_size}, nullptr};
  };
  detail::gradient_slot* slots = nullptr;
  if constexpr (at.records) {
    slots = at.t->template take<detail::gradient_slot>(steps);
    for (extent_t t = 0; t < steps; ++t) slots[t] = {};
    auto collector = at.template make<T>(detail::shape<>{});
    *collector.p = 0;
    collector.in.slot->gradient = collector.p; // it has no reader, and still must run
    at.record(collector, [=](tape& tp, raw_element<T> const*) {
      auto d = tp.want(in);
      if (!d) return;
      for (extent_t t = 0; t < steps; ++t) {
        auto const* from = static_cast<raw_element<T> const*>(slots[t].gradient);
        auto* to = d.p + t * step_size;
        if (!d.add && from != nullptr) std::memcpy(to, from, sizeof(T) * static_cast<std::size_t>(step_size));
        if (!d.add && from == nullptr) std::fill_n(to, step_size, raw_element<T>{});
        if (d.add && from != nullptr)
          for (extent_t i = 0; i < step_size; ++i) to[i] += from[i];
      }
    });
  }
  using step_type = decltype(detail::step_of(at, step_input(step_shape, 0), nullptr));
  using answer = decltype(f(std::declval<step_type const&>(), std::declval<State const&>()));
  using Y = std::remove_cvref_t<decltype(std::declval<answer>().first)>;
  using U = element_of<Y>;
  using out_axes = typename detail::stacked_axes<Time, axes_of<Y>>::type;
  using one = decltype(at.on(std::declval<Y const&>()));

  if (steps == 0) throw extent_error("scan: " + name_of<Time>() + " has no position to start with");
  State state = std::move(start);
  auto first = f(detail::step_of(at, step_input(step_shape, 0), slots), std::as_const(state));
  state = std::move(first.second);
  auto head = at.on(first.first);
  auto y = at.template make<U>(detail::shape_from("scan", out_axes{}, in.s, head.s));
  extent_t const out_size = head.s.elements();
  one* kept = nullptr;
  if constexpr (at.records) {
    kept = at.t->template take<one>(steps);
    kept[0] = head;
  }
  std::memcpy(y.p, head.p, sizeof(raw_element<U>) * static_cast<std::size_t>(out_size));
  for (extent_t t = 1; t < steps; ++t) {
    auto next = f(detail::step_of(at, step_input(step_shape, t), slots + t), std::as_const(state));
    state = std::move(next.second);
    auto const here = at.on(next.first);
    detail::require_common_extents("scan", head.s, here.s);
    if constexpr (at.records) kept[t] = here;
    std::memcpy(y.p + t * out_size, here.p, sizeof(raw_element<U>) * static_cast<std::size_t>(out_size));
  }
  at.record(y, [=](tape& tp, raw_element<U> const* dy) {
    for (extent_t t = 0; t < steps; ++t)
      if (auto d = tp.want(kept[t])) {
        raw_element<U> const* from = dy + t * out_size;
        if (d.add)
          for (extent_t i = 0; i < out_size; ++i) d.p[i] += from[i];
        else
          std::memcpy(d.p, from, sizeof(raw_element<U>) * static_cast<std::size_t>(out_size));
      }
  });
  return scanned{at.finish(y), std::move(state)};
}
template <axis_tag Time, operand X, class State>
  requires(!scannable<X, Time>)
auto scan(X const& x, State const& start, detail::any_argument f)
    -> decltype(detail::refuse(detail::why_not_scan(detail::tag<Time>{}, detail::tag<signature<X>>{})));

} // namespace sp
