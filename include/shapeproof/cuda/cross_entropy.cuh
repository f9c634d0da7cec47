// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <limits>

#include "block.cuh"
#include "launch.cuh"
#include "loss.cuh"

// A row's scores are read once: a short row stays in the registers of some lanes of a warp, a long one goes past a block whose
// threads keep a running maximum. Which thread adds what depends on the number of classes alone.
namespace sp::gpu {
namespace detail {

// What a maximum begins with: not infinite, so that its difference to any score is a number.
template <class T>
inline constexpr T least_score = std::numeric_limits<T>::lowest();

template <class T>
struct cross_entropy_arguments {
  T const* scores;
  int const* labels;
  unsigned char const* real;
  extent_t rows, classes;
  T smoothing;
  T *losses, *kept;

  // Of a row whose greatest score is `top`: sum of exp(score - top) and, for label smoothing, of top - score.
  __device__ void give(extent_t row, T label_score, T top, T sum, T below) const {
    T loss = top - label_score;
    if (smoothing > T(0)) loss += smoothing * (below / T(classes) - loss);
    losses[row] = loss + std::log(sum);
    kept[2 * row] = top;
    kept[2 * row + 1] = T(1) / sum;
  }
};

// exp(x) for x <= 0, wrong by no more than a few units in the last place of 1: exact enough for terms of a sum that is at
// least 1.
__device__ inline double exp_of_negative(double x) { return std::exp(x); }
__device__ inline float exp_of_negative(float x) {
#ifdef SHAPEPROOF_EMULATED_CUDA
  return std::exp(x);
#else
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x * 1.44269504f));
  return y;
#endif
}

// The sum and the maximum over 2^log_lanes neighbours in a warp; each gets it.
template <class T>
__device__ T sum_of_lanes(T x, int log_lanes) {
  for (int other = 1 << log_lanes >> 1; other > 0; other /= 2) x += __shfl_xor_sync(all_lanes, x, other);
  return x;
}
template <class T>
__device__ T max_of_lanes(T x, int log_lanes) {
  for (int other = 1 << log_lanes >> 1; other > 0; other /= 2) x = std::fmax(x, __shfl_xor_sync(all_lanes, x, other));
  return x;
}

// Rows of at most `share` scores for each of 2^log_lanes lanes.
template <int V, int share, class T>
__global__ void cross_entropy_of_short_rows_kernel(cross_entropy_arguments<T> a, int log_lanes) {
  constexpr int several = share / V;
  extent_t const row = (static_cast<extent_t>(blockIdx.x) * blockDim.x + threadIdx.x) >> log_lanes;
  int const lanes = 1 << log_lanes, lane = static_cast<int>(threadIdx.x) & (lanes - 1);
  bool const within = row < a.rows, counts = within && is_real(a.real, row);
  int const label = within ? a.labels[row] : 0; // of rows that are not real, too: nothing waits for which they are
  int const accesses = within ? static_cast<int>(a.classes) / V : 0;
  T const* const x = a.scores + row * a.classes;
  T const* from = x + lane * V;
  elements<T, V> part[several];
  for (int k = 0; k < several; ++k, from += lanes * V)
    if (lane + k * lanes < accesses) part[k] = load<V>(from);
  T const label_score = counts ? x[label] : T(0);

  T top = least_score<T>, sum = 0, below = 0;
  for (int k = 0; k < several; ++k)
    if (lane + k * lanes < accesses)
      for (int v = 0; v < V; ++v) top = std::fmax(top, part[k].at[v]);
  top = max_of_lanes(top, log_lanes);
  for (int k = 0; k < several; ++k)
    if (lane + k * lanes < accesses)
      for (int v = 0; v < V; ++v) sum += exp_of_negative(part[k].at[v] - top);
  sum = sum_of_lanes(sum, log_lanes);
  if (a.smoothing > T(0)) {
    for (int k = 0; k < several; ++k)
      if (lane + k * lanes < accesses)
        for (int v = 0; v < V; ++v) below += top - part[k].at[v];
    below = sum_of_lanes(below, log_lanes);
  }
  if (lane != 0 || !within) return;
  if (counts)
    a.give(row, label_score, top, sum, below);
  else
    a.losses[row] = T(0);
}

// What a thread knows of the scores it has seen.
template <class T>
struct running_softmax {
  T top = least_score<T>, sum = 0, below = 0;
  int seen = 0;

  __device__ void raise(T to) {
    if (!(to > top)) return;
    sum *= exp_of_negative(top - to);
    if (seen > 0) below += T(seen) * (to - top);
    top = to;
  }
  template <int V, int several>
  __device__ void take(elements<T, V> const (&x)[several], int there) {
    T greatest = least_score<T>;
    for (int k = 0; k < several; ++k)
      if (k < there)
        for (int v = 0; v < V; ++v) greatest = std::fmax(greatest, x[k].at[v]);
    raise(greatest);
    for (int k = 0; k < several; ++k)
      if (k < there)
        for (int v = 0; v < V; ++v) {
          sum += exp_of_negative(x[k].at[v] - top);
          below += top - x[k].at[v];
        }
    seen += there * V;
  }
};

template <int V, class T>
__global__ void cross_entropy_of_long_rows_kernel(cross_entropy_arguments<T> a) {
  constexpr int several = V == 1 ? 8 : 4;
  extent_t const row = blockIdx.x;
  if (!is_real(a.real, row)) { // for the whole block
    if (threadIdx.x == 0) a.losses[row] = T(0);
    return;
  }
  int const label = a.labels[row];
  T const* const x = a.scores + row * a.classes;
  int const step = static_cast<int>(blockDim.x), accesses = static_cast<int>(a.classes) / V;
  running_softmax<T> seen;
  for (int i = static_cast<int>(threadIdx.x); i < accesses; i += several * step) {
    int const rest = (accesses - i + step - 1) / step, there = rest < several ? rest : several;
    elements<T, V> part[several];
    for (int k = 0; k < several; ++k)
      if (k < there) part[k] = load<V>(x + (i + k * step) * V);
    seen.take(part, there);
  }
  T const top = block_max(seen.top);
  seen.raise(top);
  T const sum = block_sum(seen.sum), below = a.smoothing > T(0) ? block_sum(seen.below) : T(0);
  if (threadIdx.x == 0) a.give(row, x[label], top, sum, below);
}

template <int V, class T>
void cross_entropy_by_access(cross_entropy_arguments<T> const& a) {
  constexpr int threads = 256, share = V == 4 ? 16 : 8, most_lanes = 32;
  constexpr char const* operation = "cross_entropy";
  if (a.classes > 2 * share * most_lanes) {
    auto const rows = static_cast<unsigned>(a.rows);
    return launch(operation, cross_entropy_of_long_rows_kernel<V, T>,
                  {dim3(rows), dim3(a.classes > 32 * threads ? 2 * threads : threads)}, a);
  }
  int log_lanes = 2;
  while (1 << log_lanes < most_lanes && a.classes > share << log_lanes) ++log_lanes;
  extent_t const rows_of_block = threads >> log_lanes;
  auto const blocks = static_cast<unsigned>((a.rows + rows_of_block - 1) / rows_of_block);
  if (a.classes > share << log_lanes)
    launch(operation, cross_entropy_of_short_rows_kernel<V, 2 * share, T>, {dim3(blocks), dim3(threads)}, a, log_lanes);
  else
    launch(operation, cross_entropy_of_short_rows_kernel<V, share, T>, {dim3(blocks), dim3(threads)}, a, log_lanes);
}

// weight(row) * (softmax(scores) - target), the target being 1 - smoothing at the label plus smoothing / classes all
// over
template <class T, class Weight>
struct cross_entropy_slope {
  int const* labels;
  unsigned char const* real;
  T const* kept;
  T at_label, everywhere;
  Weight weight;

  struct of_row {
    int label;
    T top, scale, weight, at_label, everywhere;
    __device__ T operator()(int column, T score) const {
      T const p = exp_of_negative(score - top) * scale - everywhere, d = weight * (column == label ? p - at_label : p);
      return label < 0 ? T(0) : d;
    }
  };
  __device__ of_row operator()(extent_t row) const {
    int const label = labels[row]; // read without waiting for whether the row is real
    T const top = kept[2 * row], scale = kept[2 * row + 1], w = weight(row);
    return {is_real(real, row) ? label : -1, top, scale, w, at_label, everywhere};
  }
};
template <class T, class Weight>
void cross_entropy_backward(T const* scores, int const* labels, unsigned char const* real, extent_t rows,
                            extent_t classes, T smoothing, T const* kept, Weight const& weight, T* dscores, bool add) {
  cross_entropy_slope<T, Weight> const slope{labels, real, kept, 1 - smoothing, smoothing / T(classes), weight};
  map_rows("cross_entropy_backward", scores, rows, classes, slope, dscores, add);
}

} // namespace detail

// scores [rows, classes], labels [rows], real [rows] or nullptr for all -> losses [rows], 0 where not real. A row's
// loss is (1 - smoothing) (-log p[label]) + smoothing * (mean over the classes of -log p), p the softmax of its scores
// (label smoothing: Szegedy et al. 2016). kept [rows, 2] is what the backward needs of each row.
template <class T>
void cross_entropy(device, T const* scores, int const* labels, unsigned char const* real, extent_t rows,
                   extent_t classes, T smoothing, T* losses, T* kept) {
  constexpr int V = detail::access<T>::V;
  detail::cross_entropy_arguments<T> const a{scores, labels, real, rows, classes, smoothing, losses, kept};
  if (classes % V == 0 && detail::aligned<V>(scores))
    detail::cross_entropy_by_access<V>(a);
  else
    detail::cross_entropy_by_access<1>(a);
}

// dscores [rows, classes] = dloss * the gradient of the mean over `count` rows; rows that are not real get nothing
template <class T>
void cross_entropy_backward(device, T const* scores, int const* labels, unsigned char const* real, extent_t rows,
                            extent_t classes, T smoothing, T const* kept, T const* dloss, extent_t count, T* dscores,
                            bool add) {
  detail::cross_entropy_backward(scores, labels, real, rows, classes, smoothing, kept,
                                 detail::weight_in_mean<T>{dloss, count}, dscores, add);
}
// The same with a weight for each row: dlosses [rows]
template <class T>
void cross_entropy_backward(device, T const* scores, int const* labels, unsigned char const* real, extent_t rows,
                            extent_t classes, T smoothing, T const* kept, T const* dlosses, T* dscores, bool add) {
  detail::cross_entropy_backward(scores, labels, real, rows, classes, smoothing, kept,
                                 detail::weight_of_row<T>{dlosses}, dscores, add);
}

} // namespace sp::gpu
