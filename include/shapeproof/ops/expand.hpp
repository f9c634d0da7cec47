// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

#include "../cpu/copy.hpp"
#include "../tape/operation.hpp"
#include "detail/layout.hpp"

namespace sp {

template <class A, class X>
struct cannot_expand {
  struct because_it_has_that_axis_already {
    struct repeat_a_position_or_name_another_axis; // repeat<One, Many>(x) turns an axis of extent 1 into a longer one
  };
  template <class Over>
  struct because_its_rows_are_over {
    struct which_the_operand_lacks; // a ragged axis has one length per element of the axis that it is ragged over
  };
  template <class B>
  struct because_the_extent_is_that_of {
    struct
        give_one_of_the_new_axis; // expand<Time>(x, y.extent<Time>()): axes are not the same because they are as long
  };
};

template <class One, class Many, class X>
struct cannot_repeat {
  template <class... Has>
  struct because_the_operand_has_only {
    struct name_one_of_these; // repeat<One, Many>(x): One is an axis of x with one position
  };
  struct because_it_has_the_new_axis_already {
    struct choose_another_name; // repeat<One, Many>(x): Many takes the place of One
  };
  template <extent_t N>
  struct because_the_extent_is {
    struct and_only_one_position_can_be_repeated; // expand<A>(x, A{n}) repeats everything along a new axis
  };
  template <class B>
  struct because_the_extent_is_that_of {
    struct give_one_of_the_new_axis; // repeat<One, Many>(x, y.extent<Many>())
  };
  template <class R>
  struct because_of_the_lengths_of {
    struct use_plain_axes; // expand<A>(x, a) knows ragged axes
  };
};

namespace detail {

template <class A, class X>
inline constexpr bool can_expand = false;
template <class A, class T, class... X>
inline constexpr bool can_expand<A, tensor<T, X...>> = !is_one_of<A, X...> && is_tensor_axes<axes<A, X...>>;

template <class A, class T, class... X>
auto why_not_expand(tag<tensor<T, X...>>) {
  using words = cannot_expand<A, tensor<T, X...>>;
  if constexpr (is_one_of<A, X...>)
    return say<typename words::because_it_has_that_axis_already::repeat_a_position_or_name_another_axis>();
  else if constexpr (ragged_axis<A>) // clang asks this for plain axes too
    return say<typename words::template because_its_rows_are_over<typename A::over>::which_the_operand_lacks>();
}

template <class A, class B, class X>
auto why_not_expand_by(tag<X>) {
  return say<typename cannot_expand<A, X>::template because_the_extent_is_that_of<B>::give_one_of_the_new_axis>();
}

template <class One, class Many, class X>
inline constexpr bool can_repeat = false;
template <class One, class Many, class T, class... X>
inline constexpr bool can_repeat<One, Many, tensor<T, X...>> =
    is_one_of<One, X...> && !is_one_of<Many, X...> && !ragged_axis<One> && !ragged_axis<Many> &&
    !(static_axis<One> && One::fixed != 1) && is_tensor_axes<replace<axes<X...>, One, Many>>;

template <class One, class Many, class T, class... X>
auto why_not_repeat(tag<tensor<T, X...>>) {
  using words = cannot_repeat<One, Many, tensor<T, X...>>;
  if constexpr (!is_one_of<One, X...>)
    return say<typename words::template because_the_operand_has_only<X...>::name_one_of_these>();
  else if constexpr (is_one_of<Many, X...>)
    return say<typename words::because_it_has_the_new_axis_already::choose_another_name>();
  else if constexpr (ragged_axis<Many>)
    return say<typename words::template because_of_the_lengths_of<Many>::use_plain_axes>();
  else if constexpr (static_axis<One> && One::fixed != 1)
    return say<typename words::template because_the_extent_is<One::fixed>::and_only_one_position_can_be_repeated>();
  else
    return say<typename words::template because_of_the_lengths_of<One>::use_plain_axes>();
}

template <class One, class Many, class B, class X>
auto why_not_repeat_by(tag<X>) {
  return say<
      typename cannot_repeat<One, Many, X>::template because_the_extent_is_that_of<B>::give_one_of_the_new_axis>();
}

// in [outer, inner] -> result over s, which is [outer, n, inner]
template <class At, class In, class S>
auto repeated(At const& at, In const& in, S const& s, extent_t outer, extent_t n, extent_t inner) {
  using T = typename In::element;
  auto y = at.template make<T>(s, bound_from<T, T>(in));
  for (extent_t i = 0; i < n; ++i) copy_blocks(at.device, outer, inner, in.p, inner, y.p + i * inner, n * inner);
  if constexpr (floating_element<T>)
    at.record(y, [=](detail::recorder& t, raw_element<T> const* dy) {
      if (auto d = t.want(in)) {
        if (!d.add && n == 0) fill(at.device, d.p, outer * inner, raw_element<T>{});
        for (extent_t i = 0; i < n; ++i)
          copy_blocks(at.device, outer, inner, dy + i * inner, n * inner, d.p, inner, d.add || i > 0);
      }
    });
  return at.finish(y);
}
} // namespace detail

// Whether `expand<A>(x, a)` is an operation.
template <class X, class A>
concept expandable = operand<X> && axis_tag<A> && detail::can_expand<A, signature<X>>;
// Whether `repeat<One, Many>(x, many)` is an operation.
template <class X, class One, class Many>
concept repeatable = operand<X> && axis_tag<One> && axis_tag<Many> && detail::can_repeat<One, Many, signature<X>>;

// The same values at every position of a new first axis: x [...] -> [A, ...]. The gradient is the sum over A.
template <axis_tag A, operand X>
  requires expandable<X, A>
auto expand(X const& x, A const& a) {
  auto at = detail::where("expand", x);
  auto const in = at.on(x);
  auto s = detail::shape_from("expand", detail::join<axes<A>, axes_of<X>>{}, in.s,
                              detail::shape<A>(detail::stored_extent<A>(a)));
  detail::require_whole("expand", s);
  if constexpr (ragged_axis<A>) {
    detail::shared_lengths owner;
    auto& extent = static_cast<detail::stored_extent<A>&>(s).extent;
    extent = at.own_lengths(extent, owner);
    return detail::repeated(at, in, s, 1, a.size(), in.s.elements());
  } else {
    return detail::repeated(at, in, s, 1, a.size(), in.s.elements());
  }
}
template <axis_tag A, operand X>
  requires(!expandable<X, A>)
auto expand(X const& x, A const& a) -> decltype(detail::refuse(detail::why_not_expand<A>(detail::tag<signature<X>>{})));
template <axis_tag A, operand X, axis_tag B>
  requires(!std::is_same_v<A, B>)
auto expand(X const& x, B const& b)
    -> decltype(detail::refuse(detail::why_not_expand_by<A, B>(detail::tag<signature<X>>{})));

// The one position of One at every position of Many: x [..., One, ...] -> [..., Many, ...]. Throws extent_error if One
// has a run-time extent that is not 1.
template <axis_tag One, axis_tag Many, operand X>
  requires repeatable<X, One, Many>
auto repeat(X const& x, Many const& many) {
  auto at = detail::where("repeat", x);
  auto const in = at.on(x);
  auto const around = detail::around_axis<One>(in.s);
  if (around.n != 1)
    detail::refuse_with<extent_error>({"repeat: the extent of ", detail::spelling_of<One>(), " is ", around.n,
                                       ", and only one position can be repeated"});
  auto const s = detail::shape_from("repeat", detail::replace<axes_of<X>, One, Many>{}, in.s,
                                    detail::shape<Many>(detail::stored_extent<Many>(many)));
  return detail::repeated(at, in, s, around.outer, many.size(), around.inner);
}
template <axis_tag One, axis_tag Many, operand X>
  requires(repeatable<X, One, Many> && static_axis<Many>)
auto repeat(X const& x) {
  return repeat<One, Many>(x, Many{});
}
template <axis_tag One, axis_tag Many, operand X>
  requires(!repeatable<X, One, Many>)
auto repeat(X const& x, Many const& many = {})
    -> decltype(detail::refuse(detail::why_not_repeat<One, Many>(detail::tag<signature<X>>{})));
template <axis_tag One, axis_tag Many, operand X, axis_tag B>
  requires(!std::is_same_v<Many, B>)
auto repeat(X const& x, B const& b)
    -> decltype(detail::refuse(detail::why_not_repeat_by<One, Many, B>(detail::tag<signature<X>>{})));

} // namespace sp
