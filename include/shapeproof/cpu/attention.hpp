// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/attention_extents.hpp"
#include "../kernels/gradient_place.hpp"
#include "../tape/arena.hpp"
#include "copy.hpp"
#include "row_products.hpp"
#include "softmax.hpp"

// What the two attentions share: everything but how energies come from queries and keys.
namespace sp::cpu {

namespace detail {

// The rows of one element of the batch, of tensors over the queries [Q, B, n] and over the memory [T, B, n]
template <class T>
row_list<T> query_rows(kernels::attention_extents const& e, extent_t b, T* first, extent_t n) {
  return e.queries_batch_first ? row_list<T>{first + b * e.queries * n, n} : row_list<T>{first + b * n, e.batch * n};
}
template <class T>
row_list<T> memory_rows(kernels::attention_extents const& e, extent_t b, T* first, extent_t n) {
  return e.memory_batch_first ? row_list<T>{first + b * e.positions * n, n} : row_list<T>{first + b * n, e.batch * n};
}

// Room for rows of n elements. Rows that lie a whole batch or another large power of two apart fall into the same few
// lines of a cache and push each other out; an odd number of vectors apart they do not.
template <class T>
row_list<T> spread_rows(scratch& workspace, extent_t count, extent_t n) {
  extent_t const step = ((n + width<T> - 1) / width<T> | 1) * width<T>;
  return {workspace.take<T>(count * step), step};
}

// The same rows, copied there if they will be read often enough
inline constexpr extent_t worth_gathering = 8;
template <class T>
row_list<T const> gathered(scratch& workspace, extent_t count, extent_t n, extent_t uses, row_list<T const> rows) {
  if (uses < worth_gathering) return rows;
  auto const to = spread_rows<T>(workspace, count, n);
  for (extent_t i = 0; i < count; ++i) copy_block(n, rows[i], to[i]);
  return {to.first, to.step};
}

// What all attentions end with: weights of one element of the batch, energies when it begins, and what they mix
template <class T>
void attend(kernels::attention_extents const& e, extent_t b, row_list<T const> values, T* weights, T* context) {
  extent_t const real = e.real(b);
  auto const w = query_rows(e, b, weights, e.positions);
  for (extent_t q = 0; q < e.queries; ++q) {
    row_softmax(w[q], real, w[q]);
    std::fill_n(w[q] + real, e.positions - real, T(0));
  }
  mix_rows<T>(e.queries, real, e.value, {w.first, w.step, 1}, values, query_rows(e, b, context, e.value), false);
}

// Its gradient: denergies [Q, real] from dcontext and, unless it is nullptr, from what is asked of the weights
// themselves
template <class T>
void attend_backward(kernels::attention_extents const& e, extent_t b, row_list<T const> values, T const* weights,
                     row_list<T const> dcontext, T const* dweights, T* denergies) {
  extent_t const real = e.real(b);
  auto const w = query_rows(e, b, weights, e.positions), dw = query_rows(e, b, dweights, e.positions);
  dot_rows<T>(e.queries, real, e.value, dcontext, values, T(1), {denergies, real});
  for (extent_t q = 0; q < e.queries; ++q) {
    T* const d = denergies + q * real;
    if (dweights) add_block(real, dw[q], d);
    T const mean = row_total<T>(real, [&](extent_t i, extent_t count) -> vec<T> {
      return load_lanes(w[q] + i, count) * load_lanes(d + i, count);
    });
    each_vector<T>(real, [&](extent_t i, extent_t count) {
      store_lanes<T>(d + i, count, load_lanes(w[q] + i, count) * (load_lanes(d + i, count) - mean));
    });
  }
}

template <class T>
void clear_padding(kernels::attention_extents const& e, extent_t b, extent_t n, kernels::gradient_place<T> to) {
  if (!to.add)
    for (extent_t t = e.real(b); t < e.positions; ++t) std::fill_n(memory_rows(e, b, to.p, n)[t], n, T(0));
}

// to [T, n] of one element of the batch = sum over the terms i of w(t, i) x[i]; what is not real gets nothing
template <class T>
void mix_into_memory(kernels::attention_extents const& e, extent_t b, extent_t terms, extent_t n, weight_view<T> w,
                     row_list<T const> x, kernels::gradient_place<T> to) {
  mix_rows<T>(e.real(b), terms, n, w, x, memory_rows(e, b, to.p, n), to.add);
  clear_padding(e, b, n, to);
}

} // namespace detail

} // namespace sp::cpu
