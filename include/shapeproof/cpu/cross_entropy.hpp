// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "loss.hpp"
#include "softmax.hpp"

namespace sp::cpu {
namespace detail {

// weight(row) * (softmax(scores) - target), the target being 1 - smoothing at the label plus smoothing / classes all
// over
template <class T, class Weight>
void cross_entropy_backward(T const* scores, int const* labels, unsigned char const* real, extent_t rows,
                            extent_t classes, T smoothing, T const* kept, Weight const& weight, T* dscores, bool add) {
  T const everywhere = smoothing / T(classes);
  parallel_for(rows, classes, [&](extent_t first, extent_t last) {
    for (extent_t r = first; r < last; ++r) {
      T* const d = dscores + r * classes;
      if (is_real(real, r)) {
        T const* const x = scores + r * classes;
        T const w = weight(r), shift = kept[2 * r], scale = kept[2 * r + 1];
        each_vector<T>(classes, [&](extent_t i, extent_t count) {
          put_lanes<T>(d + i, count, (exp(load_lanes(x + i, count) - shift) * scale - everywhere) * w, add);
        });
        d[labels[r]] -= w * (1 - smoothing);
      } else if (!add)
        std::fill_n(d, classes, T(0));
    }
  });
}

} // namespace detail

// scores [rows, classes], labels [rows], real [rows] or nullptr for all -> losses [rows], 0 where not real. A row's
// loss is (1 - smoothing) (-log p[label]) + smoothing * (mean over the classes of -log p), p the softmax of its scores
// (label smoothing: Szegedy et al. 2016). kept [rows, 2] is what the backward needs of each row.
template <class T>
void cross_entropy(T const* scores, int const* labels, unsigned char const* real, extent_t rows, extent_t classes,
                   T smoothing, T* losses, T* kept) {
  using namespace detail;
  parallel_for(rows, classes, [&](extent_t first, extent_t last) {
    for (extent_t r = first; r < last; ++r) {
      losses[r] = T(0);
      if (!is_real(real, r)) continue;
      T const* const x = scores + r * classes;
      T const top = row_max(x, classes);
      T const sum = row_total<T>(
          classes, [&](extent_t i, extent_t count) -> vec<T> { return exp(load_lanes(x + i, count) - top); });
      kept[2 * r] = top, kept[2 * r + 1] = T(1) / sum;
      double loss = double(top) - double(x[labels[r]]);
      if (smoothing > 0) {
        T const below =
            row_total<T>(classes, [&](extent_t i, extent_t count) -> vec<T> { return top - load_lanes(x + i, count); });
        loss += double(smoothing) * (double(below) / double(classes) - loss);
      }
      losses[r] = T(loss + std::log(double(sum)));
    }
  });
}

// dscores [rows, classes] = dloss * the gradient of the mean over `count` rows; rows that are not real get nothing
template <class T>
void cross_entropy_backward(T const* scores, int const* labels, unsigned char const* real, extent_t rows,
                            extent_t classes, T smoothing, T const* kept, T const* dloss, extent_t count, T* dscores,
                            bool add) {
  auto const weight = [w = *dloss / T(count)](extent_t) { return w; };
  detail::cross_entropy_backward(scores, labels, real, rows, classes, smoothing, kept, weight, dscores, add);
}
// The same with a weight for each row: dlosses [rows]
template <class T>
void cross_entropy_backward(T const* scores, int const* labels, unsigned char const* real, extent_t rows,
                            extent_t classes, T smoothing, T const* kept, T const* dlosses, T* dscores, bool add) {
  auto const weight = [=](extent_t r) { return dlosses[r]; };
  detail::cross_entropy_backward(scores, labels, real, rows, classes, smoothing, kept, weight, dscores, add);
}

} // namespace sp::cpu
