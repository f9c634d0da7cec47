// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/softmax.hpp"
#include "../tape/operation.hpp"
#include "detail/layout.hpp"
#include "detail/probabilities.hpp"
#include "detail/ragged_over.hpp"

namespace sp {

// The words of softmax and log_softmax.
template <class A, class X>
struct cannot_softmax_over {
  struct because_there_is_no_such_axis {
    struct
        name_the_axis_that_shall_add_up_to_1; // softmax<Vocab>(scores): the classes, or the positions to choose among
  };
  template <class T>
  struct because_it_holds {
    struct take_the_scores_and_softmax_once; // a softmax of probabilities is nearly flat; losses take scores
    struct cast_them_to_float;               // cast<float>(x): the results lie between 0 and 1
  };
  template <class... R>
  struct because_the_padding_of {
    struct would_get_a_share; // rows that have ended stand beside rows that go on; take the softmax along another axis
  };
};

namespace detail {
template <class A, class X>
inline constexpr bool can_softmax = false;
template <class A, class T, class... X>
inline constexpr bool can_softmax<A, tensor<T, X...>> =
    std::floating_point<T> && is_one_of<A, X...> && !(is_ragged_over<A, X> || ...);

template <class A, class T, class... X>
auto why_not_softmax(tag<tensor<T, X...>>) {
  using words = cannot_softmax_over<A, tensor<T, X...>>;
  if constexpr (!is_one_of<A, X...>)
    return say<typename words::because_there_is_no_such_axis::name_the_axis_that_shall_add_up_to_1>();
  else if constexpr (is_chance<T>)
    return say<typename words::template because_it_holds<T>::take_the_scores_and_softmax_once>();
  else if constexpr (!std::floating_point<T>)
    return say<typename words::template because_it_holds<T>::cast_them_to_float>();
  else
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_the_padding_of<R...>::would_get_a_share>();
    }(ragged_over<A, axes<X...>>{});
}
} // namespace detail

// Whether `softmax<A>(x)` is an operation: scores in float or double over A, which no other axis of x is ragged over.
template <class X, class A>
concept softmaxable = operand<X> && axis_tag<A> && detail::can_softmax<A, signature<X>>;

// exp(x) / sum over A of exp(x): the same axes, elements distribution<T, A>. If A is ragged the sum is over the real
// positions, padding is 0, and so is a row of length 0.
template <axis_tag A, operand X>
  requires softmaxable<X, A>
auto softmax(X const& x) {
  using T = element_of<X>;
  auto at = detail::where("softmax", x);
  auto in = at.on(x);
  auto y = at.template make<distribution<T, A>>(in.s);
  auto const around = detail::around_axis<A>(in.s);
  auto const lengths = detail::lengths_around<A>(in.s);
  softmax<T>(at.device, in.p, around.outer, around.n, around.inner, lengths, y.p);
  T const* const result = y.p;
  at.record(y, [=](detail::recorder& t, T const* dy) {
    if (auto d = t.want(in))
      softmax_backward<T>(at.device, result, dy, around.outer, around.n, around.inner, lengths, d.p, d.add);
  });
  return at.finish(y);
}
template <axis_tag A, operand X>
  requires(!softmaxable<X, A>)
auto softmax(X const& x) -> decltype(detail::refuse(detail::why_not_softmax<A>(detail::tag<signature<X>>{})));

// x - log of the sum over A of exp(x): the same axes, elements log_distribution<T, A>. If A is ragged the sum is over the
// real positions, and padding is 0.
template <axis_tag A, operand X>
  requires softmaxable<X, A>
auto log_softmax(X const& x) {
  using T = element_of<X>;
  auto at = detail::where("log_softmax", x);
  auto in = at.on(x);
  auto y = at.template make<log_distribution<T, A>>(in.s);
  auto const around = detail::around_axis<A>(in.s);
  auto const lengths = detail::lengths_around<A>(in.s);
  log_softmax<T>(at.device, in.p, around.outer, around.n, around.inner, lengths, y.p);
  T const* const result = y.p;
  at.record(y, [=](detail::recorder& t, T const* dy) {
    if (auto d = t.want(in))
      log_softmax_backward<T>(at.device, result, dy, around.outer, around.n, around.inner, lengths, d.p, d.add);
  });
  return at.finish(y);
}
template <axis_tag A, operand X>
  requires(!softmaxable<X, A>)
auto log_softmax(X const& x) -> decltype(detail::refuse(detail::why_not_softmax<A>(detail::tag<signature<X>>{})));

} // namespace sp
