// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <tuple>
#include <utility>

#include "../core/random.hpp"
#include "../ops/attend_additive.hpp"
#include "../ops/dot.hpp"
#include "detail/attended_axis.hpp"
#include "detail/prepared.hpp"
#include "detail/summed.hpp"
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

private:
  using summed_query_weights = detail::summed_type<query_weights>;
  using summed_energy_weights = detail::summed_type<energy_weights>;
  template <class Q>
  using asked = decltype(dot<Query>(std::declval<Q const&>(), std::declval<summed_query_weights const&>()));
  template <class Q, class K>
  using attended = detail::attended_axis<asked<Q>, K, Inner>;
  template <class Q, class K, class M>
  static constexpr bool asks() {
    if constexpr (dottable<Q, summed_query_weights, Query>)
      return additively_attendable<asked<Q>, K, summed_energy_weights, M, attended<Q, K>>;
    else
      return false;
  }
  template <class Q, class K, class M>
  static auto why_not_ask() {
    if constexpr (dottable<Q, summed_query_weights, Query>)
      return []<class L, class... More>(axes<L, More...>) {
        return detail::why_not_attend_additively<L>(detail::tag<signature<asked<Q>>>{}, detail::tag<signature<K>>{},
                                                    detail::tag<signature<summed_energy_weights>>{},
                                                    detail::tag<signature<M>>{});
      }(detail::attended_first<asked<Q>, K, Inner>{});
    else
      return detail::why_not_dot(axes<Query>{}, detail::tag<signature<Q>>{},
                                 detail::tag<signature<summed_query_weights>>{});
  }

public:
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
    requires(asks<Q, K, M>())
  auto operator()(Q const& query, std::tuple<K, M> const& prepared) const {
    return attend_additive<attended<Q, K>>(dot<Query>(query, detail::summed(query_weight)), std::get<0>(prepared),
                                           detail::summed(energy_weight), std::get<1>(prepared));
  }
  template <operand Q, operand K, operand M>
    requires(!asks<Q, K, M>())
  auto operator()(Q const& query, std::tuple<K, M> const& prepared) const
      -> decltype(detail::refuse(why_not_ask<Q, K, M>()));
  template <operand Q, operand M>
  auto operator()(Q const& query, M const& memory) const
      -> decltype(detail::refuse(detail::why_not_prepared(detail::tag<signature<Q>>{}, detail::tag<signature<M>>{})));

  // Energies start between about -1 and 1: uniform in +-sqrt(6 / (Inner + 1)), as a matrix with one output.
  void initialise(random_sequence& random) {
    double const limit = std::sqrt(6 / (static_cast<double>(energy_weight.size()) + 1));
    for (Element& x : energy_weight.unnamed()) x = static_cast<Element>(random.uniform(-limit, limit));
  }
};

template <class Query, class Memory, class Inner>
struct cannot_make_additive_attention {
  struct because_a_weight_would_have_one_axis_twice {
    struct give_the_sum_an_axis_of_its_own; // struct Inner : sp::axis<64> {}: query and memory are both projected to it
  };
};

// From an axis to itself nobody could say which side of the weight is meant.
template <class Query, class Memory, class Inner, class Element>
  requires(std::is_same_v<Query, Inner> || std::is_same_v<Memory, Inner>)
struct additive_attention<Query, Memory, Inner, Element> {
  // The walk over a model that has it as a member says this sentence.
  using refused_because = typename cannot_make_additive_attention<
      Query, Memory, Inner>::because_a_weight_would_have_one_axis_twice::give_the_sum_an_axis_of_its_own;
  template <operand M>
  auto prepare(M const& memory) const -> decltype(detail::refuse(detail::say<refused_because>()));
};

} // namespace sp
