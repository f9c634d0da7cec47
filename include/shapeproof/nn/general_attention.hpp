// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>
#include <utility>

#include "../ops/attend.hpp"
#include "../ops/dot.hpp"
#include "../tape/model_walk.hpp"
#include "detail/attended_axis.hpp"

namespace sp {

// General attention (Luong et al. 2015): the energy of a position is query . (memory weight). The product with the
// weight is made once, by prepare. Used as dot_attention is.
template <class Query, class Memory, class Element = float>
struct general_attention {
  using weights = parameter<Element, Memory, Query>;
  BOOST_HANA_DEFINE_STRUCT(general_attention, (weights, weight));

  // memory [Letters, Batch, Memory] -> keys [Letters, Batch, Query] and the memory
  template <operand M>
    requires dottable<M, weights, Memory>
  auto prepare(M&& memory) const {
    auto keys = dot<Memory>(memory, weight);
    return std::tuple<decltype(keys), std::remove_cvref_t<M>>(std::move(keys), std::forward<M>(memory));
  }
  template <operand M>
    requires(!dottable<M, weights, Memory>)
  auto prepare(M&& memory) const
      -> decltype(detail::refuse(detail::why_not_dot(axes<Memory>{}, detail::tag<signature<M>>{},
                                                     detail::tag<signature<weights>>{})));

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
};

} // namespace sp
