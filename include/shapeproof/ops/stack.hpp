// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <concepts>
#include <span>

#include "../cpu/copy.hpp"
#include "../tape/operation.hpp"
#include "detail/named_extent.hpp"

namespace sp {

template <class A, class X>
struct cannot_stack {
  template <class Y>
  struct because_another_one_is_a {
    struct make_all_of_one_type; // permute, rename or cast<T> what differs: a stack has one kind of layer
  };
  struct because_they_have_that_axis_already {
    struct concat_or_name_another_axis; // concat<AB>(x, y) joins along an axis that is there
  };
  template <extent_t N>
  struct because_the_extent_is {
    template <extent_t M>
    struct and_there_are {
      struct give_one_for_each_position; // one tensor for each position of the new axis
    };
  };
  struct because_the_axis_is_ragged {
    struct give_its_lengths_too; // stack<Letters>(values, letters), with letters = x.extent<Letters>()
  };
  template <class Over>
  struct because_its_rows_are_over {
    struct which_they_lack; // a ragged axis has one length per element of the axis that it is ragged over
  };
  template <class... Y>
  struct because_only_some_are_on_the_tape {
    struct put_the_others_there_too; // tape(x) as a constant
  };
};

namespace detail {

template <class A, class X>
inline constexpr bool can_stack = false;
template <class A, class T, class... X>
inline constexpr bool can_stack<A, tensor<T, X...>> = !is_one_of<A, X...> && is_tensor_axes<axes<A, X...>>;

template <class X, class F, class Y, class... More>
auto first_other(F f, tag<Y> one, tag<More>... more) {
  if constexpr (std::is_same_v<X, Y>)
    return first_other<X>(f, more...);
  else
    return f(one);
}

// More: the types of the others. Count: how many there are, -1 if that is known only at run time.
template <class A, extent_t Count, bool WithLengths, class T, class... X, class... More>
auto why_not_stack(tag<tensor<T, X...>>, tag<More>... more) {
  using words = cannot_stack<A, tensor<T, X...>>;
  if constexpr (!(std::is_same_v<More, tensor<T, X...>> && ...))
    return first_other<tensor<T, X...>>(
        []<class Y>(tag<Y>) {
          return say<typename words::template because_another_one_is_a<Y>::make_all_of_one_type>();
        },
        more...);
  else if constexpr (is_one_of<A, X...>)
    return say<typename words::because_they_have_that_axis_already::concat_or_name_another_axis>();
  else if constexpr (ragged_axis<A> && !is_tensor_axes<axes<A, X...>>)
    return say<typename words::template because_its_rows_are_over<typename A::over>::which_they_lack>();
  else if constexpr (ragged_axis<A> && !WithLengths)
    return say<typename words::because_the_axis_is_ragged::give_its_lengths_too>();
  else if constexpr (static_axis<A> && Count >= 0 && Count != A::fixed)
    return say<typename words::template because_the_extent_is<A::fixed>::template and_there_are<
        Count>::give_one_for_each_position>();
  else
    return say<typename words::template because_only_some_are_on_the_tape<>::put_the_others_there_too>();
}
// parts [count] of one shape -> [A, ...]
template <class At, class In, class S>
auto stacked(At const& at, In const* parts, extent_t count, S const& s) {
  using T = typename In::element;
  extent_t bound = 0;
  for (extent_t i = 0; i < count; ++i) bound = std::max(bound, bound_from<T, T>(parts[i]));
  auto y = at.template make<T>(s, bound);
  extent_t const size = parts[0].s.elements();
  for (extent_t i = 0; i < count; ++i) copy_blocks(at.device, 1, size, parts[i].p, size, y.p + i * size, size);
  if constexpr (floating_element<T>)
    at.record(y, [=](detail::recorder& t, raw_element<T> const* dy) {
      for (extent_t i = 0; i < count; ++i)
        if (auto d = t.want(parts[i])) copy_blocks(at.device, 1, size, dy + i * size, size, d.p, size, d.add);
    });
  return at.finish(y);
}

// Compares the shapes and finds the new one; `given` is the extent of A if it is ragged.
template <class A, class At, class In, class... Extent>
auto stack_parts(At const& at, In const* parts, extent_t count, Extent const&... given) {
  extent_t i = 1;
  try {
    for (; i < count; ++i) require_common_extents("stack", parts[0].s, parts[i].s);
  } catch (extent_error const& error) {
    refuse_with<extent_error>({error.what(), ", at the positions 0 and ", i});
  }
  using result = join<axes<A>, typename In::axes_list>;
  if constexpr (sizeof...(Extent) == 0) {
    auto const a = extent_named<A>("stack", count);
    return stacked(at, parts, count, shape_from("stack", result{}, parts[0].s, shape<A>(a)));
  } else {
    auto s = shape_from("stack", result{}, parts[0].s, shape<A>(stored_extent<A>(given)...));
    require_whole("stack", s);
    if (count != s.template size<A>()) refuse_extents("stack", spelling_of<A>(), s.template size<A>(), count);
    shared_lengths owner;
    auto& extent = static_cast<stored_extent<A>&>(s).extent;
    extent = at.own_lengths(extent, owner);
    return stacked(at, parts, count, s);
  }
}

template <class A, class Values, class... Extent>
auto stack_values(Values const& values, Extent const&... given) {
  auto const count = static_cast<extent_t>(values.size());
  if (count == 0) refuse_with<extent_error>({"stack: there is nothing to stack along ", spelling_of<A>()});
  auto at = where("stack", values[0]);
  scratch workspace;
  auto* parts = at.template note<decltype(at.on(values[0]))>(workspace, count);
  for (std::size_t i = 0; i < values.size(); ++i) parts[i] = at.on(values[i]);
  return stack_parts<A>(at, parts, count, given...);
}
} // namespace detail

// A std::vector, std::array or std::span of operands of one type.
template <class Values>
concept operand_sequence = operand<typename Values::value_type> &&
                           std::convertible_to<Values const&, std::span<typename Values::value_type const>>;

// Whether `stack<A>(x, more...)` is an operation.
template <class A, class X, class... More>
concept stackable = operand<X> && axis_tag<A> && detail::can_stack<A, signature<X>> && !ragged_axis<A> &&
                    (std::is_same_v<signature<X>, signature<More>> && ...) &&
                    (dynamic_axis<A> || A::fixed == 1 + sizeof...(More)) && on_one_tape<X, More...>;
// Whether `stack<A>(values)` is an operation on a sequence of operands.
template <class A, class Values>
concept sequence_stackable = operand_sequence<Values> && axis_tag<A> &&
                             detail::can_stack<A, signature<typename Values::value_type>> && !ragged_axis<A>;
// Whether `stack<A>(values, a)` is one: A is ragged and a its extent, with the lengths.
template <class A, class Values>
concept sequence_stackable_with_lengths =
    operand_sequence<Values> && ragged_axis<A> && detail::can_stack<A, signature<typename Values::value_type>>;

// x and more [...] -> [A, ...]: each at one position of a new first axis, whose extent is their number.
template <axis_tag A, operand X, operand... More>
  requires stackable<A, X, More...>
auto stack(X const& x, More const&... more) {
  auto at = detail::where("stack", x, more...);
  scratch workspace;
  extent_t const count = 1 + static_cast<extent_t>(sizeof...(More));
  auto* parts = at.template note<decltype(at.on(x))>(workspace, count);
  auto* next = parts;
  *next++ = at.on(x);
  ((*next++ = at.on(more)), ...);
  return detail::stack_parts<A>(at, parts, count);
}
template <axis_tag A, operand X, operand... More>
  requires(!stackable<A, X, More...>)
auto stack(X const& x, More const&... more)
    -> decltype(detail::refuse_of<X, More...>(detail::why_not_stack<A, 1 + sizeof...(More), false>(
        detail::tag<signature<X>>{}, detail::tag<signature<More>>{}...)));

// The same for a vector, array or span of them. Throws extent_error if it is empty, A is static and has another extent,
// or their extents differ.
template <axis_tag A, operand_sequence Values>
  requires sequence_stackable<A, Values>
auto stack(Values const& values) {
  return detail::stack_values<A>(values);
}
template <axis_tag A, operand_sequence Values>
  requires(!sequence_stackable<A, Values>)
auto stack(Values const& values) -> decltype(detail::refuse(
    detail::why_not_stack<A, -1, false>(detail::tag<signature<typename Values::value_type>>{})));

// The same along a ragged axis, whose lengths are given: what was computed step by step up to the longest row.
template <axis_tag A, operand_sequence Values>
  requires sequence_stackable_with_lengths<A, Values>
auto stack(Values const& values, A const& a) {
  return detail::stack_values<A>(values, a);
}
template <axis_tag A, operand_sequence Values>
  requires(!sequence_stackable_with_lengths<A, Values>)
auto stack(Values const& values, A const& a) -> decltype(detail::refuse(
    detail::why_not_stack<A, -1, true>(detail::tag<signature<typename Values::value_type>>{})));

} // namespace sp
