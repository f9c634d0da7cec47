// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>
#include <utility>

#include "../ops/attend.hpp"
#include "../ops/dot.hpp"
#include "../tape/model_walk.hpp"
#include "detail/attended_axis.hpp"
#include "detail/prepared.hpp"
#include "detail/summed.hpp"

namespace sp {

// General attention (Luong et al. 2015): the energy of a position is query . (memory weight). The product with the
// weight is made once, by prepare. Used as dot_attention is.
template <class Query, class Memory, class Element = float>
struct general_attention {
  using weights = parameter<Element, Memory, Query>;
  BOOST_HANA_DEFINE_STRUCT(general_attention, (weights, weight));
  using summed = detail::summed_type<weights>;

  // memory [Letters, Batch, Memory] -> keys [Letters, Batch, Query] and the memory
  template <operand M>
    requires dottable<M, summed, Memory>
  auto prepare(M&& memory) const {
    auto keys = dot<Memory>(memory, detail::summed(weight));
    return std::tuple<decltype(keys), std::remove_cvref_t<M>>(std::move(keys), std::forward<M>(memory));
  }
  template <operand M>
    requires(!dottable<M, summed, Memory>)
  auto prepare(M&& memory) const
      -> decltype(detail::refuse(detail::why_not_dot(axes<Memory>{}, detail::tag<signature<M>>{},
                                                     detail::tag<signature<summed>>{})));

  // query [..., Batch, ..., Query] -> context [..., Batch, ..., Memory], weights [..., Batch, ..., Letters]
  template <operand Q, operand K, operand M>
    requires attendable<Q, K, M, detail::attended_axis<Q, K, Query>>
  auto operator()(Q const& query, std::tuple<K, M> const& prepared) const {
    return attend<detail::attended_axis<Q, K, Query>>(query, std::get<0>(prepared), std::get<1>(prepared));
  }
  template <operand Q, operand K, operand M>
    requires(!attendable<Q, K, M, detail::attended_axis<Q, K, Query>>)
  auto operator()(Q const& query, std::tuple<K, M> const& prepared) const
      -> decltype(detail::refuse(detail::why_not_attend<detail::attended_axis<Q, K, Query>>(
          detail::tag<signature<Q>>{}, detail::tag<signature<K>>{}, detail::tag<signature<M>>{})));
  template <operand Q, operand M>
  auto operator()(Q const& query, M const& memory) const
      -> decltype(detail::refuse(detail::why_not_prepared(detail::tag<signature<Q>>{}, detail::tag<signature<M>>{})));
};

template <class Query, class Memory>
struct cannot_make_general_attention {
  struct because_its_weight_would_have_one_axis_twice {
    struct
        give_the_memory_features_of_its_own; // rename<State, Encoded>(memory): then it asks State and answers Encoded
  };
};

// From an axis to itself nobody could say which side of the weight is the query's.
template <class A, class Element>
struct general_attention<A, A, Element> {
  // The walk over a model that has it as a member says this sentence.
  using refused_because = typename cannot_make_general_attention<
      A, A>::because_its_weight_would_have_one_axis_twice::give_the_memory_features_of_its_own;
  template <operand M>
  auto prepare(M const& memory) const -> decltype(detail::refuse(detail::say<refused_because>()));
};

} // namespace sp
