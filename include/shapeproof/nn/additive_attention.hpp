// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <tuple>
#include <utility>

#include "../core/random.hpp"
#include "../ops/attend_additive.hpp"
#include "../ops/dot.hpp"
#include "detail/attended_axis.hpp"
#include "linear.hpp"

namespace sp {

// Additive attention (Bahdanau, Cho, Bengio 2015): the energy of a position is v . tanh(query w + memory u + bias), the
// sum being over Inner. The projection of the memory is made once, by prepare. Used as dot_attention is.
template <class Query, class Memory, class Inner, class Element = float>
struct additive_attention {
  using key_layer = linear<Memory, Inner, Element>;
  using query_weights = parameter<Element, Query, Inner>;
  using energy_weights = parameter<Element, Inner>;
  BOOST_HANA_DEFINE_STRUCT(additive_attention, (query_weights, query_weight), (key_layer, keys),
                           (energy_weights, energy_weight));

  // memory [Letters, Batch, Memory] -> keys [Letters, Batch, Inner] and the memory
  template <operand M>
    requires affinable<M, typename key_layer::weights, typename key_layer::offsets>
  auto prepare(M&& memory) const {
    auto projected = keys(memory);
    return std::tuple<decltype(projected), std::remove_cvref_t<M>>(std::move(projected), std::forward<M>(memory));
  }
  template <operand M>
    requires(!affinable<M, typename key_layer::weights, typename key_layer::offsets>)
  auto prepare(M&& memory) const
      -> decltype(detail::refuse(detail::why_not_affine(detail::tag<signature<M>>{},
                                                        detail::tag<signature<typename key_layer::weights>>{},
                                                        detail::tag<signature<typename key_layer::offsets>>{})));

  // query [..., Batch, ..., Query] -> context [..., Batch, ..., Memory], weights [..., Batch, ..., Letters]
  template <operand Q, operand K, operand M>
    requires dottable<Q, query_weights, Query>
  auto operator()(Q const& query, std::tuple<K, M> const& prepared) const {
    auto const projected = dot<Query>(query, query_weight);
    return attend_additive<detail::attended_axis<decltype(projected), K, Inner>>(projected, std::get<0>(prepared),
                                                                                 energy_weight, std::get<1>(prepared));
  }
  template <operand Q, operand K, operand M>
    requires(!dottable<Q, query_weights, Query>)
  auto operator()(Q const& query, std::tuple<K, M> const& prepared) const
      -> decltype(detail::refuse(detail::why_not_dot(axes<Query>{}, detail::tag<signature<Q>>{},
                                                     detail::tag<signature<query_weights>>{})));

  // Energies start between about -1 and 1: uniform in +-sqrt(6 / (Inner + 1)), as a matrix with one output.
  void initialise(random_sequence& random) {
    double const limit = std::sqrt(6 / (static_cast<double>(energy_weight.size()) + 1));
    for (Element& x : energy_weight.unnamed()) x = static_cast<Element>(random.uniform(-limit, limit));
  }
};

} // namespace sp
