// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/additive_attention.hpp"
#include "detail/attention.hpp"
#include "detail/silent_padding.hpp"

namespace sp {

// The words of attend_additive: over which axis, and the operands that do not go together.
template <class L, class... Operand>
struct cannot_attend_additively_over {
  struct because_the_keys_have_no_such_axis {
    struct name_the_axis_of_their_positions; // attend_additive<Letters>(query, keys, v, values): keys over Letters
  };
  struct because_the_query_is_over_it_too {
    struct rename_it_to_key_in_the_memory; // self-attention: rename<Time, key<Time>>(keys), and the values
  };
  struct because_the_elements_differ_or_are_no_numbers {
    struct cast_them_to_one_floating_type; // cast<float>(x)
  };
  template <class... X>
  struct because_the_vector_has {
    struct where_one_axis_of_features_belongs; // v has one number for each feature that query and keys are projected to
  };
  template <class... A>
  struct because_the_query_lacks {
    struct project_it_within_the_same_batch; // a linear layer takes the decoder's state to the features of v
  };
  template <class... A>
  struct because_the_keys_lack {
    struct project_them_to_the_features_of_the_vector; // a linear layer takes the memory there, once for all queries
  };
  template <class... X>
  struct because_the_keys_have_besides {
    struct give_one_key_for_each_position; // keys are over the positions, the batch and the features of v
  };
  template <class... X>
  struct because_the_values_lack {
    struct give_one_value_for_each_key; // values have the axes of the keys, with features of their own
  };
  template <class... X>
  struct because_the_values_have {
    struct where_one_axis_of_features_belongs; // values have the axes of the keys, with features of their own
  };
  template <class... X>
  struct because_query_and_values_both_have {
    struct rename_that_axis_of_one; // the context would have it twice
  };
  template <class... X>
  struct because_only_some_operands_are_on_the_tape {
    struct put_the_others_there_too; // tape(memory), before it is encoded
  };
};

namespace detail {
template <class L, class Q, class K, class Vector, class V>
inline constexpr bool can_attend_additively = false;
template <class L, std::floating_point T, class... Q, class... K, class F, class... V>
inline constexpr bool can_attend_additively<L, tensor<T, Q...>, tensor<T, K...>, tensor<T, F>, tensor<T, V...>> =
    keys_fit<L, axes<F>, axes<Q...>, axes<K...>> && values_suit_keys<L, axes<F>, axes<Q...>, axes<K...>, axes<V...>>;

template <class L, class T, class... Q, class U, class... K, class W, class... F, class S, class... V>
auto why_not_attend_additively(tag<tensor<T, Q...>>, tag<tensor<U, K...>>, tag<tensor<W, F...>>, tag<tensor<S, V...>>) {
  using all = cannot_attend_additively_over<L, tensor<T, Q...>, tensor<U, K...>, tensor<W, F...>, tensor<S, V...>>;
  using words = cannot_attend_additively_over<L, tensor<T, Q...>, tensor<U, K...>, tensor<W, F...>>;
  if constexpr (!std::floating_point<T> || !std::is_same_v<T, U> || !std::is_same_v<T, W> || !std::is_same_v<T, S>)
    return say<typename all::because_the_elements_differ_or_are_no_numbers::cast_them_to_one_floating_type>();
  else if constexpr (!is_one_of<L, K...>)
    return say<typename words::because_the_keys_have_no_such_axis::name_the_axis_of_their_positions>();
  else if constexpr (is_one_of<L, Q...>)
    return say<typename words::because_the_query_is_over_it_too::rename_it_to_key_in_the_memory>();
  else
    return []<class... NotInQuery, class... NotInKeys, class... Besides>(axes<NotInQuery...>, axes<NotInKeys...>,
                                                                         axes<Besides...>) {
      constexpr bool is_batch = (has<typename batches_of<axes<L, Q..., K...>>::type, F> || ...);
      if constexpr (sizeof...(F) != 1 || is_batch)
        return say<typename words::template because_the_vector_has<F...>::where_one_axis_of_features_belongs>();
      else if constexpr (sizeof...(NotInQuery) > 0)
        return say<typename words::template because_the_query_lacks<NotInQuery...>::project_it_within_the_same_batch>();
      else if constexpr (sizeof...(NotInKeys) > 0)
        return say<
            typename words::template because_the_keys_lack<NotInKeys...>::project_them_to_the_features_of_the_vector>();
      else if constexpr (sizeof...(Besides) > 0)
        return say<
            typename words::template because_the_keys_have_besides<Besides...>::give_one_key_for_each_position>();
      else
        return why_not_values<all, L, axes<F...>, axes<Q...>, axes<K...>, axes<V...>>();
    }(minus<join<typename over_of<L>::type, axes<F...>>, axes<Q...>>{}, minus<axes<F...>, axes<K...>>{},
           minus<axes<K...>, axes<L, Q...>>{});
}
} // namespace detail

// Whether `attend_additive<L>(query, keys, v, values)` is an operation.
template <class Query, class Keys, class Vector, class Values, class L>
concept additively_attendable =
    operand<Query> && operand<Keys> && operand<Vector> && operand<Values> && axis_tag<L> &&
    detail::can_attend_additively<L, signature<Query>, signature<Keys>, signature<Vector>, signature<Values>> &&
    on_one_tape<Query, Keys, Vector, Values>;

// Additive attention (Bahdanau, Cho, Bengio 2015): query (any axes, Batch, F) and keys (L, Batch, F), both projected
// to the same features, v (F), values (L, Batch, V), axes in any order. A position's energy is v . tanh(query + key),
// its weight the softmax of that over L, the context the mean of the values it weighs: the query's axes with V for F.
// If L is ragged over Batch, padding has weight 0; a row of length 0 has context 0. Throws extent_error if shared
// extents differ.
template <axis_tag L, operand Query, operand Keys, operand Vector, operand Values>
  requires additively_attendable<Query, Keys, Vector, Values, L>
auto attend_additive(Query const& query, Keys const& keys, Vector const& vector, Values const& values) {
  using T = element_of<Query>;
  using P = detail::attention_axes<L, axes_of<Vector>, axes_of<Query>, axes_of<Keys>, axes_of<Values>>;
  auto at = detail::where("attend_additive", query, keys, vector, values);
  auto q = at.on(detail::finite_at_padding(query, axes_of<Query>{}));
  auto k = at.on(keys);
  auto v = at.on(vector);
  auto m = at.on(values);
  detail::require_common_extents("attend_additive", q.s, k.s);
  detail::require_common_extents("attend_additive", k.s, v.s);
  detail::require_common_extents("attend_additive", k.s, m.s);
  auto context = at.template make<T>(detail::shape_from("attend_additive", typename P::context_axes{}, q.s, m.s));
  auto weights =
      at.template make<distribution<T, L>>(detail::shape_from("attend_additive", typename P::weights_axes{}, q.s, k.s));
  typename decltype(at)::workspace workspace;
  detail::shared_lengths lengths_owner;
  auto const a = detail::prepare_attention<L, P>(q, k, m, weights.p, at, workspace, lengths_owner);
  T* const mixed = detail::ordered_place(typename P::context_order{}, context.s, context.p, workspace);
  additive_attention_forward<T>(at.device, a.extents, a.query, a.keys, v.p, a.values, a.weights, mixed);
  detail::put_back(at.device, typename P::context_order{}, context.s, mixed, context.p, false);
  detail::put_back(at.device, typename P::weights_order{}, weights.s, a.weights, weights.p, false);
  if constexpr (decltype(at)::records)
    at.record(context, [=, of_context = context.s, of_weights = weights.in](detail::recorder& t, T const* d_context) {
      typename decltype(at)::workspace work;
      typename decltype(at)::off const now{"attend_additive"};
      auto const d_vector = t.want(v);
      detail::attention_gradients<P, T, decltype(at), decltype(q), decltype(k), decltype(m)> const d(t, q, k, m, work);
      additive_attention_backward<T>(at.device, a.extents, a.query, a.keys, v.p, a.values, a.weights,
                                     detail::in_order(typename P::context_order{}, of_context, d_context, now, work),
                                     detail::ordered_weights_gradient<P, T>(of_weights, now, work), d.query, d.keys,
                                     {d_vector.p, d_vector.add}, d.values);
      d.put_back();
    });
  return detail::finish_attention(at, context, weights);
}
template <axis_tag L, operand Query, operand Keys, operand Vector, operand Values>
  requires(!additively_attendable<Query, Keys, Vector, Values, L>)
auto attend_additive(Query const& query, Keys const& keys, Vector const& vector, Values const& values)
    -> decltype(detail::refuse_of<Query, Keys, Vector, Values>(
        detail::why_not_attend_additively<L>(detail::tag<signature<Query>>{}, detail::tag<signature<Keys>>{},
                                             detail::tag<signature<Vector>>{}, detail::tag<signature<Values>>{})));

} // namespace sp
