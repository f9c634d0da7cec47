// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/role.hpp"
#include "../tape/operation.hpp"
#include "detail/named_extent.hpp"
#include "detail/ragged_over.hpp"

namespace sp {

template <class Old, class New, class X>
struct cannot_rename {
  template <class... A>
  struct because_the_operand_has_only {
    struct name_one_of_these; // rename<Old, New>(x): Old is an axis of x, New the name it gets
  };
  struct because_it_has_the_new_axis_already {
    struct choose_another_name; // a role makes one: key<Time> for the attended side, prev<Hidden> for the step before
  };
  template <extent_t N>
  struct because_the_extent_is {
    template <extent_t M>
    struct and_the_new_one {
      struct name_an_axis_of_that_extent; // a new name does not change the numbers: slice, concat or repeat do
    };
  };
  struct because_only_one_of_them_is_ragged {
    struct name_a_ragged_axis_over_the_same_batch; // the lengths of the rows would be lost, or there are none
    struct name_a_plain_axis;                      // the axis has no lengths; sequence_mask and mask work without them
  };
  template <class O>
  struct because_the_old_axis_is_ragged_over {
    struct name_a_ragged_axis_over_the_same_batch; // a ragged axis has one length per element of the axis it is over
  };
  template <class A>
  struct because_it_would_be_a_second_role_of {
    struct rename_that_axis; // key<Time>, prev<Hidden>: the same positions once more, so nothing but Time can become it
  };
  template <class... R>
  struct because_ragged_axes_lie_over_it {
    struct rename_it_before_they_appear; // their lengths belong to the old axis by name
  };
};

namespace detail {

// The axis that another one is in a second role; void for any other.
template <class A>
struct in_second_role_of {
  using type = void;
};
template <template <class> class Role, class A>
  requires is_one_of<Role<A>, prev<A>, key<A>, reversed<A>, cell<A>>
struct in_second_role_of<Role<A>> {
  using type = A;
};
template <class A>
using in_second_role = typename in_second_role_of<A>::type;
template <class Old, class New>
inline constexpr bool may_play =
    std::is_void_v<in_second_role<New>> || is_one_of<in_second_role<New>, Old, in_second_role<Old>>;

template <class Old, class New>
constexpr bool same_kind() {
  if constexpr (ragged_axis<Old> && ragged_axis<New>)
    return std::is_same_v<typename Old::over, typename New::over>;
  else
    return !ragged_axis<Old> && !ragged_axis<New>;
}
template <class Old, class New, class X>
inline constexpr bool can_rename = false;
template <class Old, class New, class T, class... A>
inline constexpr bool can_rename<Old, New, tensor<T, A...>> =
    is_one_of<Old, A...> && !is_one_of<New, A...> && may_play<Old, New> && same_kind<Old, New>() &&
    (!static_axis<Old> || !static_axis<New> || Old::fixed == New::fixed) && !(is_ragged_over<Old, A> || ...);

template <class Old, class New, class T, class... A>
auto why_not_rename(tag<tensor<T, A...>>) {
  using words = cannot_rename<Old, New, tensor<T, A...>>;
  if constexpr (!is_one_of<Old, A...>)
    return say<typename words::template because_the_operand_has_only<A...>::name_one_of_these>();
  else if constexpr (is_one_of<New, A...>)
    return say<typename words::because_it_has_the_new_axis_already::choose_another_name>();
  else if constexpr (!may_play<Old, New>)
    return say<typename words::template because_it_would_be_a_second_role_of<in_second_role<New>>::rename_that_axis>();
  else if constexpr (ragged_axis<Old> && !ragged_axis<New>)
    return say<typename words::because_only_one_of_them_is_ragged::name_a_ragged_axis_over_the_same_batch>();
  else if constexpr (!ragged_axis<Old> && ragged_axis<New>)
    return say<typename words::because_only_one_of_them_is_ragged::name_a_plain_axis>();
  else if constexpr (!same_kind<Old, New>())
    return say<typename words::template because_the_old_axis_is_ragged_over<
        typename Old::over>::name_a_ragged_axis_over_the_same_batch>();
  else if constexpr ((is_ragged_over<Old, A> || ...))
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_ragged_axes_lie_over_it<R...>::rename_it_before_they_appear>();
    }(ragged_over<Old, axes<A...>>{});
  else
    return say<typename words::template because_the_extent_is<Old::fixed>::template and_the_new_one<
        New::fixed>::name_an_axis_of_that_extent>();
}
} // namespace detail

// Whether `rename<Old, New>(x)` is an operation.
template <class X, class Old, class New>
concept renamable = operand<X> && axis_tag<Old> && axis_tag<New> && detail::can_rename<Old, New, signature<X>>;

// The same numbers with the axis Old under the name New, its extent or lengths unchanged. Nothing is copied on a tape,
// nor for a tensor that ends here. Throws extent_error if New is static and Old's run-time extent is another.
template <axis_tag Old, axis_tag New, operand X>
  requires renamable<X, Old, New>
auto rename(X&& x) {
  auto at = detail::where("rename", x);
  auto const s = at.on(x).s;
  detail::stored_extent<New> extent;
  if constexpr (ragged_axis<Old>)
    extent.extent = s.template stored<Old>().extent;
  else
    extent = detail::extent_named<New>("rename", s.template size<Old>());
  auto const renamed =
      detail::shape_from("rename", detail::replace<axes_of<X>, Old, New>{}, s, detail::shape<New>(extent));
  if constexpr (std::is_same_v<detail::adds_up_along<element_of<X>>, axes<Old>>)
    return at.template alias<detail::renamed_element<element_of<X>, Old, New>>(std::forward<X>(x), renamed);
  else
    return at.template alias<element_of<X>>(std::forward<X>(x), renamed);
}
template <axis_tag Old, axis_tag New, operand X>
  requires(!renamable<X, Old, New>)
auto rename(X&& x) -> decltype(detail::refuse(detail::why_not_rename<Old, New>(detail::tag<signature<X>>{})));

} // namespace sp
