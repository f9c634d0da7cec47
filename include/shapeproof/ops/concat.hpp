// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

#include "../cpu/copy.hpp"
#include "../tape/operation.hpp"
#include "detail/layout.hpp"
#include "detail/named_extent.hpp"

namespace sp {

template <class Left, class Right>
struct cannot_concat {
  template <class T, class U>
  struct because_element_types_differ {
    struct cast_one_of_them; // cast<float>(x): elements are never converted silently
  };
  template <class I, class T>
  struct because_ids_stand_beside_numbers {
    struct one_hot_or_embed_them; // one_hot(ids) and embed(table, ids) give numbers over one axis more
  };
  template <class... X>
  struct because_left_has {
    template <class... Y>
    struct and_right_has {
      struct let_one_axis_differ_at_the_same_place; // permute, expand or rename one of the operands
    };
  };
  struct because_no_axis_differs {
    struct rename_the_axis_that_grows; // rename<Old, New>(x) on one side: the result axis is made of two
  };
  template <class... R>
  struct because_rows_would_have_padding_inside {
    struct concat_along_a_plain_axis; // behind the end of a short row lies padding, and then the other operand
  };
  template <class AB>
  struct because_the_other_axes_have {
    struct choose_another_name_for_the_result; // concat<Name>(a, b)
  };
  template <class AB>
  struct because_the_result_axis_is_ragged {
    struct name_a_plain_axis; // concat<Name>(a, b), or both<A, B> by itself
  };
  template <extent_t N, extent_t M>
  struct because_the_extents_are {
    template <extent_t Sum>
    struct but_the_result_has {
      struct name_an_axis_of_their_sum; // concat<Name>(a, b), or both<A, B> by itself
    };
  };
  template <class... X>
  struct because_only_one_operand_is_on_the_tape {
    struct put_the_other_there_too; // tape(x) as a constant
  };
};

namespace detail {

// The one place at which two lists of axes differ, and the axes there.
template <class L, class M>
struct difference {
  static constexpr int count = -1;
};
template <class... X, class... Y>
  requires(sizeof...(X) == sizeof...(Y))
struct difference<axes<X...>, axes<Y...>> {
  static constexpr int count = (0 + ... + int(!std::is_same_v<X, Y>));
  static constexpr int place = [] {
    int i = 0;
    (void)((std::is_same_v<X, Y> ? (++i, true) : false) && ...);
    return i;
  }();
};
template <class L, class M>
using left_part = at<L, difference<L, M>::place>;
template <class L, class M>
using right_part = at<M, difference<L, M>::place>;

// The axis of the result: both<A, B> unless it was named. (From the packs, here and below, and not both<left_part<L, M>, ...>:
// nvcc spells an axis as the first who named it did.)
template <class AB, class L, class M>
struct concat_axis_of {
  using type = AB;
};
template <class... X, class... Y>
struct concat_axis_of<void, axes<X...>, axes<Y...>> {
  using type =
      first_axis<decltype((axes<>{} | ... | std::conditional_t<std::is_same_v<X, Y>, axes<>, axes<both<X, Y>>>{}))>;
};

// The axes of the result.
template <class AB, class L, class M>
struct concat_axes_of;
template <class AB, class... X, class... Y>
struct concat_axes_of<AB, axes<X...>, axes<Y...>> {
  using type = decltype((axes<>{} | ... | std::conditional_t<std::is_same_v<X, Y>, axes<X>, axes<AB>>{}));
};
template <class... X, class... Y>
struct concat_axes_of<void, axes<X...>, axes<Y...>> {
  using type = decltype((axes<>{} | ... | std::conditional_t<std::is_same_v<X, Y>, axes<X>, axes<both<X, Y>>>{}));
};

template <class AB, class L, class M>
constexpr bool can_concat_axes() {
  if constexpr (difference<L, M>::count != 1) {
    return false;
  } else {
    using A = left_part<L, M>;
    using B = right_part<L, M>;
    if constexpr (ragged_axis<A> || ragged_axis<B> || ragged_axis<AB>) {
      return false;
    } else {
      using C = typename concat_axis_of<AB, L, M>::type;
      return !has<minus<L, axes<A>>, C> &&
             !(static_axis<A> && static_axis<B> && static_axis<C> && A::fixed + B::fixed != C::fixed);
    }
  }
}

template <class AB, class T, class... X, class U, class... Y>
auto why_not_concat(tag<tensor<T, X...>>, tag<tensor<U, Y...>>) {
  using words = cannot_concat<tensor<T, X...>, tensor<U, Y...>>;
  using L = axes<X...>;
  using M = axes<Y...>;
  if constexpr (index_element<T> && std::is_floating_point_v<U>)
    return say<typename words::template because_ids_stand_beside_numbers<T, U>::one_hot_or_embed_them>();
  else if constexpr (index_element<U> && std::is_floating_point_v<T>)
    return say<typename words::template because_ids_stand_beside_numbers<U, T>::one_hot_or_embed_them>();
  else if constexpr (!std::is_same_v<T, U>)
    return say<typename words::template because_element_types_differ<T, U>::cast_one_of_them>();
  else if constexpr (std::is_same_v<L, M>)
    return say<typename words::because_no_axis_differs::rename_the_axis_that_grows>();
  else if constexpr (difference<L, M>::count != 1)
    return say<typename words::template because_left_has<X...>::template and_right_has<
        Y...>::let_one_axis_differ_at_the_same_place>();
  else
    return []<class A, class B, class C>(tag<A>, tag<B>, tag<C>) {
      if constexpr (ragged_axis<A>)
        return say<typename words::template because_rows_would_have_padding_inside<A>::concat_along_a_plain_axis>();
      else if constexpr (ragged_axis<B>)
        return say<typename words::template because_rows_would_have_padding_inside<B>::concat_along_a_plain_axis>();
      else if constexpr (ragged_axis<C>)
        return say<typename words::template because_the_result_axis_is_ragged<C>::name_a_plain_axis>();
      else if constexpr (has<minus<L, axes<A>>, C>)
        return say<typename words::template because_the_other_axes_have<C>::choose_another_name_for_the_result>();
      else if constexpr (!can_concat_axes<AB, L, M>())
        return say<typename words::template because_the_extents_are<A::fixed, B::fixed>::template but_the_result_has<
            C::fixed>::name_an_axis_of_their_sum>();
      else
        return say<typename words::template because_only_one_operand_is_on_the_tape<>::put_the_other_there_too>();
    }(tag<left_part<L, M>>{}, tag<right_part<L, M>>{}, tag<typename concat_axis_of<AB, L, M>::type>{});
}
} // namespace detail

// Whether `concat<AB>(left, right)` is an operation; AB void stands for both<A, B>.
template <class Left, class Right, class AB = void>
concept concatenable = (std::is_void_v<AB> || axis_tag<AB>) && operand<Left> && operand<Right> &&
                       std::is_same_v<element_of<Left>, element_of<Right>> &&
                       detail::can_concat_axes<AB, axes_of<Left>, axes_of<Right>>() && on_one_tape<Left, Right>;

// left [..., A, ...], right [..., B, ...] -> [..., AB, ...]: side by side along the one axis that differs, left first.
// AB is both<A, B> unless it is named: concat<Name>(a, b). Throws extent_error if other extents differ, or AB is static
// and is not A + B.
template <class AB = void, operand Left, operand Right>
  requires concatenable<Left, Right, AB>
auto concat(Left const& left, Right const& right) {
  using T = element_of<Left>;
  using L = axes_of<Left>;
  using M = axes_of<Right>;
  using A = detail::left_part<L, M>;
  using C = typename detail::concat_axis_of<AB, L, M>::type;
  auto at = detail::where("concat", left, right);
  auto const a = at.on(left);
  auto const b = at.on(right);
  auto const around = detail::around_axis<A>(a.s);
  extent_t const n = around.n, m = b.s.template size<detail::right_part<L, M>>();
  auto const others = detail::shape_from("concat", detail::minus<L, axes<A>>{}, a.s, b.s);
  auto const s = detail::shape_from("concat", typename detail::concat_axes_of<AB, L, M>::type{}, others,
                                    detail::shape<C>(detail::extent_named<C>("concat", n + m)));
  auto y = at.template make<T>(s, std::max(detail::bound_from<T, T>(a), detail::bound_from<T, T>(b)));
  extent_t const outer = around.outer, width_a = n * around.inner, width_b = m * around.inner,
                 width = width_a + width_b;
  copy_blocks(at.device, outer, width_a, a.p, width_a, y.p, width);
  copy_blocks(at.device, outer, width_b, b.p, width_b, y.p + width_a, width);
  if constexpr (floating_element<T>)
    at.record(y, [=](detail::recorder& t, raw_element<T> const* dy) {
      if (auto d = t.want(a)) copy_blocks(at.device, outer, width_a, dy, width, d.p, width_a, d.add);
      if (auto d = t.want(b)) copy_blocks(at.device, outer, width_b, dy + width_a, width, d.p, width_b, d.add);
    });
  return at.finish(y);
}
template <class AB = void, operand Left, operand Right>
  requires((std::is_void_v<AB> || axis_tag<AB>) && !concatenable<Left, Right, AB>)
auto concat(Left const& left, Right const& right)
    -> decltype(detail::refuse_of<Left, Right>(detail::why_not_concat<AB>(detail::tag<signature<Left>>{},
                                                                          detail::tag<signature<Right>>{})));

} // namespace sp
