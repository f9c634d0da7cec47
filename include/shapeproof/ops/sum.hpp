// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/reduction.hpp"
namespace sp {

template <class X, class... A>
struct cannot_sum {
  template <class... Has>
  struct because_the_operand_has_only {
    struct name_some_of_these; // sum<Axis>(x) removes Axis: x must have it
  };
  template <class... R>
  struct because_these_would_lose_their_batch {
    struct
        reduce_them_too; // lengths belong to the elements of an axis: sum<Letters, Batch>(x), or sum<Letters>(x) first
  };
  struct because_an_axis_is_named_twice {
    struct name_each_once; // sum<Time, Embed>(x) removes each of them
  };
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // cast<float>(x): sums are of real numbers
    };
  };
};

namespace detail {
template <class... A, class T, class... X>
auto why_not_sum(axes<A...>, tag<tensor<T, X...>>) {
  using words = cannot_sum<tensor<T, X...>, A...>;
  if constexpr (!each_axis_appears_once<A...>)
    return say<typename words::because_an_axis_is_named_twice::name_each_once>();
  else if constexpr (!(is_one_of<A, X...> && ...))
    return say<typename words::template because_the_operand_has_only<X...>::name_some_of_these>();
  else if constexpr (!std::floating_point<T>)
    return say<typename words::template because_the_element<T>::is_not_float_or_double::use_cast>();
  else
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_these_would_lose_their_batch<R...>::reduce_them_too>();
    }(left_behind<axes<X...>, axes<A...>>{});
}
} // namespace detail

// Whether sum<A...>(x) is an operation: x has the axes, and no ragged axis stays without the axis it is ragged over.
template <class X, class... A>
concept summable = operand<X> && detail::can_reduce<signature<X>, A...>;

// The sum over the axes A..., or over all axes: sum<Time>(x), sum(x). Along a ragged axis only real positions count.
template <axis_tag... A, operand X>
  requires(summable<X, A...>)
auto sum(X const& x) {
  using gone = detail::reduced_axes<X, A...>;
  if constexpr (detail::count<gone> == 0)
    return x;
  else
    return detail::reduce_all<detail::reduction_sum>("sum", gone{}, x);
}
template <axis_tag... A, operand X>
  requires(!summable<X, A...>)
auto sum(X const& x) -> decltype(detail::refuse(detail::why_not_sum(axes<A...>{}, detail::tag<signature<X>>{})));

} // namespace sp
