// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>

#include "binary_loss.cuh"

namespace sp::gpu {
namespace detail {

struct binary_cross_entropy_of {
  template <class T>
  __device__ T operator()(extent_t, T x, bool label) const {
    T const wrong = label ? -x : x;
    return (wrong > T(0) ? wrong : T(0)) + std::log1p(std::exp(-std::fabs(x)));
  }
};
template <class T, class Weight>
struct binary_cross_entropy_slope {
  Weight weight;
  __device__ T operator()(extent_t i, T x, bool label) const {
    // sigmoid(x) - label: how much probability there is for the other label
    T const e = std::exp(-std::fabs(x)), other = ((x > T(0)) == label ? e : T(1)) / (T(1) + e);
    return weight(i) * (label ? -other : other);
  }
};

} // namespace detail

// scores [n], labels [n], real [n] or nullptr for all -> losses [n], 0 where not real. A loss is -log p or
// -log(1 - p), p the sigmoid of the score, as max(x, 0) - x label + log(1 + exp(-|x|)): finite for any score, and small
// losses keep their digits.
template <class T>
void binary_cross_entropy(device, T const* scores, bool const* labels, unsigned char const* real, extent_t n,
                          T* losses) {
  detail::map_binary("binary_cross_entropy", scores, labels, real, n, detail::binary_cross_entropy_of{}, losses, false);
}

// dscores [n] = dloss * the gradient of the mean over `count` elements, (sigmoid(score) - label) / count; elements that
// are not real get nothing
template <class T>
void binary_cross_entropy_backward(device, T const* scores, bool const* labels, unsigned char const* real, extent_t n,
                                   T const* dloss, extent_t count, T* dscores, bool add) {
  using weight = detail::weight_in_mean<T>;
  detail::map_binary("binary_cross_entropy_backward", scores, labels, real, n,
                     detail::binary_cross_entropy_slope<T, weight>{{dloss, count}}, dscores, add);
}
// The same with a weight for each element: dlosses [n]
template <class T>
void binary_cross_entropy_backward(device, T const* scores, bool const* labels, unsigned char const* real, extent_t n,
                                   T const* dlosses, T* dscores, bool add) {
  using weight = detail::weight_of_row<T>;
  detail::map_binary("binary_cross_entropy_backward", scores, labels, real, n,
                     detail::binary_cross_entropy_slope<T, weight>{{dlosses}}, dscores, add);
}

} // namespace sp::gpu
