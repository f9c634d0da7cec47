// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstring>
#include <tuple>
#include <utility>

#include "../cpu/copy.hpp"
#include "../tape/operation.hpp"
#include "detail/ragged_over.hpp"
#include "detail/silent_padding.hpp"

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
  template <class... R>
  struct because_a_step_would_lose_the_batch_of {
    struct step_along_another_axis; // lengths belong to the elements of the batch axis
  };
  struct because_only_one_is_on_the_tape_of_it_and_the_state {
    struct put_the_other_there_too; // scan<Time>(tape(x), tape(start), f)
  };
  struct because_a_step_does_not_give {
    template <class State>
    struct an_output_and_the_next {
      struct
          return_a_pair_of_both; // std::pair(y, state): y without Time, on the tape if x is; the state keeps its type
    };
  };
};

namespace detail {

template <class Time, class Signature>
inline constexpr bool can_scan = false;
template <class Time, class T, class First, class... A>
inline constexpr bool can_scan<Time, tensor<T, First, A...>> =
    std::is_same_v<Time, First> && floating_element<T> && is_tensor_axes<axes<A...>>;

template <bool OnOneTape, class Time, class T, class... A, class State>
auto why_not_scan(tag<Time>, tag<tensor<T, A...>>, tag<State>) {
  using words = cannot_scan<Time, tensor<T, A...>>;
  if constexpr (!is_one_of<Time, A...>)
    return say<typename words::template because_the_operand_has_only<A...>::step_along_one_of_these>();
  else if constexpr (index_of<axes<A...>, Time> != 0)
    return []<class First, class... More>(axes<First, More...>) {
      return say<typename words::template because_its_first_axis_is<First>::permute_the_steps_to_the_front>();
    }(axes<A...>{});
  else if constexpr (!floating_element<T>)
    return say<typename words::template because_it_holds<T>::scan_over_floating_values>();
  else if constexpr (!is_tensor_axes<all_but_first<axes<A...>>>)
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_a_step_would_lose_the_batch_of<R...>::step_along_another_axis>();
    }(ragged_over<Time, axes<A...>>{});
  else if constexpr (!OnOneTape)
    return say<typename words::because_only_one_is_on_the_tape_of_it_and_the_state::put_the_other_there_too>();
  else
    return say<
        typename words::because_a_step_does_not_give::template an_output_and_the_next<State>::return_a_pair_of_both>();
}

// One step of x seen as a value of its own: on a tape its gradient has a slot of its own, which the scan collects.
template <class Device, class T, class... A>
auto step_of(off_tape<Device>, input<T, A...> const& step, gradient_slot*) {
  return placement<Device>::looking(static_cast<look<T, A...> const&>(step));
}
template <class Device, class T, class... A>
auto step_of(on_tape<Device> at, input<T, A...> step, gradient_slot* slot) {
  step.slot = slot;
  return placement<Device>::wrapped(*at.t, step);
}

// What the step function is called with.
template <class X, class List>
struct step_of_type;
template <operand X, class... A>
struct step_of_type<X, axes<A...>> {
  using at = std::conditional_t<is_taped<X>, on_tape<device_of<X>>, off_tape<device_of<X>>>;
  using type = decltype(step_of(std::declval<at>(), std::declval<input<element_of<X>, A...> const&>(), nullptr));
};
template <class X>
using step_type = typename step_of_type<X, all_but_first<axes_of<X>>>::type;

template <class X, class State>
inline constexpr bool starts_on_one_tape = true;
template <class X, operand State>
inline constexpr bool starts_on_one_tape<X, State> = on_one_tape<X, State>;

// Whether scan can take what a step answers.
template <class Time, class X, class State, class Answer>
inline constexpr bool is_step_answer = false;
template <class Time, class X, class State, class Answer>
  requires operand<decltype(std::declval<Answer>().first)> && requires(State& s, Answer a) { s = std::move(a.second); }
inline constexpr bool is_step_answer<Time, X, State, Answer> = [] {
  using Y = std::remove_cvref_t<decltype(std::declval<Answer>().first)>;
  bool const together = is_taped<Y> ? is_taped<X> : !is_taped<X> || !floating_element<element_of<Y>>;
  return together && is_tensor_axes<join<axes<Time>, axes_of<Y>>>;
}();
} // namespace detail

// Whether scan<Time>(x, ...) can walk x: Time is its first axis, its elements are floating, no lengths lose their batch.
template <class X, class Time>
concept scannable = operand<X> && detail::can_scan<Time, signature<X>>;

// What scan gives back: the outputs of all steps over [Time, ...], and the state after the last one.
template <class Outputs, class State>
struct scanned {
  Outputs outputs;
  State state;
};
template <class Outputs, class State>
scanned(Outputs, State) -> scanned<Outputs, State>; // clang 16 deduces nothing for aggregates by itself

// Whether f can be the step of scan<Time>(x, start, f).
template <class F, class Time, class X, class State>
concept steps_over =
    detail::is_step_answer<Time, X, State, std::invoke_result_t<F&, detail::step_type<X> const&, State const&>>;

// Walks the positions of Time in order: f(x_t, state) -> std::pair(y_t, next state), x [Time, A...], x_t [A...], y_t [B...] ->
// outputs [Time, B...]. The state is whatever f takes and gives; on a tape it must be on the tape from the start. For steps
// that depend on what the step before put out, such as input feeding; a recurrent layer over a whole sequence is faster.
// Along a ragged axis all rows are walked to the longest extent: outputs at padding are unspecified, and the state is the one
// after the longest row, so last<Time>(outputs) is what each row ends with. Throws extent_error if there is no step.
template <axis_tag Time, operand X, class State, class F>
  requires scannable<X, Time> && detail::starts_on_one_tape<X, State> && steps_over<F, Time, X, State>
auto scan(X const& x, State start, F&& f) {
  using T = element_of<X>;
  using rest = detail::all_but_first<axes_of<X>>;
  auto at = detail::where("scan", x);
  auto in = at.on(detail::finite_at_padding(x, axes_of<X>{})); // a step does not know which rows have ended
  extent_t const steps = in.s.template size<Time>();
  auto const step_shape = detail::shape_from("scan", rest{}, in.s);
  extent_t const step_size = step_shape.elements();
  auto step_input = [&]<class... A>(detail::shape<A...> const& s, extent_t t) {
    return detail::input<T, A...>{{detail::bound_of_element<T>(), s, in.p + t * step_size}, nullptr};
  };
  detail::gradient_slot* slots = nullptr; // of the steps, if x has a gradient
  if constexpr (at.records)
    if (in.slot != nullptr) {
      slots = at.t->template note<detail::gradient_slot>(steps);
      for (extent_t t = 0; t < steps; ++t) slots[t] = {};
      auto collector = at.template make<T>(detail::shape<>{});
      fill(at.device, collector.p, 1, raw_element<T>{});
      collector.in.slot->gradient = collector.p; // it has no reader, and still must run
      at.record(collector, [=](detail::recorder& tp, raw_element<T> const*) {
        auto d = tp.want(in);
        for (extent_t t = 0; t < steps; ++t) {
          auto const* from = static_cast<raw_element<T> const*>(slots[t].gradient);
          auto* to = d.p + t * step_size;
          if (!d.add && from != nullptr) copy(at.device, step_size, from, to);
          if (!d.add && from == nullptr) fill(at.device, to, step_size, raw_element<T>{});
          if (d.add && from != nullptr) add(at.device, step_size, from, to);
        }
      });
    }
  auto const step = [&](extent_t t) {
    return detail::step_of(at, step_input(step_shape, t), slots == nullptr ? nullptr : slots + t);
  };
  using Y =
      std::remove_cvref_t<decltype(f(std::declval<detail::step_type<X> const&>(), std::declval<State const&>()).first)>;
  using U = element_of<Y>;
  using out_axes = detail::join<axes<Time>, axes_of<Y>>;
  using one = decltype(at.on(std::declval<Y const&>()));

  if (steps == 0) {
    detail::refuse_with<extent_error>({"scan: ", detail::spelling_of<Time>(), " has no position to start with"});
  }
  State state = std::move(start);
  auto first = f(step(0), std::as_const(state));
  state = std::move(first.second);
  auto head = at.on(first.first);
  auto y = at.template make<U>(detail::shape_from("scan", out_axes{}, in.s, head.s), detail::bound_from<U>(head));
  extent_t const out_size = head.s.elements();
  one* kept = nullptr;
  if constexpr (at.records) {
    kept = at.t->template note<one>(steps);
    kept[0] = head;
  }
  copy(at.device, out_size, head.p, y.p);
  for (extent_t t = 1; t < steps; ++t) {
    auto next = f(step(t), std::as_const(state));
    state = std::move(next.second);
    auto const here = at.on(next.first);
    detail::require_common_extents("scan", head.s, here.s);
    if constexpr (detail::bound_of_element<U>::carried)
      if (here.bound != head.bound)
        detail::refuse_extents("scan", detail::spelling_of<detail::bounding_axis<U>>(), head.bound, here.bound);
    if constexpr (at.records) kept[t] = here;
    copy(at.device, out_size, here.p, y.p + t * out_size);
  }
  if constexpr (floating_element<U>)
    at.record(y, [=](detail::recorder& tp, raw_element<U> const* dy) {
      for (extent_t t = 0; t < steps; ++t)
        if (auto d = tp.want(kept[t])) {
          raw_element<U> const* from = dy + t * out_size;
          if (d.add)
            add(at.device, out_size, from, d.p);
          else
            copy(at.device, out_size, from, d.p);
        }
    });
  return scanned<decltype(at.finish(y)), State>{at.finish(y), std::move(state)};
}
template <axis_tag Time, operand X, class State>
auto scan(X const& x, State const& start, detail::any_argument f)
    -> decltype(detail::refuse(detail::why_not_scan<detail::starts_on_one_tape<X, State>>(detail::tag<Time>{},
                                                                                          detail::tag<signature<X>>{},
                                                                                          detail::tag<State>{})));

} // namespace sp
