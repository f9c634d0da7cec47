// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "attention.cuh"
#include "device.hpp"

namespace sp::gpu {

namespace detail {
inline constexpr int queries_of_dot_attention = 8; // that share what is read of the memory
}

// query [Q, B, K], keys [T, B, K], values [T, B, V] -> weights [Q, B, T], context [Q, B, V]: weights are the softmax of
// scale * (query . key) over the real positions and 0 beyond, context is the mean of the values they weigh (Luong et
// al. 2015; with scale 1 / sqrt(K) Vaswani et al. 2017). Keys and values may be one tensor. No real position: all is 0.
template <class T>
void dot_attention_forward(device, kernels::attention_extents const& extents, T const* query, T const* keys,
                           T const* values, T scale, T* weights, T* context) {
  using namespace detail;
  auto const e = detail::extents_on_device(extents);
  attend<queries_of_dot_attention>("dot_attention_forward", e, scored_rows<T>{query, keys, e.key}, dot_score<T>{scale},
                                   softmax_of_row<T>{weights}, mixed_rows<T>{values, e.value, {context, false}});
}

// dcontext [Q, B, V], dweights [Q, B, T] or nullptr -> dquery, dkeys, dvalues, laid out as what they are gradients of.
// Keys and values that are one tensor have one gradient: both are added up in it.
template <class T>
void dot_attention_backward(device, kernels::attention_extents const& extents, T const* query, T const* keys,
                            T const* values, T scale, T const* weights, T const* dcontext, T const* dweights,
                            kernels::gradient_place<T> dquery, kernels::gradient_place<T> dkeys,
                            kernels::gradient_place<T> dvalues) {
  using namespace detail;
  char const* const operation = "dot_attention_backward";
  auto const e = detail::extents_on_device(extents);
  scratch workspace;
  T* const denergies = workspace.take<T>(e.queries * e.batch * e.positions); // of the products before they are scaled
  if (dquery.p || dkeys.p)
    attend<queries_of_dot_attention>(operation, e, scored_rows<T>{dcontext, values, e.value}, dot_score<T>{T(1)},
                                     softmax_gradient_of_row<T>{weights, dweights, scale, denergies},
                                     mixed_rows<T>{keys, e.key, dquery});
  memory_term<T> const to_keys{denergies, query}, to_values{weights, dcontext};
  if (dkeys.p && dkeys.p == dvalues.p)
    mix_into_memory<T>(operation, e, e.key, to_keys, to_values, {dkeys.p, dkeys.add && dvalues.add});
  else {
    if (dkeys.p) mix_into_memory<T>(operation, e, e.key, to_keys, {}, dkeys);
    if (dvalues.p) mix_into_memory<T>(operation, e, e.value, to_values, {}, dvalues);
  }
}

} // namespace sp::gpu
