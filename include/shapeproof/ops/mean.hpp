// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/elementwise.hpp"
#include "detail/reduction.hpp"

namespace sp {

template <class X, class... A>
struct cannot_mean {
  template <class... Has>
  struct because_the_operand_has_only {
    struct name_some_of_these; // mean<Axis>(x) removes Axis: x must have it
  };
  template <class... R>
  struct because_these_would_lose_their_batch {
    struct
        reduce_them_too; // lengths belong to the elements of an axis: mean<Letters, Batch>(x), or mean<Letters>(x) first
  };
  struct because_an_axis_is_named_twice {
    struct name_each_once; // mean<Time, Embed>(x) removes each of them
  };
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // cast<float>(x): means are real numbers
    };
  };
};

namespace detail {
template <class List>
inline constexpr bool ragged_with_its_batch = false;
template <class... A>
inline constexpr bool ragged_with_its_batch<axes<A...>> =
    ((ragged_axis<A> && stands_beside_its_batch<A, axes<A...>>) || ...);

template <class... A, class T, class... X>
auto why_not_mean(axes<A...>, tag<tensor<T, X...>>) {
  using words = cannot_mean<tensor<T, X...>, A...>;
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

// Whether mean<A...>(x) is an operation: x has the axes, and no ragged axis stays without the axis it is ragged over.
template <class X, class... A>
concept averageable = operand<X> && detail::can_reduce<signature<X>, A...>;

// The mean over the axes A..., or over all axes: of all real positions together, not a mean of means. Of nothing it is 0.
template <axis_tag... A, operand X>
  requires(averageable<X, A...>)
auto mean(X const& x) {
  using gone = detail::reduced_axes<X, A...>;
  if constexpr (detail::count<gone> == 0)
    return x;
  else if constexpr (detail::ragged_with_its_batch<gone>) {
    // Longer rows have more positions: a mean of means would weigh them less.
    auto total = detail::reduce_all<detail::reduction_sum>("mean", gone{}, x);
    auto const positions = detail::real_positions(gone{}, detail::access::of(x).s);
    return detail::combine_with_right<detail::quotient_of>("mean", total, static_cast<element_of<X>>(positions));
  } else
    return detail::reduce_all<detail::reduction_mean>("mean", gone{}, x);
}
template <axis_tag... A, operand X>
  requires(!averageable<X, A...>)
auto mean(X const& x) -> decltype(detail::refuse(detail::why_not_mean(axes<A...>{}, detail::tag<signature<X>>{})));

} // namespace sp
