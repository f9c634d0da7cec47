// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/reduce.hpp"
#include "../tape/operation.hpp"
#include "detail/layout.hpp"
#include "detail/ragged_over.hpp"

namespace sp {

template <class A, class X>
struct cannot_argmax_over {
  struct because_there_is_no_such_axis {
    struct name_the_axis_to_choose_along; // argmax<Vocab>(scores) gives the index<Vocab> with the highest score
  };
  template <class T>
  struct because_it_holds {
    struct cast_them_to_float; // cast<float>(x); of ids no one is the greatest
  };
  template <class... R>
  struct because_the_padding_of {
    struct would_take_part; // rows that have ended stand beside rows that go on; choose along another axis
  };
};

namespace detail {
template <class A, class X>
inline constexpr bool can_argmax = false;
template <class A, class T, class... X>
inline constexpr bool can_argmax<A, tensor<T, X...>> =
    floating_element<T> && is_one_of<A, X...> && !(is_ragged_over<A, X> || ...);

template <class A, class T, class... X>
auto why_not_argmax(tag<tensor<T, X...>>) {
  using words = cannot_argmax_over<A, tensor<T, X...>>;
  if constexpr (!is_one_of<A, X...>)
    return say<typename words::because_there_is_no_such_axis::name_the_axis_to_choose_along>();
  else if constexpr (!floating_element<T>)
    return say<typename words::template because_it_holds<T>::cast_them_to_float>();
  else
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_the_padding_of<R...>::would_take_part>();
    }(ragged_over<A, axes<X...>>{});
}

template <class A>
void require_a_choice(char const* operation, extent_t n) {
  if (n == 0) refuse_with<extent_error>({operation, ": ", spelling_of<A>(), " has no position to choose"});
}
} // namespace detail

// Whether `argmax<A>(x)` is an operation: floating elements over A, which no other axis of x is ragged over.
template <class X, class A>
concept argmaxable = operand<X> && axis_tag<A> && detail::can_argmax<A, signature<X>>;

// The position of the greatest along A, the first of equals: index<A> over the other axes, proven against the extent
// of A. If A is ragged the choice is among the real positions, and a row of length 0 gives position 0. Throws
// extent_error if the extent of A is 0.
template <axis_tag A, operand X>
  requires argmaxable<X, A>
auto argmax(X const& x) {
  using T = raw_element<element_of<X>>;
  auto at = detail::where("argmax", x);
  auto in = at.on(x);
  auto const around = detail::around_axis<A>(in.s);
  detail::require_a_choice<A>("argmax", around.n);
  auto y =
      at.template make<index<A>>(detail::shape_from("argmax", detail::minus<axes_of<X>, axes<A>>{}, in.s), around.n);
  argmax<T>(at.device, in.p, around.outer, around.n, around.inner, detail::lengths_around<A>(in.s), y.p);
  return at.finish(y);
}
template <axis_tag A, operand X>
  requires(!argmaxable<X, A>)
auto argmax(X const& x) -> decltype(detail::refuse(detail::why_not_argmax<A>(detail::tag<signature<X>>{})));

} // namespace sp
