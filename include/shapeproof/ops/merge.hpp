// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/operation.hpp"
#include "detail/named_extent.hpp"
#include "detail/ragged_over.hpp"

namespace sp {

template <class A, class B, class X>
struct cannot_merge {
  template <class... Has>
  struct because_the_operand_has_only {
    struct name_two_of_these; // merge<A, B>(x): both are axes of x
  };
  struct because_the_second_does_not_stand_behind_the_first {
    struct permute_it_there; // permute<...>(x): the second axis runs fastest in the result
  };
  template <class... R>
  struct because_padding_would_become_real_positions_of {
    struct merge_plain_axes; // the rows of a ragged axis end at different positions
  };
  template <class... R>
  struct because_ragged_axes_lie_over_one_of_them {
    struct merge_plain_axes; // their lengths mean nothing without that axis
  };
  template <class AB>
  struct because_the_result_axis {
    struct is_there_already;       // merge<A, B, Name>(x): choose another name
    struct cannot_be_ragged;       // merge<A, B, Name>(x): name a plain axis
    struct is_not_as_long_as_both; // its extent is the product of theirs; merged<A, B> computes it
  };
};

namespace detail {

template <class A, class B, class AB, class L>
struct merged_list_of;
template <class A, class B, class AB, class... X>
struct merged_list_of<A, B, AB, axes<X...>> {
  using type = decltype((
      axes<>{} | ... |
      std::conditional_t<std::is_same_v<X, A>, axes<AB>, std::conditional_t<std::is_same_v<X, B>, axes<>, axes<X>>>{}));
};
// The list with AB in the place of A and B.
template <class A, class B, class AB, class L>
using merged_list = typename merged_list_of<A, B, AB, L>::type;

template <class A, class B, class AB, class X>
inline constexpr bool can_merge = false;
template <class A, class B, class AB, class T, class... X>
inline constexpr bool can_merge<A, B, AB, tensor<T, X...>> =
    is_one_of<A, X...> && is_one_of<B, X...> && index_of<axes<X...>, B> == index_of<axes<X...>, A> + 1 &&
    !ragged_axis<A> && !ragged_axis<B> && !ragged_axis<AB> &&
    !((is_ragged_over<A, X> || is_ragged_over<B, X>) || ...) && !has<minus<axes<X...>, axes<A, B>>, AB> &&
    !(static_axis<A> && static_axis<B> && static_axis<AB> && A::fixed * B::fixed != AB::fixed);

template <class A, class B, class AB, class T, class... X>
auto why_not_merge(tag<tensor<T, X...>>) {
  using words = cannot_merge<A, B, tensor<T, X...>>;
  if constexpr (!is_one_of<A, X...> || !is_one_of<B, X...>)
    return say<typename words::template because_the_operand_has_only<X...>::name_two_of_these>();
  else if constexpr (ragged_axis<A> || ragged_axis<B>)
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_padding_would_become_real_positions_of<R...>::merge_plain_axes>();
    }(ragged_axes<axes<A, B>>{});
  else if constexpr (((is_ragged_over<A, X> || is_ragged_over<B, X>) || ...))
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_ragged_axes_lie_over_one_of_them<R...>::merge_plain_axes>();
    }(join<ragged_over<A, axes<X...>>, ragged_over<B, axes<X...>>>{});
  else if constexpr (index_of<axes<X...>, B> != index_of<axes<X...>, A> + 1)
    return say<typename words::because_the_second_does_not_stand_behind_the_first::permute_it_there>();
  else if constexpr (ragged_axis<AB>)
    return say<typename words::template because_the_result_axis<AB>::cannot_be_ragged>();
  else if constexpr (has<minus<axes<X...>, axes<A, B>>, AB>)
    return say<typename words::template because_the_result_axis<AB>::is_there_already>();
  else
    return say<typename words::template because_the_result_axis<AB>::is_not_as_long_as_both>();
}
} // namespace detail

// Whether `merge<A, B, AB>(x)` is an operation.
template <class X, class A, class B, class AB = merged<A, B>>
concept mergeable =
    operand<X> && axis_tag<A> && axis_tag<B> && axis_tag<AB> && detail::can_merge<A, B, AB, signature<X>>;

// x [..., A, B, ...] -> [..., AB, ...]: every pair of positions as one, B running fastest. AB is merged<A, B> unless it
// is named. Nothing is copied on a tape, nor for a tensor that ends here. Throws extent_error if AB is static and not A
// times B.
template <axis_tag A, axis_tag B, axis_tag AB = merged<A, B>, operand X>
  requires mergeable<X, A, B, AB>
auto merge(X&& x) {
  using L = axes_of<X>;
  auto at = detail::where("merge", x);
  auto const s = at.on(x).s;
  auto const others = detail::shape_from("merge", detail::minus<L, axes<A, B>>{}, s);
  auto const both_extents = detail::extent_named<AB>("merge", s.template size<A>() * s.template size<B>());
  return at.template alias<element_of<X>>(
      std::forward<X>(x),
      detail::shape_from("merge", detail::merged_list<A, B, AB, L>{}, others, detail::shape<AB>(both_extents)));
}
template <axis_tag A, axis_tag B, axis_tag AB = merged<A, B>, operand X>
  requires(!mergeable<X, A, B, AB>)
auto merge(X&& x) -> decltype(detail::refuse(detail::why_not_merge<A, B, AB>(detail::tag<signature<X>>{})));

} // namespace sp
