// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/attention_extents.hpp"
#include "../kernels/gradient_place.hpp"
#include "attention.hpp"

namespace sp::cpu {

// query [Q, B, K], keys [T, B, K], values [T, B, V] -> weights [Q, B, T], context [Q, B, V]: weights are the softmax of
// scale * (query . key) over the real positions and 0 beyond, context is the mean of the values they weigh (Luong et
// al. 2015; with scale 1 / sqrt(K) Vaswani et al. 2017). Keys and values may be one tensor. No real position: all is 0.
template <class T>
void dot_attention_forward(kernels::attention_extents const& e, T const* query, T const* keys, T const* values, T scale,
                           T* weights, T* context) {
  using namespace detail;
  parallel_for(e.batch, e.queries * e.positions * (e.key + e.value), [&](extent_t first, extent_t last) {
    for (extent_t b = first; b < last; ++b) {
      scratch workspace;
      extent_t const real = e.real(b);
      auto const k = gathered<T>(workspace, real, e.key, e.queries, memory_rows(e, b, keys, e.key));
      auto const v = keys == values && e.key == e.value
                         ? k
                         : gathered<T>(workspace, real, e.value, e.queries, memory_rows(e, b, values, e.value));
      dot_rows<T>(e.queries, real, e.key, query_rows(e, b, query, e.key), k, scale,
                  query_rows(e, b, weights, e.positions));
      attend<T>(e, b, v, weights, context);
    }
  });
}

// dcontext [Q, B, V], dweights [Q, B, T] or nullptr -> dquery, dkeys, dvalues, laid out as what they are gradients of.
// Keys and values that are one tensor have one gradient: both are added up in it.
template <class T>
void dot_attention_backward(kernels::attention_extents const& e, T const* query, T const* keys, T const* values,
                            T scale, T const* weights, T const* dcontext, T const* dweights,
                            kernels::gradient_place<T> dquery, kernels::gradient_place<T> dkeys,
                            kernels::gradient_place<T> dvalues) {
  using namespace detail;
  bool const one_memory = keys == values && e.key == e.value;
  bool const one_gradient = dkeys.p && dkeys.p == dvalues.p;
  parallel_for(e.batch, e.queries * e.positions * (e.key + e.value), [&](extent_t first, extent_t last) {
    for (extent_t b = first; b < last; ++b) {
      scratch workspace;
      extent_t const real = e.real(b), energies = e.queries * real;
      auto const k = gathered<T>(workspace, real, e.key, e.queries, memory_rows(e, b, keys, e.key));
      auto const v =
          one_memory ? k : gathered<T>(workspace, real, e.value, e.queries, memory_rows(e, b, values, e.value));
      // Queries above what the context was asked for, and energies above weights: for one gradient of keys and values
      // they are the terms of one sum.
      T* const terms = workspace.take<T>(e.queries * (e.key + e.value));
      T* const factors = workspace.take<T>(2 * energies);
      row_list<T const> const q{terms, e.key}, d{terms + e.queries * e.key, e.value};
      for (extent_t i = 0; i < e.queries; ++i) {
        copy_block(e.key, query_rows(e, b, query, e.key)[i], terms + i * e.key);
        copy_block(e.value, query_rows(e, b, dcontext, e.value)[i], terms + e.queries * e.key + i * e.value);
        copy_block(real, query_rows(e, b, weights, e.positions)[i], factors + energies + i * real);
      }
      attend_backward<T>(e, b, v, weights, d, dweights, factors);
      each_vector<T>(energies, [&](extent_t i, extent_t count) {
        store_lanes<T>(factors + i, count, load_lanes(factors + i, count) * scale);
      });
      if (dquery.p)
        mix_rows<T>(e.queries, real, e.key, {factors, real, 1}, k, query_rows(e, b, dquery.p, e.key), dquery.add);
      if (one_gradient)
        mix_into_memory<T>(e, b, 2 * e.queries, e.key, {factors, 1, real}, q, {dkeys.p, dkeys.add && dvalues.add});
      else {
        if (dkeys.p) mix_into_memory<T>(e, b, e.queries, e.key, {factors, 1, real}, q, dkeys);
        if (dvalues.p) mix_into_memory<T>(e, b, e.queries, e.value, {factors + energies, 1, real}, d, dvalues);
      }
    }
  });
}

} // namespace sp::cpu
