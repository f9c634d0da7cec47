// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../cpu/attention.hpp"
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

// The parts that axes play: query [free..., batch..., F], keys [L, batch..., F], values [L, batch..., out].
template <class L, class F, class Q, class K, class V>
struct attention_axes {
  using batch = minus<common<K, Q>, join<F, axes<L>>>;
  using free = minus<Q, join<batch, F>>;
  using out = minus<V, join<batch, axes<L>>>;
  static constexpr bool keys_fit = has<K, L> && !has<Q, L> && count<F> == 1 && subset<typename over_of<L>::type, Q> &&
                                   same_set<K, join<join<axes<L>, batch>, F>>;
  static constexpr bool values_fit =
      subset<join<axes<L>, batch>, V> && count<out> == 1 && count<common<free, out>> == 0;

  static constexpr bool queries_batch_first = std::is_same_v<Q, join<join<batch, free>, F>>;
  static constexpr bool memory_batch_first = !std::is_same_v<K, join<join<axes<L>, batch>, F>>;
  using queries = std::conditional_t<queries_batch_first, join<batch, free>, join<free, batch>>;
  using memory = std::conditional_t<memory_batch_first, join<batch, axes<L>>, join<axes<L>, batch>>;
};

// One attention as the kernels see it.
template <class T>
struct attention_work {
  cpu::attention_extents extents{};
  T const *query = nullptr, *keys = nullptr, *values = nullptr;
  T* weights = nullptr; // in the kernels' order
};

// One length for each element of the batch..., repeated along batch axes that L is not ragged over.
template <class L, class... B, class S, class At>
int const* lengths_over_batch(axes<B...>, S const& s, At const& at, scratch& workspace) {
  if constexpr (!ragged_axis<L>) {
    return nullptr;
  } else {
    auto const& extent = s.template stored<L>().extent;
    if constexpr (sizeof...(B) == 1) {
      return extent.lengths;
    } else {
      auto const around = around_axis<typename L::over>(shape_from(at.operation, axes<B...>{}, s));
      int* to = at.template keep<int>(workspace, around.outer * around.n * around.inner);
      for (extent_t i = 0; i < around.outer * around.n * around.inner; ++i)
        to[i] = extent.lengths[i / around.inner % around.n];
      return to;
    }
  }
}

// Compares all extents that the operands share, brings them into order, and finds room for the weights. `weights` is
// where they will be given back.
template <class Parts, class L, class F, class Q, class K, class V, class T, class At>
attention_work<T> prepare_attention(axes<L>, F, Q const& query, K const& keys, V const& values, T* weights,
                                    At const& at, scratch& workspace) {
  using query_axes = typename Q::axes_list;
  attention_work<T> w;
  w.extents.queries = elements_over(typename Parts::free{}, query.s);
  w.extents.batch = elements_over(typename Parts::batch{}, keys.s);
  w.extents.positions = keys.s.template size<L>();
  w.extents.key = elements_over(F{}, keys.s);
  w.extents.value = elements_over(typename Parts::out{}, values.s);
  w.extents.lengths = lengths_over_batch<L>(typename Parts::batch{}, keys.s, at, workspace);
  w.extents.queries_batch_first = Parts::queries_batch_first;
  w.extents.memory_batch_first = Parts::memory_batch_first;
  w.query = in_order(join<typename Parts::queries, F>{}, query.s, query.p, at, workspace);
  w.keys = in_order(join<typename Parts::memory, F>{}, keys.s, keys.p, at, workspace);
  w.values = in_order(join<typename Parts::memory, typename Parts::out>{}, values.s, values.p, at, workspace);
  w.weights = std::is_same_v<typename Parts::queries, minus<query_axes, F>>
                  ? weights
                  : at.template keep<T>(workspace, w.extents.queries * w.extents.batch * w.extents.positions);
  return w;
}

// Two gradients in one buffer (a value that is query and memory at once) are both added up in it, in any order.
template <class T>
void add_both(claim<T>& first, claim<T>& second, extent_t n) {
  if (first.p == nullptr || first.p != second.p || (first.add && second.add)) return;
  std::fill_n(first.p, n, T(0));
  first.add = second.add = true;
}

template <class To, class S, class T>
cpu::gradient_place<T> gradient_place_for(To to, S const& s, claim<T> const& d, scratch& workspace) {
  if (!d) return {};
  return {ordered_place(to, s, d.p, workspace), ordered_add(to, s, d.add)};
}
template <class To, class S, class T>
void put_gradient_back(To to, S const& s, cpu::gradient_place<T> const& place, claim<T> const& d) {
  if (d) put_back(to, s, place.p, d.p, d.add);
}

// Gives both results back. The backward pass of both was recorded with the context: if only the weights have a gradient
// it must run, too.
template <class At, class Context, class Weights>
auto finish_attention(At const& at, Context& context, Weights& weights) {
  if constexpr (At::records)
    at.record(weights, [of_context = context.in](tape& t, auto const*) {
      if (auto d = t.want(of_context); d && !d.add) std::fill_n(d.p, of_context.s.elements(), 0);
    });
  return attended<decltype(at.finish(context)), decltype(at.finish(weights))>{at.finish(context), at.finish(weights)};
}

} // namespace detail
} // namespace sp
