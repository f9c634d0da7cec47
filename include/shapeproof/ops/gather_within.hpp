// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/copy.hpp"
#include "../tape/operation.hpp"
#include "detail/layout.hpp"
#include "detail/ragged_over.hpp"

namespace sp {

template <class A, class Batch, class X, class Ids>
struct cannot_gather_within {
  template <class... Has>
  struct because_the_operand_has_only {
    struct name_two_of_these; // gather_within<A, Batch>(x, ids) chooses positions of A, for each element of Batch
  };
  struct because_it_does_not_follow_its_batch {
    struct permute_it_there; // permute<..., Batch, A, ...>(x): what is chosen from is then one piece of memory
  };
  template <class I>
  struct because_the_ids_hold {
    template <class W>
    struct not_positions_of; // ids of one axis mean nothing along another; check_index tests raw ones
  };
  template <class... B>
  struct because_the_ids_are_over {
    struct give_them_over_the_batch_and_one_axis; // tensor<index<A>, Batch, B>; B is A itself, or new to x
  };
  struct because_it_is_ragged {
    struct and_a_row_may_have_ended_before; // first<A>(x) and last<A>(x) know the lengths
  };
  template <class... R>
  struct because_ragged_axes_lie_over_it {
    struct their_lengths_would_stay_behind; // choose before those axes appear
  };
  template <class... B>
  struct because_only_one_operand_is_on_the_tape {
    struct put_the_other_there_too; // tape(x) as a constant
  };
};

namespace detail {

// The second of two axes, the first of which is Batch; void if that is not what they are.
template <class Batch, class L>
struct beside {
  using type = void;
};
template <class Batch, class B>
struct beside<Batch, axes<Batch, B>> {
  using type = B;
};

template <class A, class Batch, class L>
inline constexpr bool follows = has<L, A> && has<L, Batch> && index_of<L, A> == index_of<L, Batch> + 1;

template <class A, class Batch, class X, class Ids>
inline constexpr bool can_gather_within = false;
template <class A, class Batch, class T, class... X, class B>
inline constexpr bool can_gather_within<A, Batch, tensor<T, X...>, tensor<index<A>, Batch, B>> =
    follows<A, Batch, axes<X...>> && (std::is_same_v<A, B> || !is_one_of<B, X...>) && !ragged_axis<A> &&
    !(is_ragged_over<A, X> || ...);

template <class A, class Batch, class T, class... X, class I, class... B>
auto why_not_gather_within(tag<tensor<T, X...>>, tag<tensor<I, B...>>) {
  using words = cannot_gather_within<A, Batch, tensor<T, X...>, tensor<I, B...>>;
  using B2 = typename beside<Batch, axes<B...>>::type;
  if constexpr (!is_one_of<A, X...> || !is_one_of<Batch, X...>)
    return say<typename words::template because_the_operand_has_only<X...>::name_two_of_these>();
  else if constexpr (!follows<A, Batch, axes<X...>>)
    return say<typename words::because_it_does_not_follow_its_batch::permute_it_there>();
  else if constexpr (!std::is_same_v<I, index<A>>)
    return say<typename words::template because_the_ids_hold<I>::template not_positions_of<A>>();
  else if constexpr (std::is_void_v<B2> || (!std::is_same_v<A, B2> && is_one_of<B2, X...>))
    return say<typename words::template because_the_ids_are_over<B...>::give_them_over_the_batch_and_one_axis>();
  else if constexpr (ragged_axis<A>)
    return say<typename words::because_it_is_ragged::and_a_row_may_have_ended_before>();
  else if constexpr ((is_ragged_over<A, X> || ...))
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_ragged_axes_lie_over_it<R...>::their_lengths_would_stay_behind>();
    }(ragged_over<A, axes<X...>>{});
  else
    return say<typename words::template because_only_one_operand_is_on_the_tape<>::put_the_other_there_too>();
}
} // namespace detail

// Whether `gather_within<A, Batch>(x, ids)` is an operation.
template <class X, class Ids, class A, class Batch>
concept gatherable_within = operand<X> && operand<Ids> && axis_tag<A> && axis_tag<Batch> &&
                            detail::can_gather_within<A, Batch, signature<X>, signature<Ids>> && on_one_tape<X, Ids>;

// For each element of Batch its own choice among the positions of A: x [..., Batch, A, ...], ids [Batch, B] of index<A>
// -> [..., Batch, B, ...]; B may be A itself. A beam search gives so each hypothesis the state of the one it continues.
// Throws extent_error if the ids were checked against a larger extent than x has, before the first read.
template <axis_tag A, axis_tag Batch, operand X, operand Ids>
  requires gatherable_within<X, Ids, A, Batch>
auto gather_within(X const& x, Ids const& ids) {
  using T = element_of<X>;
  using B = detail::last_axis<axes_of<Ids>>;
  auto at = detail::where("gather_within", x, ids);
  auto const in = at.on(x);
  auto const chosen = at.on(ids);
  extent_t const rows = in.s.template size<Batch>(), n = in.s.template size<A>(), m = chosen.s.template size<B>();
  if (detail::bound_value<index<A>>(chosen) > n)
    detail::refuse_with<extent_error>({"gather_within: the ids were checked against an extent of ",
                                       detail::bound_value<index<A>>(chosen), ", but ", detail::spelling_of<A>(),
                                       " has ", n});
  auto const others = detail::shape_from("gather_within", detail::minus<axes_of<X>, axes<A>>{}, in.s);
  auto y =
      at.template make<T>(detail::shape_from("gather_within", detail::replace<axes_of<X>, A, B>{}, others, chosen.s),
                          detail::bound_from<T, T>(in));
  // Batch and A are one axis for the kernel, with positions counted through.
  typename decltype(at)::workspace workspace;
  int* const positions = at.template keep<int>(workspace, rows * m);
  positions_in_rows(at.device, chosen.p, rows, m, n, positions);
  auto const around = detail::around_axis<A>(in.s);
  extent_t const outer = rows == 0 ? 0 : around.outer / rows;
  gather(at.device, in.p, positions, outer, rows * n, rows * m, around.inner, y.p);
  if constexpr (floating_element<T>)
    at.record(y, [=](detail::recorder& t, raw_element<T> const* dy) {
      if (auto d = t.want(in))
        gather_backward(at.device, dy, positions, outer, rows * n, rows * m, around.inner, d.p, d.add);
    });
  return at.finish(y);
}
template <axis_tag A, axis_tag Batch, operand X, operand Ids>
  requires(!gatherable_within<X, Ids, A, Batch>)
auto gather_within(X const& x, Ids const& ids)
    -> decltype(detail::refuse_of<X, Ids>(detail::why_not_gather_within<A, Batch>(detail::tag<signature<X>>{},
                                                                                  detail::tag<signature<Ids>>{})));

} // namespace sp
