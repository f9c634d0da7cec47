// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/dot_attention.hpp"
#include "detail/attention.hpp"
#include "detail/silent_padding.hpp"

namespace sp {

// The words of attend: over which axis, the query, and the memory (or keys and values).
template <class L, class Query, class... Memory>
struct cannot_attend_over {
  struct because_the_memory_has_no_such_axis {
    struct
        name_the_axis_of_its_positions; // attend<Letters>(query, memory): memory over Letters, the batch, the features
  };
  struct because_the_query_is_over_it_too {
    struct rename_it_to_key_in_the_memory; // self-attention: attend<key<Time>>(x, rename<Time, key<Time>>(x))
  };
  struct because_the_elements_differ_or_are_no_numbers {
    struct cast_them_to_one_floating_type; // cast<float>(x)
  };
  template <class... B>
  struct because_the_query_lacks_the_batch {
    struct take_both_from_the_same_batch; // the lengths of the memory belong to rows of that batch
  };
  template <class... X>
  struct because_the_query_has {
    template <class... Y>
    struct and_the_memory_has {
      struct project_one_to_the_features_of_the_other; // a linear layer does: the product runs over one axis of both
    };
  };
  template <class... X>
  struct because_any_could_be_the_features {
    struct put_them_last_in_both; // permute: the other shared axes are batch axes then
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

// What scores are multiplied by before the softmax: 1 (Luong et al. 2015), or 1 / sqrt(features) (Vaswani et al. 2017).
struct attention_scale {
  double factor = 1;
};

namespace detail {
template <class L, class Q, class K, class V>
inline constexpr bool can_attend_axes = [] {
  using F = typename features_of<L, Q, K>::type;
  return keys_fit<L, F, Q, K> && values_suit_keys<L, F, Q, K, V>;
}();
template <class L, class Q, class K, class V>
inline constexpr bool can_attend = false;
template <class L, std::floating_point T, class... Q, class... K, class... V>
inline constexpr bool can_attend<L, tensor<T, Q...>, tensor<T, K...>, tensor<T, V...>> =
    can_attend_axes<L, axes<Q...>, axes<K...>, axes<V...>>;

template <class Words, class L, class F, class Q, class K, class V, class... Candidate, class... OnlyQuery,
          class... OnlyKeys>
auto why_not_attend_axes(axes<Candidate...>, axes<OnlyQuery...>, axes<OnlyKeys...>) {
  if constexpr (!has<K, L>)
    return say<typename Words::because_the_memory_has_no_such_axis::name_the_axis_of_its_positions>();
  else if constexpr (has<Q, L>)
    return say<typename Words::because_the_query_is_over_it_too::rename_it_to_key_in_the_memory>();
  else if constexpr (!subset<typename over_of<L>::type, Q>)
    return []<class... B>(axes<B...>) {
      return say<typename Words::template because_the_query_lacks_the_batch<B...>::take_both_from_the_same_batch>();
    }(typename over_of<L>::type{});
  else if constexpr (sizeof...(Candidate) == 0 || sizeof...(OnlyKeys) > 0)
    return say<typename Words::template because_the_query_has<OnlyQuery...>::template and_the_memory_has<
        OnlyKeys...>::project_one_to_the_features_of_the_other>();
  else if constexpr (count<F> == 0)
    return say<typename Words::template because_any_could_be_the_features<Candidate...>::put_them_last_in_both>();
  else
    return why_not_values<Words, L, F, Q, K, V>();
}
template <class Words, class L, class T, class... Q, class U, class... K, class W, class... V>
auto why_not_attend_with(tag<tensor<T, Q...>>, tag<tensor<U, K...>>, tag<tensor<W, V...>>) {
  using query = axes<Q...>;
  using keys = axes<K...>;
  if constexpr (!std::floating_point<T> || !std::is_same_v<T, U> || !std::is_same_v<T, W>)
    return say<typename Words::because_the_elements_differ_or_are_no_numbers::cast_them_to_one_floating_type>();
  else
    return why_not_attend_axes<Words, L, typename features_of<L, query, keys>::type, query, keys, axes<V...>>(
        feature_candidates<L, query, keys>{}, minus<query, keys>{}, minus<minus<keys, query>, axes<L>>{});
}
template <class L, class Query, class Memory>
auto why_not_attend(tag<Query> query, tag<Memory> memory) {
  return why_not_attend_with<cannot_attend_over<L, Query, Memory>, L>(query, memory, memory);
}
template <class L, class Query, class Keys, class Values>
auto why_not_attend(tag<Query> query, tag<Keys> keys, tag<Values> values) {
  return why_not_attend_with<cannot_attend_over<L, Query, Keys, Values>, L>(query, keys, values);
}

template <class L, class At, class Q, class K, class V>
auto attend_by_dot(At at, Q const& query, K const& keys, V const& values, double factor) {
  using T = typename Q::element;
  using query_axes = typename Q::axes_list;
  using keys_axes = typename K::axes_list;
  using P = attention_axes<L, typename features_of<L, query_axes, keys_axes>::type, query_axes, keys_axes,
                           typename V::axes_list>;
  auto const scale = static_cast<T>(factor);
  require_common_extents("attend", query.s, keys.s);
  require_common_extents("attend", keys.s, values.s);
  auto context = at.template make<T>(shape_from("attend", typename P::context_axes{}, query.s, values.s));
  auto weights =
      at.template make<distribution<T, L>>(shape_from("attend", typename P::weights_axes{}, query.s, keys.s));
  typename decltype(at)::workspace workspace;
  shared_lengths lengths_owner;
  auto const a = prepare_attention<L, P>(query, keys, values, weights.p, at, workspace, lengths_owner);
  T* const mixed = ordered_place(typename P::context_order{}, context.s, context.p, workspace);
  dot_attention_forward<T>(at.device, a.extents, a.query, a.keys, a.values, scale, a.weights, mixed);
  put_back(at.device, typename P::context_order{}, context.s, mixed, context.p, false);
  put_back(at.device, typename P::weights_order{}, weights.s, a.weights, weights.p, false);
  if constexpr (At::records)
    at.record(context, [=, of_context = context.s, of_weights = weights.in](detail::recorder& t, T const* d_context) {
      typename decltype(at)::workspace work;
      typename decltype(at)::off const now{"attend"};
      attention_gradients<P, T, At, Q, K, V> const d(t, query, keys, values, work);
      dot_attention_backward<T>(at.device, a.extents, a.query, a.keys, a.values, scale, a.weights,
                                in_order(typename P::context_order{}, of_context, d_context, now, work),
                                ordered_weights_gradient<P, T>(of_weights, now, work), d.query, d.keys, d.values);
      d.put_back();
    });
  return finish_attention(at, context, weights);
}
} // namespace detail

// Whether `attend<L>(query, keys, values)` is an operation.
template <class Query, class Keys, class Values, class L>
concept attendable =
    operand<Query> && operand<Keys> && operand<Values> && axis_tag<L> &&
    detail::can_attend<L, signature<Query>, signature<Keys>, signature<Values>> && on_one_tape<Query, Keys, Values>;

// Dot attention: how much each position of L of the keys has to do with the query, and the mean of the values weighed
// by that (Luong et al. 2015). query (any axes, Batch, F), keys (L, Batch, F), values (L, Batch, V), axes in any
// order -> context: the query's axes with V for F, weights: the query's axes without F, and L. If L is ragged over
// Batch, padding has weight 0; a row of length 0 has context 0. Every further axis that query and keys share is a
// batch axis as well (the heads of multi-head attention); F stands last in both then. Throws extent_error if shared
// extents differ.
template <axis_tag L, operand Query, operand Keys, operand Values>
  requires attendable<Query, Keys, Values, L>
auto attend(Query const& query, Keys const& keys, Values const& values, attention_scale scale = {}) {
  auto at = detail::where("attend", query, keys, values);
  return detail::attend_by_dot<L>(at, at.on(detail::finite_at_padding(query, axes_of<Query>{})), at.on(keys),
                                  at.on(values), scale.factor);
}
template <axis_tag L, operand Query, operand Keys, operand Values>
  requires(!attendable<Query, Keys, Values, L>)
auto attend(Query const& query, Keys const& keys, Values const& values, attention_scale scale = {})
    -> decltype(detail::refuse_of<Query, Keys, Values>(detail::why_not_attend<L>(detail::tag<signature<Query>>{},
                                                                                 detail::tag<signature<Keys>>{},
                                                                                 detail::tag<signature<Values>>{})));

// The same with a memory that is keys and values at once.
template <axis_tag L, operand Query, operand Memory>
  requires attendable<Query, Memory, Memory, L>
auto attend(Query const& query, Memory const& memory, attention_scale scale = {}) {
  auto at = detail::where("attend", query, memory);
  auto const both = at.on(memory);
  return detail::attend_by_dot<L>(at, at.on(detail::finite_at_padding(query, axes_of<Query>{})), both, both,
                                  scale.factor);
}
template <axis_tag L, operand Query, operand Memory>
  requires(!attendable<Query, Memory, Memory, L>)
auto attend(Query const& query, Memory const& memory, attention_scale scale = {})
    -> decltype(detail::refuse_of<Query, Memory>(detail::why_not_attend<L>(detail::tag<signature<Query>>{},
                                                                           detail::tag<signature<Memory>>{})));
} // namespace sp
