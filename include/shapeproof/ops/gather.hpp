// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/copy.hpp"
#include "../tape/operation.hpp"
#include "detail/layout.hpp"
#include "detail/ragged_over.hpp"

namespace sp {

template <class A, class X, class Ids>
struct cannot_gather {
  template <class... Has>
  struct because_the_operand_has_only {
    struct name_one_of_these; // gather<A>(x, ids): A is an axis of x
  };
  template <class I>
  struct because_the_ids_are_unchecked {
    template <class V>
    struct use_check_index; // check_index<Axis>(ids, extent) tests every id once and gives tensor<index<Axis>, ...>
  };
  template <class L>
  struct because_the_ids_are_lengths {
    struct take_the_last_position_of_each_row; // last<A>(x): a row of length 5 ends at position 4
  };
  template <class I>
  struct because_the_ids_index {
    struct gather_along_the_axis_they_index; // ids of one axis mean nothing along another
  };
  struct because_the_axis_is_ragged {
    struct a_position_may_lie_beyond_the_end_of_its_row; // first<A>(x) and last<A>(x) know the lengths
  };
  template <class... B>
  struct because_both_have {
    struct rename_that_axis_of_one; // rename<Old, New>(x): the result would have the axis twice
  };
  template <class... R>
  struct because_ragged_axes_lie_over_it {
    struct give_ids_over_that_axis_alone; // tensor<index<Batch>, Batch>: then the lengths of the rows come along
  };
  template <class... B>
  struct because_only_one_operand_is_on_the_tape {
    struct put_the_other_there_too; // tape(x) as a constant
  };
};

namespace detail {

template <class L, class A, class M>
struct expanded_of;
template <class... X, class A, class M>
struct expanded_of<axes<X...>, A, M> {
  using type = decltype((axes<>{} | ... | std::conditional_t<std::is_same_v<X, A>, M, axes<X>>{}));
};
// The list L with the list M in the place of A.
template <class L, class A, class M>
using expanded = typename expanded_of<L, A, M>::type;

template <class A, class X, class Ids>
inline constexpr bool can_gather = false;
template <class A, class T, class... X, class... B>
inline constexpr bool can_gather<A, tensor<T, X...>, tensor<index<A>, B...>> =
    is_one_of<A, X...> && !ragged_axis<A> && ((std::is_same_v<A, B> || !is_one_of<B, X...>) && ...) &&
    (std::is_same_v<axes<A>, axes<B...>> || !(is_ragged_over<A, X> || ...));

template <class A, class T, class... X, class I, class... B>
auto why_not_gather(tag<tensor<T, X...>>, tag<tensor<I, B...>>) {
  using words = cannot_gather<A, tensor<T, X...>, tensor<I, B...>>;
  if constexpr (!is_one_of<A, X...>)
    return say<typename words::template because_the_operand_has_only<X...>::name_one_of_these>();
  else if constexpr (length_element<I>)
    return say<typename words::template because_the_ids_are_lengths<I>::take_the_last_position_of_each_row>();
  else if constexpr (!index_element<I>)
    return say<typename words::template because_the_ids_are_unchecked<I>::template use_check_index<A>>();
  else if constexpr (!std::is_same_v<I, index<A>>)
    return []<class V>(tag<index<V>>) {
      return say<typename words::template because_the_ids_index<V>::gather_along_the_axis_they_index>();
    }(tag<I>{});
  else if constexpr (ragged_axis<A>)
    return say<typename words::because_the_axis_is_ragged::a_position_may_lie_beyond_the_end_of_its_row>();
  else if constexpr (!((std::is_same_v<A, B> || !is_one_of<B, X...>) && ...))
    return []<class... Both>(axes<Both...>) {
      return say<typename words::template because_both_have<Both...>::rename_that_axis_of_one>();
    }(minus<common<axes<B...>, axes<X...>>, axes<A>>{});
  else if constexpr (!std::is_same_v<axes<A>, axes<B...>> && (is_ragged_over<A, X> || ...))
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_ragged_axes_lie_over_it<R...>::give_ids_over_that_axis_alone>();
    }(ragged_over<A, axes<X...>>{});
  else
    return say<typename words::template because_only_one_operand_is_on_the_tape<>::put_the_other_there_too>();
}

// The shape with the rows `ids` of every axis that is ragged over A. The lengths belong to the tape, or to `owners`.
template <class A, class At, class... X, class Ids>
shape<X...> with_lengths_of_rows(At const& at, shape<X...> s, Ids const& ids, shared_lengths* owners) {
  (
      [&] {
        if constexpr (is_ragged_over<A, X>) {
          scratch workspace;
          auto& extent = static_cast<stored_extent<X>&>(s).extent;
          int* lengths = workspace.take<int>(ids.s.elements());
          auto const* chosen = on_host(at.device, workspace, ids.p, ids.s.elements());
          for (extent_t row = 0; row < ids.s.elements(); ++row) lengths[row] = extent.lengths[chosen[row]];
          extent = at.own_lengths({extent.longest, ids.s.elements(), lengths}, *owners++);
        }
      }(),
      ...);
  return s;
}
} // namespace detail

// Whether `gather<A>(x, ids)` is an operation.
template <class X, class Ids, class A>
concept gatherable = operand<X> && operand<Ids> && axis_tag<A> && detail::can_gather<A, signature<X>, signature<Ids>> &&
                     on_one_tape<X, Ids>;

// The positions `ids` of A: x [..., A, ...], ids [B...] of index<A> -> [..., B..., ...]. With ids over A itself the
// rows of a batch are chosen or reordered, together with their lengths along the axes that are ragged over A. Throws
// extent_error if the ids were checked against a larger extent than x has, before the first read.
template <axis_tag A, operand X, operand Ids>
  requires gatherable<X, Ids, A>
auto gather(X const& x, Ids const& ids) {
  using T = element_of<X>;
  using L = axes_of<X>;
  using M = axes_of<Ids>;
  auto at = detail::where("gather", x, ids);
  auto const in = at.on(x);
  auto const rows = at.on(ids);
  auto const around = detail::around_axis<A>(in.s);
  if (detail::bound_value<index<A>>(rows) > around.n)
    detail::refuse_with<extent_error>({"gather: the ids were checked against an extent of ",
                                       detail::bound_value<index<A>>(rows), ", but ", detail::spelling_of<A>(), " has ",
                                       around.n});
  auto const others = detail::shape_from("gather", detail::minus<L, axes<A>>{}, in.s);
  detail::shared_lengths owners[detail::count<detail::ragged_over<A, L>> + 1];
  auto const s = detail::with_lengths_of_rows<A>(
      at, detail::shape_from("gather", detail::expanded<L, A, M>{}, others, rows.s), rows, owners);
  auto y = at.template make<T>(s, detail::bound_from<T, T>(in));
  extent_t const count = rows.s.elements();
  gather(at.device, in.p, rows.p, around.outer, around.n, count, around.inner, y.p);
  if constexpr (floating_element<T>)
    at.record(y, [=](detail::recorder& t, raw_element<T> const* dy) {
      if (auto d = t.want(in))
        gather_backward(at.device, dy, rows.p, around.outer, around.n, count, around.inner, d.p, d.add);
    });
  return at.finish(y);
}
template <axis_tag A, operand X, operand Ids>
  requires(!gatherable<X, Ids, A>)
auto gather(X const& x, Ids const& ids)
    -> decltype(detail::refuse_of<X, Ids>(detail::why_not_gather<A>(detail::tag<signature<X>>{},
                                                                    detail::tag<signature<Ids>>{})));

} // namespace sp
