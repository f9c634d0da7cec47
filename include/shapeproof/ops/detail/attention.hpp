// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../cpu/attention.hpp"
#include "../../cpu/copy.hpp"
#include "../../tape/operation.hpp"
#include "in_order.hpp"
#include "layout.hpp"
#include "ragged_over.hpp"

// What dot and additive attention share: which axis plays which part, and the way from the user's order to the
// kernels'.
namespace sp {

// What an attention gives: the context over the query's axes with the features of the values, and the weights it was
// mixed with, over the query's axes less its features and the attended axis. auto [context, weights] =
// attend<Letters>(...);
template <class Context, class Weights>
struct attended {
  Context context;
  Weights weights;
};

namespace detail {

template <class A>
struct over_of {
  using type = axes<>;
};
template <ragged_axis A>
struct over_of<A> {
  using type = axes<typename A::over>;
};
template <class L>
struct batches_of;
template <class... X>
struct batches_of<axes<X...>> {
  using type = decltype((axes<>{} | ... | typename over_of<X>::type{}));
};
template <class L>
struct last_of;
template <class... X>
struct last_of<axes<X...>> {
  using type = decltype((axes<>{}, ..., axes<X>{}));
};

// The axes of the keys K that a dot product with the query Q could run over: never the batch, which axes are ragged
// over, and never a ragged axis, whose padding would take part.
template <class L, class Q, class K>
using feature_candidates =
    minus<common<K, Q>, join<ragged_axes<K>, join<axes<L>, typename batches_of<join<join<axes<L>, Q>, K>>::type>>>;

// The axis of the dot product, as a list: the only candidate, or of several the one that stands last in both.
template <class L, class Q, class K>
struct features_of {
  using candidates = feature_candidates<L, Q, K>;
  using last = typename last_of<K>::type;
  using type = std::conditional_t<
      count<candidates> == 1, candidates,
      std::conditional_t<std::is_same_v<last, typename last_of<Q>::type> && subset<last, candidates>, last, axes<>>>;
};

// Whether axes can play these parts: query [free..., batch..., F], keys [L, batch..., F], values [L, batch..., out].
template <class L, class F, class Q, class K>
inline constexpr bool keys_fit =
    has<K, L> && !has<Q, L> && count<F> == 1 && subset<F, Q> && subset<F, K> && subset<typename over_of<L>::type, Q> &&
    count<common<F, typename batches_of<join<join<axes<L>, Q>, K>>::type>> == 0 && subset<K, join<Q, axes<L>>>;
template <class L, class F, class Q, class K>
using shared_batch = minus<common<K, Q>, join<F, axes<L>>>;
template <class L, class F, class Q, class K, class V>
using value_features = minus<V, join<shared_batch<L, F, Q, K>, axes<L>>>;
template <class L, class F, class Q, class K, class V>
inline constexpr bool values_suit_keys =
    subset<join<axes<L>, shared_batch<L, F, Q, K>>, V> && count<value_features<L, F, Q, K, V>> == 1 &&
    count<common<minus<Q, join<shared_batch<L, F, Q, K>, F>>, value_features<L, F, Q, K, V>>> == 0;

// Why values do not fit keys that do, in the words of the operation; if they do, the tape is left.
template <class Words, class L, class F, class Q, class K, class V>
auto why_not_values() {
  return []<class... Lacking, class... Out, class... Twice>(axes<Lacking...>, axes<Out...>, axes<Twice...>) {
    if constexpr (sizeof...(Lacking) > 0)
      return say<typename Words::template because_the_values_lack<Lacking...>::give_one_value_for_each_key>();
    else if constexpr (sizeof...(Out) != 1)
      return say<typename Words::template because_the_values_have<Out...>::where_one_axis_of_features_belongs>();
    else if constexpr (sizeof...(Twice) > 0)
      return say<typename Words::template because_query_and_values_both_have<Twice...>::rename_that_axis_of_one>();
    else
      return say<typename Words::template because_only_some_operands_are_on_the_tape<>::put_the_others_there_too>();
  }(minus<join<axes<L>, shared_batch<L, F, Q, K>>, V>{}, value_features<L, F, Q, K, V>{},
         common<minus<Q, join<shared_batch<L, F, Q, K>, F>>, value_features<L, F, Q, K, V>>{});
}

// The parts of axes that fit.
template <class L, class F, class Q, class K, class V>
struct attention_axes {
  using features = F;
  using batch = shared_batch<L, F, Q, K>;
  using free = minus<Q, join<batch, F>>;
  using out = value_features<L, F, Q, K, V>;
  static constexpr bool queries_batch_first = std::is_same_v<Q, join<join<batch, free>, F>>;
  static constexpr bool memory_batch_first = !std::is_same_v<K, join<join<axes<L>, batch>, F>>;
  using queries = std::conditional_t<queries_batch_first, join<batch, free>, join<free, batch>>;
  using memory = std::conditional_t<memory_batch_first, join<batch, axes<L>>, join<axes<L>, batch>>;

  // The order in which the kernels have them, and that in which the user has them.
  using query_order = join<queries, F>;
  using keys_order = join<memory, F>;
  using values_order = join<memory, out>;
  using context_order = join<queries, out>;
  using weights_order = join<queries, axes<L>>;
  using context_axes = replace<Q, first_axis<F>, first_axis<out>>;
  using weights_axes = join<minus<Q, F>, axes<L>>;
};

// One attention as the kernels see it.
template <class T>
struct attention_work {
  kernels::attention_extents extents{};
  T const *query = nullptr, *keys = nullptr, *values = nullptr;
  T* weights = nullptr; // in the kernels' order
};

// One length for each element of the batch..., repeated along batch axes that L is not ragged over.
template <class L, class... B, class S, class At, class Workspace>
int const* lengths_over_batch(axes<B...>, S const& s, At const& at, [[maybe_unused]] Workspace& workspace,
                              [[maybe_unused]] shared_lengths& owner) {
  if constexpr (!ragged_axis<L>) {
    return nullptr;
  } else {
    auto const& extent = s.template stored<L>().extent;
    if constexpr (sizeof...(B) == 1) {
      return extent.lengths;
    } else {
      auto const around = around_axis<typename L::over>(shape_from(at.operation, axes<B...>{}, s));
      extent_t const rows = around.outer * around.n * around.inner;
      auto const repeat = [&](int* to) {
        for (extent_t i = 0; i < rows; ++i) to[i] = extent.lengths[i / around.inner % around.n];
        return to;
      };
      if constexpr (At::on_host) {
        return repeat(at.template keep<int>(workspace, rows));
      } else {
        scratch on_host;
        return at.own_lengths({extent.longest, rows, repeat(on_host.take<int>(rows))}, owner).lengths;
      }
    }
  }
}

// Brings the operands into order, and finds room for the weights: `weights` itself if they are given back in this
// order.
template <class L, class P, class Q, class K, class V, class T, class At, class Workspace>
attention_work<T> prepare_attention(Q const& query, K const& keys, V const& values, T* weights, At const& at,
                                    Workspace& workspace, shared_lengths& lengths_owner) {
  attention_work<T> w;
  w.extents.queries = elements_over(typename P::free{}, query.s);
  w.extents.batch = elements_over(typename P::batch{}, keys.s);
  w.extents.positions = keys.s.template size<L>();
  w.extents.key = elements_over(typename P::features{}, keys.s);
  w.extents.value = elements_over(typename P::out{}, values.s);
  w.extents.lengths = lengths_over_batch<L>(typename P::batch{}, keys.s, at, workspace, lengths_owner);
  w.extents.queries_batch_first = P::queries_batch_first;
  w.extents.memory_batch_first = P::memory_batch_first;
  w.query = in_order(typename P::query_order{}, query.s, query.p, at, workspace);
  w.keys = in_order(typename P::keys_order{}, keys.s, keys.p, at, workspace);
  w.values = in_order(typename P::values_order{}, values.s, values.p, at, workspace);
  w.weights = std::is_same_v<typename P::weights_order, typename P::weights_axes>
                  ? weights
                  : at.template keep<T>(workspace, w.extents.queries * w.extents.batch * w.extents.positions);
  return w;
}

// Two gradients in one buffer (a value that is query and memory at once) are both added up in it, in any order.
template <class Device, class T>
void add_both(Device on, claim<T>& first, claim<T>& second, extent_t n) {
  if (first.p == nullptr || first.p != second.p || (first.add && second.add)) return;
  fill(on, first.p, n, T(0));
  first.add = second.add = true;
}

// The gradients of query, keys and values: where the kernel writes them, in its order, and where they belong.
template <class P, class T, class At, class Q, class K, class V>
class attention_gradients {
  using workspace = typename At::workspace;
  Q const& query_;
  K const& keys_;
  V const& values_;
  claim<T> query_claim_, keys_claim_, values_claim_;

  template <class To, class S>
  static kernels::gradient_place<T> place(To order, S const& s, claim<T> const& d, workspace& work) {
    if (!d) return {};
    return {ordered_place(order, s, d.p, work), ordered_add(order, s, d.add)};
  }

public:
  kernels::gradient_place<T> query, keys, values;
  attention_gradients(recorder& t, Q const& q, K const& k, V const& v, workspace& work)
      : query_(q), keys_(k), values_(v), query_claim_(t.want(q)), keys_claim_(t.want(k)), values_claim_(t.want(v)) {
    add_both(At::device, query_claim_, keys_claim_, q.s.elements());
    add_both(At::device, query_claim_, values_claim_, q.s.elements());
    if (!std::is_same_v<typename P::keys_order, typename K::axes_list>) // else the kernels know what to do
      add_both(At::device, keys_claim_, values_claim_, k.s.elements());
    query = place(typename P::query_order{}, q.s, query_claim_, work);
    keys = place(typename P::keys_order{}, k.s, keys_claim_, work);
    values = place(typename P::values_order{}, v.s, values_claim_, work);
  }
  void put_back() const {
    if (query_claim_)
      detail::put_back(At::device, typename P::query_order{}, query_.s, query.p, query_claim_.p, query_claim_.add);
    if (keys_claim_)
      detail::put_back(At::device, typename P::keys_order{}, keys_.s, keys.p, keys_claim_.p, keys_claim_.add);
    if (values_claim_)
      detail::put_back(At::device, typename P::values_order{}, values_.s, values.p, values_claim_.p, values_claim_.add);
  }
};

// The gradient of the weights in the kernels' order; nullptr if nobody gave one.
template <class P, class T, class Weights, class At, class Workspace>
T const* ordered_weights_gradient(Weights const& weights, At const& at, Workspace& work) {
  auto const* d = static_cast<T const*>(weights.slot->gradient);
  return d == nullptr ? d : in_order(typename P::weights_order{}, weights.s, d, at, work);
}

// Gives both results back. The backward pass of both was recorded with the context: if only the weights have a gradient
// it must run, too.
template <class At, class Context, class Weights>
auto finish_attention(At const& at, Context& context, Weights& weights) {
  if constexpr (At::records)
    at.record(weights, [=, of_context = context.in](recorder& t, auto const*) {
      if (auto d = t.want(of_context); d && !d.add)
        fill(at.device, d.p, of_context.s.elements(), std::remove_pointer_t<decltype(d.p)>(0));
    });
  // The backward pass reads the weights, also of queries that are padding.
  return attended<decltype(at.finish(context)), decltype(at.finish(weights))>{at.finish(context),
                                                                              at.finish_with_padding(weights)};
}

} // namespace detail
} // namespace sp
