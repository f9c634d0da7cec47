// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/attention_extents.hpp"
#include "../kernels/gradient_place.hpp"
#include "attention.hpp"

namespace sp::cpu {

// query [Q, B, K] and keys [T, B, K], both projected, v [K], values [T, B, V] -> weights [Q, B, T], context [Q, B, V]:
// energies are v . tanh(query + key) (Bahdanau et al. 2015), weights their softmax over the real positions and 0
// beyond, context the mean of the values they weigh. Nothing of the size Q B T K is stored. No real position: all is 0.
template <class T>
void additive_attention_forward(kernels::attention_extents const& e, T const* query, T const* keys, T const* v,
                                T const* values, T* weights, T* context) {
  using namespace detail;
  parallel_for(e.batch, e.queries * e.positions * (8 * e.key + e.value), [&](extent_t first, extent_t last) {
    for (extent_t b = first; b < last; ++b) {
      scratch workspace;
      extent_t const real = e.real(b);
      auto const k = gathered<T>(workspace, real, e.key, e.queries, memory_rows(e, b, keys, e.key));
      for (extent_t i = 0; i < e.queries; ++i) {
        T const* const q = query_rows(e, b, query, e.key)[i];
        T* const energies = query_rows(e, b, weights, e.positions)[i];
        for (extent_t t = 0; t < real; ++t)
          energies[t] = row_total<T>(e.key, [&, key = k[t]](extent_t j, extent_t count) -> vec<T> {
            return load_lanes(v + j, count) * tanh(load_lanes(q + j, count) + load_lanes(key + j, count));
          });
      }
      attend<T>(e, b, gathered<T>(workspace, real, e.value, e.queries, memory_rows(e, b, values, e.value)), weights,
                context);
    }
  });
}

// dcontext [Q, B, V], dweights [Q, B, T] or nullptr -> dquery, dkeys, dv, dvalues, laid out as what they are gradients
// of. The hyperbolic tangents are computed again.
template <class T>
void additive_attention_backward(kernels::attention_extents const& e, T const* query, T const* keys, T const* v,
                                 T const* values, T const* weights, T const* dcontext, T const* dweights,
                                 kernels::gradient_place<T> dquery, kernels::gradient_place<T> dkeys,
                                 kernels::gradient_place<T> dv, kernels::gradient_place<T> dvalues) {
  using namespace detail;
  if (dkeys.p && dkeys.p == dvalues.p) dkeys.add = dkeys.add && dvalues.add, dvalues.add = true;
  scratch shared;
  T* const dv_parts = shared.take<T>(e.batch * e.key); // one for each element of the batch, added up in their order
  parallel_for(e.batch, e.queries * e.positions * (8 * e.key + e.value), [&](extent_t first, extent_t last) {
    for (extent_t b = first; b < last; ++b) {
      scratch workspace;
      extent_t const real = e.real(b);
      auto const k = gathered<T>(workspace, real, e.key, worth_gathering, memory_rows(e, b, keys, e.key));
      auto const dk = spread_rows<T>(workspace, real, e.key);
      auto const q = query_rows(e, b, query, e.key);
      auto const w = query_rows(e, b, weights, e.positions);
      auto const d = gathered<T>(workspace, e.queries, e.value, real, query_rows(e, b, dcontext, e.value));
      T* const denergies = workspace.take<T>(e.queries * real);
      attend_backward<T>(e, b, gathered<T>(workspace, real, e.value, e.queries, memory_rows(e, b, values, e.value)),
                         weights, d, dweights, denergies);
      each_vector<T>(e.key, [&](extent_t j, extent_t count) {
        vec<T> const scale = load_lanes(v + j, count);
        vec<T> dscale{};
        for (extent_t t = 0; t < real; ++t) store<T>(dk[t] + j, vec<T>{});
        for (extent_t i = 0; i < e.queries; ++i) {
          vec<T> const left = load_lanes(q[i] + j, count);
          vec<T> row{};
          for (extent_t t = 0; t < real; ++t) {
            vec<T> const y = tanh(left + load_lanes(k[t] + j, count)), weighed = y * denergies[i * real + t];
            vec<T> const slope = denergies[i * real + t] - weighed * y;
            dscale += weighed;
            row += slope;
            store<T>(dk[t] + j, load(dk[t] + j) + slope);
          }
          if (dquery.p) put_lanes<T>(query_rows(e, b, dquery.p, e.key)[i] + j, count, row * scale, dquery.add);
        }
        store_lanes<T>(dv_parts + b * e.key + j, count, dscale);
      });
      if (dkeys.p) {
        for (extent_t t = 0; t < real; ++t)
          each_vector<T>(e.key, [&, to = memory_rows(e, b, dkeys.p, e.key)[t]](extent_t j, extent_t count) {
            put_lanes<T>(to + j, count, load(dk[t] + j) * load_lanes(v + j, count), dkeys.add);
          });
        clear_padding(e, b, e.key, dkeys);
      }
      if (dvalues.p) mix_into_memory<T>(e, b, e.queries, e.value, {w.first, 1, w.step}, d, dvalues);
    }
  });
  if (dv.p)
    each_vector<T>(e.key, [&](extent_t j, extent_t count) {
      vec<T> total{};
      for (extent_t b = 0; b < e.batch; ++b) total += load_lanes(dv_parts + b * e.key + j, count);
      put_lanes<T>(dv.p + j, count, total, dv.add);
    });
}

} // namespace sp::cpu
