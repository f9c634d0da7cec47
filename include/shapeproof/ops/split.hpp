// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/operation.hpp"
#include "detail/named_extent.hpp"
#include "detail/ragged_over.hpp"

namespace sp {

template <class AB, class A, class B, class X>
struct cannot_split {
  template <class... Has>
  struct because_the_operand_has_only {
    struct name_one_of_these; // split<AB, A, B>(x): AB is an axis of x
  };
  struct because_a_ragged_axis_has_rows_of_their_own {
    struct split_into_plain_axes; // lengths belong to a whole axis
    struct split_a_plain_axis;    // the rows of a ragged axis end at different positions
  };
  template <class... R>
  struct because_ragged_axes_lie_over_it {
    struct split_before_they_appear; // their lengths mean nothing without that axis
  };
  template <class P>
  struct because_the_result_would_have {
    struct twice; // choose other names for the parts
  };
  template <extent_t N>
  struct because_the_extent_is {
    template <extent_t M>
    struct and_the_parts_have {
      struct name_parts_with_that_product; // every position of AB is one pair of positions of A and B
    };
    struct which_the_known_part_does_not_divide; // every position of AB is one pair of positions of A and B
  };
  struct because_both_extents_are_open {
    struct give_one_of_them; // split<AB, A, B>(x, A{n}): the other one is computed
  };
};

namespace detail {

template <class AB, class A, class B, class L>
struct split_list_of;
template <class AB, class A, class B, class... X>
struct split_list_of<AB, A, B, axes<X...>> {
  using type = decltype((axes<>{} | ... | std::conditional_t<std::is_same_v<X, AB>, axes<A, B>, axes<X>>{}));
};
// The list with A and B in the place of AB.
template <class AB, class A, class B, class L>
using split_list = typename split_list_of<AB, A, B, L>::type;

template <class AB, class A, class B>
constexpr bool parts_fit() {
  if constexpr (!static_axis<AB>)
    return true;
  else if constexpr (static_axis<A> && static_axis<B>)
    return A::fixed * B::fixed == AB::fixed;
  else if constexpr (static_axis<A>)
    return A::fixed != 0 && AB::fixed % A::fixed == 0;
  else if constexpr (static_axis<B>)
    return B::fixed != 0 && AB::fixed % B::fixed == 0;
  else
    return true;
}
template <class AB, class A, class B, class X, class... Given>
inline constexpr bool can_split = false;
template <class AB, class A, class B, class T, class... X, class... Given>
inline constexpr bool can_split<AB, A, B, tensor<T, X...>, Given...> =
    is_one_of<AB, X...> && !ragged_axis<AB> && !ragged_axis<A> && !ragged_axis<B> && !(is_ragged_over<AB, X> || ...) &&
    !std::is_same_v<A, B> && !has<minus<axes<X...>, axes<AB>>, A> && !has<minus<axes<X...>, axes<AB>>, B> &&
    parts_fit<AB, A, B>() && (static_axis<A> || static_axis<B> || is_one_of<A, Given...> || is_one_of<B, Given...>);

template <class AB, class A, class B, class T, class... X>
auto why_not_split(tag<tensor<T, X...>>) {
  using words = cannot_split<AB, A, B, tensor<T, X...>>;
  using others = minus<axes<X...>, axes<AB>>;
  if constexpr (!is_one_of<AB, X...>)
    return say<typename words::template because_the_operand_has_only<X...>::name_one_of_these>();
  else if constexpr (ragged_axis<AB>)
    return say<typename words::because_a_ragged_axis_has_rows_of_their_own::split_a_plain_axis>();
  else if constexpr (ragged_axis<A> || ragged_axis<B>)
    return say<typename words::because_a_ragged_axis_has_rows_of_their_own::split_into_plain_axes>();
  else if constexpr ((is_ragged_over<AB, X> || ...))
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_ragged_axes_lie_over_it<R...>::split_before_they_appear>();
    }(ragged_over<AB, axes<X...>>{});
  else if constexpr (std::is_same_v<A, B> || has<others, A>)
    return say<typename words::template because_the_result_would_have<A>::twice>();
  else if constexpr (has<others, B>)
    return say<typename words::template because_the_result_would_have<B>::twice>();
  else if constexpr (parts_fit<AB, A, B>())
    return say<typename words::because_both_extents_are_open::give_one_of_them>();
  else if constexpr (static_axis<A> && static_axis<B>)
    return say<typename words::template because_the_extent_is<AB::fixed>::template and_the_parts_have<
        A::fixed * B::fixed>::name_parts_with_that_product>();
  else
    return say<typename words::template because_the_extent_is<AB::fixed>::which_the_known_part_does_not_divide>();
}

// The extent of a part: static, given, or -1.
template <class A, class... Given>
constexpr extent_t known_extent(Given const&... given) {
  extent_t n = A::fixed;
  (
      [&] {
        if constexpr (std::is_same_v<A, Given>) n = given.size();
      }(),
      ...);
  return n;
}
} // namespace detail

// Whether `split<AB, A, B>(x, given...)` is an operation; `given` are run-time extents of A or B.
template <class X, class AB, class A, class B, class... Given>
concept splittable =
    operand<X> && axis_tag<AB> && axis_tag<A> && axis_tag<B> && detail::can_split<AB, A, B, signature<X>, Given...>;

// x [..., AB, ...] -> [..., A, B, ...]: every position as a pair, B running fastest; what merge put together. One of
// the two extents is static or given, the other one is computed. Nothing is copied on a tape, nor for a tensor that
// ends here. Throws extent_error if A times B is not the extent of AB.
template <axis_tag AB, axis_tag A, axis_tag B, operand X, axis_tag... Given>
  requires(splittable<X, AB, A, B, Given...> && (is_one_of<Given, A, B> && ...))
auto split(X&& x, Given const&... given) {
  using L = axes_of<X>;
  auto at = detail::where("split", x);
  auto const s = at.on(x).s;
  extent_t const n = s.template size<AB>();
  extent_t a = detail::known_extent<A>(given...), b = detail::known_extent<B>(given...);
  if (a < 0) a = b == 0 ? 0 : n / b;
  if (b < 0) b = a == 0 ? 0 : n / a;
  if (a * b != n)
    detail::refuse_with<extent_error>({"split: the ", n, " positions of ", detail::spelling_of<AB>(), " are not ", a,
                                       " of ", detail::spelling_of<A>(), " times ", b, " of ",
                                       detail::spelling_of<B>()});
  auto const others = detail::shape_from("split", detail::minus<L, axes<AB>>{}, s);
  auto const parts = detail::shape<A, B>(detail::extent_named<A>("split", a), detail::extent_named<B>("split", b));
  return at.template alias<element_of<X>>(
      std::forward<X>(x), detail::shape_from("split", detail::split_list<AB, A, B, L>{}, others, parts));
}
template <axis_tag AB, axis_tag A, axis_tag B, operand X, axis_tag... Given>
  requires(!splittable<X, AB, A, B, Given...> && (is_one_of<Given, A, B> && ...))
auto split(X&& x, Given const&... given)
    -> decltype(detail::refuse(detail::why_not_split<AB, A, B>(detail::tag<signature<X>>{})));

} // namespace sp
