// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>
#include <utility>

#include "../ops/attend.hpp"
#include "../tape/model_walk.hpp"
#include "detail/attended_axis.hpp"
#include "detail/prepared.hpp"

namespace sp {

template <class Width, class X>
struct cannot_attend_by_dot_over {
  template <class... Has>
  struct because_the_operand_has_only {
    struct rename_its_features; // rename<Old, New>(x): a product of query and memory needs one axis of both
  };
};

namespace detail {
template <class Width, class Query, class Memory>
inline constexpr bool can_attend_by_dot = false;
template <class Width, operand Query, operand Memory>
  requires(has_axis<Query, Width> && has_axis<Memory, Width>)
inline constexpr bool can_attend_by_dot<Width, Query, Memory> =
    attendable<Query, Memory, Memory, attended_axis<Query, Memory, Width>>;

template <class Width, class T, class... A>
auto why_it_lacks(tag<tensor<T, A...>>) {
  return say<typename cannot_attend_by_dot_over<Width, tensor<T, A...>>::template because_the_operand_has_only<
      A...>::rename_its_features>();
}
template <class Width, class L, class Query, class Memory>
auto why_not_attend_by_dot(tag<Query> query, tag<Memory> memory) {
  if constexpr (!has<typename Query::axes_list, Width>)
    return why_it_lacks<Width>(query);
  else if constexpr (!has<typename Memory::axes_list, Width>)
    return why_it_lacks<Width>(memory);
  else
    return why_not_attend<L>(query, memory);
}
} // namespace detail

// Dot attention (Luong et al. 2015): the energy of a position is query . memory, so both have the axis Width. A memory
// of another name and the same width is renamed where it is made: rename<both<Half, Back>, State>(outputs). No
// parameters.
//
// Every attention layer is used so: what prepare(memory) gives is computed once for a batch of inputs; the layer called
// with a query and that gives attended{context, weights}, the context over the features of the memory.
template <class Width>
struct dot_attention {
  BOOST_HANA_DEFINE_STRUCT(dot_attention);

  // The memory itself: [Letters, Batch, Width].
  template <operand Memory>
    requires has_axis<Memory, Width>
  std::remove_cvref_t<Memory> prepare(Memory&& memory) const {
    return std::forward<Memory>(memory);
  }
  template <operand Memory>
    requires(!has_axis<Memory, Width>)
  auto prepare(Memory&& memory) const
      -> decltype(detail::refuse(detail::why_it_lacks<Width>(detail::tag<signature<Memory>>{})));

  // query [..., Batch, ..., Width] -> context [..., Batch, ..., Width], weights [..., Batch, ..., Letters]
  template <operand Query, operand Memory>
    requires detail::can_attend_by_dot<Width, Query, Memory>
  auto operator()(Query const& query, Memory const& memory) const {
    return attend<detail::attended_axis<Query, Memory, Width>>(query, memory);
  }
  template <operand Query, operand Memory>
    requires(!detail::can_attend_by_dot<Width, Query, Memory>)
  auto operator()(Query const& query, Memory const& memory) const
      -> decltype(detail::refuse(detail::why_not_attend_by_dot<Width, detail::attended_axis<Query, Memory, Width>>(
          detail::tag<signature<Query>>{}, detail::tag<signature<Memory>>{})));
  template <operand Query, operand Keys, operand Memory>
  auto operator()(Query const& query, std::tuple<Keys, Memory> const& prepared) const
      -> decltype(detail::refuse(detail::why_prepared_otherwise(detail::tag<signature<Query>>{},
                                                                detail::tag<signature<Memory>>{})));
};

} // namespace sp
