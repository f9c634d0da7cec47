// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "loss.hpp"
#include "rows.hpp"

namespace sp::cpu {
namespace detail {

// f(i) for count elements from `first` on: labels and masks as numbers, one lane each
template <class T, class F>
vec<T> lanes_from(extent_t first, extent_t count, F const& f) {
  T lanes[width<T>] = {};
  for (extent_t i = 0; i < count; ++i) lanes[i] = T(f(first + i));
  return load(lanes);
}

template <class T, class Weight>
void binary_cross_entropy_backward(T const* scores, bool const* labels, unsigned char const* real, extent_t n,
                                   Weight const& weight, T* dscores, bool add) {
  parallel_for(n, extent_t(width<T>), 4, [&](extent_t first, extent_t last) {
    each_vector<T>(last - first, [&](extent_t i, extent_t count) {
      vec<T> const label = lanes_from<T>(first + i, count, [=](extent_t at) { return labels[at]; });
      vec<T> const w =
          lanes_from<T>(first + i, count, [&](extent_t at) { return is_real(real, at) ? weight(at) : T(0); });
      vec<T> const d = (sigmoid(load_lanes(scores + first + i, count)) - label) * w;
      put_lanes<T>(dscores + first + i, count, select(w == T(0), vec<T>{}, d), add);
    });
  });
}

} // namespace detail

// scores [n], labels [n], real [n] or nullptr for all -> losses [n], 0 where not real. A loss is -log p or
// -log(1 - p), p the sigmoid of the score, as max(x, 0) - x label + log(1 + exp(-|x|)): finite for any score, and small
// losses keep their digits.
template <class T>
void binary_cross_entropy(T const* scores, bool const* labels, unsigned char const* real, extent_t n, T* losses) {
  using namespace detail;
  parallel_for(n, extent_t(width<T>), 4, [&](extent_t first, extent_t last) {
    each_vector<T>(last - first, [&](extent_t i, extent_t count) {
      vec<T> const x = load_lanes(scores + first + i, count), zero{};
      vec<T> const label = lanes_from<T>(first + i, count, [=](extent_t at) { return labels[at]; });
      vec<T> const counts = lanes_from<T>(first + i, count, [=](extent_t at) { return is_real(real, at); });
      vec<T> const e = exp(-abs(x)), u = e + T(1);
      // log(1 + e) whose error is relative to e (W. Kahan)
      vec<T> const log1p = select(u == T(1), e, log(u) * e / (u - T(1)));
      vec<T> const wrong = select(label == T(1), max(-x, zero), max(x, zero));
      store_lanes<T>(losses + first + i, count, select(counts == T(1), wrong + log1p, zero));
    });
  });
}

// dscores [n] = dloss * the gradient of the mean over `count` elements, (sigmoid(score) - label) / count; elements that
// are not real get nothing
template <class T>
void binary_cross_entropy_backward(T const* scores, bool const* labels, unsigned char const* real, extent_t n,
                                   T const* dloss, extent_t count, T* dscores, bool add) {
  auto const weight = [w = *dloss / T(count)](extent_t) { return w; };
  detail::binary_cross_entropy_backward(scores, labels, real, n, weight, dscores, add);
}
// The same with a weight for each element: dlosses [n]
template <class T>
void binary_cross_entropy_backward(T const* scores, bool const* labels, unsigned char const* real, extent_t n,
                                   T const* dlosses, T* dscores, bool add) {
  auto const weight = [=](extent_t i) { return dlosses[i]; };
  detail::binary_cross_entropy_backward(scores, labels, real, n, weight, dscores, add);
}

} // namespace sp::cpu
