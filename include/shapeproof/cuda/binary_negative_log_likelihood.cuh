// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>

#include "binary_loss.cuh"
#include "negative_log_likelihood.cuh"

namespace sp::gpu {
namespace detail {

struct binary_negative_log_likelihood_of {
  template <class T>
  __device__ T operator()(extent_t, T p, bool label) const {
    return -std::log(counted_probability(label ? p : 1 - p));
  }
};
template <class T>
struct binary_negative_log_likelihood_slope {
  weight_in_mean<T> weight;
  __device__ T operator()(extent_t i, T p, bool label) const {
    T const w = weight(i);
    return (label ? -w : w) / counted_probability(label ? p : 1 - p);
  }
};

} // namespace detail

// probabilities [n], labels [n], real [n] or nullptr for all -> losses [n], -log p or -log(1 - p), 0 where not real.
// What is below 1e-12 counts as 1e-12.
template <class T>
void binary_negative_log_likelihood(device, T const* probabilities, bool const* labels, unsigned char const* real,
                                    extent_t n, T* losses) {
  detail::map_binary("binary_negative_log_likelihood", probabilities, labels, real, n,
                     detail::binary_negative_log_likelihood_of{}, losses, false);
}

// dprobabilities [n] = dloss * the gradient of the mean over `count` elements, -1 / (count p) or 1 / (count (1 - p));
// elements that are not real get nothing
template <class T>
void binary_negative_log_likelihood_backward(device, T const* probabilities, bool const* labels,
                                             unsigned char const* real, extent_t n, T const* dloss, extent_t count,
                                             T* dprobabilities, bool add) {
  detail::map_binary("binary_negative_log_likelihood_backward", probabilities, labels, real, n,
                     detail::binary_negative_log_likelihood_slope<T>{{dloss, count}}, dprobabilities, add);
}

} // namespace sp::gpu
