// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/attention_extents.hpp"
#include "../kernels/gradient_place.hpp"
#include "block.cuh"
#include "launch.cuh"
#include "lengths.hpp"
#include "scratch.hpp"
#include "unroll.hpp"
#include <cmath>
#include <type_traits>

// What the two attentions share: everything but how energies come from queries and keys. A block takes a tile of the
// queries of one element of the batch along its whole memory; every sum is made in an order that depends on the real
// positions and the features alone, never on how many queries or elements of a batch there are.
namespace sp::gpu::detail {

inline constexpr int attention_warps = 8, attention_threads = 32 * attention_warps;

// Rows that begin `step` elements apart
template <class T>
struct spaced_rows {
  T* first;
  extent_t step;
  SHAPEPROOF_HD T* operator[](extent_t i) const { return first + i * step; }
};

// The rows of one element of the batch, of tensors over the queries [Q, B, n] and over the memory [T, B, n]
template <class T>
SHAPEPROOF_HD spaced_rows<T> query_rows(kernels::attention_extents const& e, extent_t b, T* first, extent_t n) {
  return e.queries_batch_first ? spaced_rows<T>{first + b * e.queries * n, n}
                               : spaced_rows<T>{first + b * n, e.batch * n};
}
template <class T>
SHAPEPROOF_HD spaced_rows<T> memory_rows(kernels::attention_extents const& e, extent_t b, T* first, extent_t n) {
  return e.memory_batch_first ? spaced_rows<T>{first + b * e.positions * n, n}
                              : spaced_rows<T>{first + b * n, e.batch * n};
}

// One number for each of a few neighbours, aligned so that a thread reads them at once
template <class T, int N>
struct alignas(N * sizeof(T) < 16 ? N * sizeof(T) : 16) neighbours {
  T of[N];
};

// One column of the first `count` of N rows, and zeros
template <int N, class T>
__device__ neighbours<std::remove_const_t<T>, N> read_column(spaced_rows<T> rows, extent_t column, int count) {
  neighbours<std::remove_const_t<T>, N> x = {};
  SHAPEPROOF_KERNEL_UNROLL(N)
  for (int i = 0; i < N; ++i)
    if (i < count) x.of[i] = rows[i][column];
  return x;
}
// The same written, or added to: then all is read before anything is written, which takes the time of one read.
template <int N, class T>
__device__ void put_column(spaced_rows<T> out, extent_t column, T const (&x)[N], int count, bool add) {
  neighbours<T, N> before = {};
  if (add) before = read_column<N>(out, column, count);
  SHAPEPROOF_KERNEL_UNROLL(N)
  for (int i = 0; i < N; ++i)
    if (i < count) out[i][column] = before.of[i] + x[i];
}

// How many columns of n a block takes at once, one for each thread. The threads that this leaves share the rows.
SHAPEPROOF_HD inline int columns_at_once(extent_t n) {
  int columns = 32;
  while (columns < attention_threads && columns < n) columns *= 2;
  return columns;
}

// The sums over a warp of N numbers of each thread, N a power of two up to 32: thread i gets that of number i % N. Every
// exchange halves what is left to add; the order of a sum does not depend on N.
template <int Step = 1, int N, class T>
__device__ T sums_over_warp(T const (&x)[N]) {
  if constexpr (Step == 32) {
    return x[0];
  } else if constexpr (N == 1) {
    T const sum[1] = {x[0] + __shfl_xor_sync(all_lanes, x[0], Step)};
    return sums_over_warp<2 * Step>(sum);
  } else {
    bool const odd = threadIdx.x & Step;
    T half[N / 2];
    SHAPEPROOF_KERNEL_UNROLL(N / 2)
    for (int i = 0; i < N / 2; ++i) {
      T const kept = odd ? x[2 * i + 1] : x[2 * i], given = odd ? x[2 * i] : x[2 * i + 1];
      half[i] = kept + __shfl_xor_sync(all_lanes, given, Step);
    }
    return sums_over_warp<2 * Step>(half);
  }
}

// scores[t].of[i] = score of query i and position t, for all real positions. The rows of both have n elements. Each warp
// takes a few positions, its threads share the elements.
template <int Tile, class T, class Score>
__device__ void score_positions(spaced_rows<T const> queries, int count, spaced_rows<T const> memory, int real, int n,
                                Score const& score, neighbours<T, Tile>* scores) {
  constexpr int at_once = 4;
  int const lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  T const* left[Tile];
  SHAPEPROOF_KERNEL_UNROLL(Tile)
  for (int i = 0; i < Tile; ++i) left[i] = queries[i < count ? i : count - 1];
  for (int t = warp * at_once; t < real; t += attention_warps * at_once) {
    T const* right[at_once];
    SHAPEPROOF_KERNEL_UNROLL(at_once)
    for (int k = 0; k < at_once; ++k) right[k] = memory[t + k < real ? t + k : real - 1];
    T sums[at_once * Tile] = {};
    SHAPEPROOF_KERNEL_UNROLL(Tile == 1 ? 4 : 2)
    for (int j = lane; j < n; j += 32) {
      T const factor = score.factor(j);
      T y[at_once];
      SHAPEPROOF_KERNEL_UNROLL(at_once)
      for (int k = 0; k < at_once; ++k) y[k] = right[k][j];
      SHAPEPROOF_KERNEL_UNROLL(Tile)
      for (int i = 0; i < Tile; ++i) {
        T const x = left[i][j];
        SHAPEPROOF_KERNEL_UNROLL(at_once)
        for (int k = 0; k < at_once; ++k) sums[k * Tile + i] += factor * score(x, y[k]);
      }
    }
    T const sum = sums_over_warp(sums);
    if (lane < at_once * Tile && t + lane / Tile < real) scores[t + lane / Tile].of[lane % Tile] = score.scaled(sum);
  }
}

// out[i] = sum over the real positions t of factors[t].of[i] rows[t], for i < count. The rows have n elements.
template <int Tile, class T>
__device__ void mix_positions(neighbours<T, Tile> const* factors, int real, spaced_rows<T const> rows, int n,
                              spaced_rows<T> out, int count, bool add) {
  using of_threads = T[attention_threads];
  SHAPEPROOF_SHARED_FIXED(of_threads, parts, Tile);
  int const columns = columns_at_once(n), groups = attention_threads / columns;
  int const group = threadIdx.x / columns, lane = threadIdx.x % columns;
  for (int first = 0; first < n; first += columns) {
    int const column = first + lane;
    T sums[Tile] = {};
    if (column < n) {
      SHAPEPROOF_KERNEL_UNROLL(Tile == 1 ? 16 : 4)
      for (int t = group; t < real; t += groups) {
        T const x = rows[t][column];
        neighbours<T, Tile> const factor = factors[t];
        SHAPEPROOF_KERNEL_UNROLL(Tile)
        for (int i = 0; i < Tile; ++i) sums[i] += factor.of[i] * x;
      }
    }
    if (groups == 1) {
      if (column < n) put_column(out, column, sums, count, add);
    } else { // all columns at once
      SHAPEPROOF_KERNEL_UNROLL(Tile)
      for (int i = 0; i < Tile; ++i) parts[i][threadIdx.x] = sums[i];
      __syncthreads();
      for (int i = group; i < count; i += groups) {
        T sum = parts[i][lane];
        for (int g = 1; g < groups; ++g) sum += parts[i][g * columns + lane];
        if (column < n) out[i][column] = add ? out[i][column] + sum : sum;
      }
    }
  }
}

// What is scored: tensors over the queries and over the memory, with rows of n elements
template <class T>
struct scored_rows {
  T const* queries;
  T const* memory;
  extent_t n;
};
// What is mixed: a tensor over the memory, with rows of n elements, into one over the queries
template <class T>
struct mixed_rows {
  T const* memory;
  extent_t n;
  kernels::gradient_place<T> to;
};

// x . y, times scale
template <class T>
struct dot_score {
  T scale;
  __device__ T factor(int) const { return 1; }
  __device__ T operator()(T x, T y) const { return x * y; }
  __device__ T scaled(T sum) const { return sum * scale; }
};

// The energies of query q become its weights: the softmax over the real positions, and 0 beyond. One warp does it.
template <class T>
struct softmax_of_row {
  T* weights;

  template <int Tile>
  __device__ void operator()(kernels::attention_extents const& e, extent_t b, extent_t q, int real,
                             neighbours<T, Tile>* energies, int i) const {
    T* const w = query_rows(e, b, weights, e.positions)[q];
    int const lane = threadIdx.x % 32;
    T top = -T(INFINITY);
    for (int t = lane; t < real; t += 32) top = energies[t].of[i] > top ? energies[t].of[i] : top;
    top = warp_max(top);
    if (top == -T(INFINITY)) top = 0; // nothing is there, or all is masked: all is 0
    T sum = 0;
    for (int t = lane; t < real; t += 32) {
      T const x = std::exp(energies[t].of[i] - top);
      energies[t].of[i] = x;
      sum += x;
    }
    sum = warp_sum(sum);
    T const scale = sum == 0 ? T(0) : T(1) / sum;
    for (int t = lane; t < real; t += 32) w[t] = energies[t].of[i] *= scale;
    for (extent_t t = real + lane; t < e.positions; t += 32) w[t] = 0;
  }
};

// What is asked of the weights of query q through the context, with what is asked of them directly unless that is
// nullptr, becomes the gradient of its energies, times scale: of the real positions alone.
template <class T>
struct softmax_gradient_of_row {
  T const* weights;
  T const* dweights;
  T scale;
  T* denergies;

  template <int Tile>
  __device__ void operator()(kernels::attention_extents const& e, extent_t b, extent_t q, int real,
                             neighbours<T, Tile>* gradient, int i) const {
    T const* const w = query_rows(e, b, weights, e.positions)[q];
    T const* const dw = dweights ? query_rows(e, b, dweights, e.positions)[q] : nullptr;
    T* const d = query_rows(e, b, denergies, e.positions)[q];
    int const lane = threadIdx.x % 32;
    T mean = 0;
    for (int t = lane; t < real; t += 32) {
      T const x = gradient[t].of[i] + (dw ? dw[t] : T(0));
      gradient[t].of[i] = x;
      mean += w[t] * x;
    }
    mean = warp_sum(mean);
    for (int t = lane; t < real; t += 32) d[t] = gradient[t].of[i] = w[t] * (gradient[t].of[i] - mean) * scale;
  }
};

// For each query: scores of all positions, what Row makes of them, and the positions mixed by that. `far` has room for the
// scores of all blocks; nullptr: they are in shared memory.
template <int Tile, class T, class Score, class Row>
__global__ void __launch_bounds__(attention_threads, sizeof(T) > 4 ? 1
                                                     : Tile < 8    ? 3
                                                                   : 2)
    attention_kernel(kernels::attention_extents e, scored_rows<T> scored, Score score, Row row, mixed_rows<T> mixed,
                     neighbours<T, Tile>* far) {
  static_assert(Tile <= attention_warps);
  using tile = neighbours<T, Tile>;
  SHAPEPROOF_SHARED_ARRAY(tile, near);
  extent_t const tiles = (e.queries + Tile - 1) / Tile, b = blockIdx.x / tiles, first = blockIdx.x % tiles * Tile;
  int const count = e.queries - first < Tile ? int(e.queries - first) : Tile, real = int(e.real(b));
  int const warp = threadIdx.x / 32;
  tile* const scores = far ? far + blockIdx.x * e.positions : near;
  auto const queries = query_rows(e, b, scored.queries, scored.n);
  score_positions<Tile, T>({queries[first], queries.step}, count, memory_rows(e, b, scored.memory, scored.n), real,
                           int(scored.n), score, scores);
  __syncthreads();
  if (warp < count) row(e, b, first + warp, real, scores, warp);
  __syncthreads();
  if (mixed.to.p) {
    auto const out = query_rows(e, b, mixed.to.p, mixed.n);
    mix_positions<Tile, T>(scores, real, memory_rows(e, b, mixed.memory, mixed.n), int(mixed.n), {out[first], out.step},
                           count, mixed.to.add);
  }
}

// Tile: how many queries share what is read of the memory
template <int Tile, class T, class Score, class Row>
void attend(char const* operation, kernels::attention_extents const& e, scored_rows<T> scored, Score score, Row row,
            mixed_rows<T> mixed) {
  if constexpr (Tile > 1)
    if (e.queries == 1) return attend<1>(operation, e, scored, score, row, mixed);
  extent_t const blocks = e.batch * ((e.queries + Tile - 1) / Tile);
  if (blocks == 0) return;
  constexpr std::size_t most_shared = 32 * 1024; // with what mix_positions takes, what every device gives
  std::size_t const bytes = std::size_t(e.positions) * sizeof(neighbours<T, Tile>);
  scratch workspace;
  auto* const far = bytes > most_shared ? workspace.take<neighbours<T, Tile>>(blocks * e.positions) : nullptr;
  launch(operation, attention_kernel<Tile, T, Score, Row>,
         {dim3(unsigned(blocks)), dim3(attention_threads), far ? 0 : bytes}, e, scored, score, row, mixed, far);
}

// A term of the gradient of a memory: for each position the sum over the queries of factors [Q, B, T] x [Q, B, n]
template <class T>
struct memory_term {
  T const* factors = nullptr; // nullptr: no term
  T const* x = nullptr;
};

// Each block takes one element of the batch, `columns` columns, and of each group of threads some positions.
inline constexpr int positions_of_group = 8;
template <class T>
__global__ void __launch_bounds__(attention_threads)
    memory_gradient_kernel(kernels::attention_extents e, extent_t n, memory_term<T> first_term,
                           memory_term<T> second_term, kernels::gradient_place<T> to, int columns) {
  constexpr int at_once = 32, most_groups = attention_threads / 32; // queries; groups of threads
  using of_groups = neighbours<T, positions_of_group>[most_groups];
  SHAPEPROOF_SHARED_FIXED(of_groups, factors, at_once);
  int const groups = attention_threads / columns, positions = groups * positions_of_group;
  extent_t const column_tiles = (n + columns - 1) / columns, position_tiles = (e.positions + positions - 1) / positions;
  extent_t const b = blockIdx.x / (column_tiles * position_tiles);
  extent_t const first = blockIdx.x / column_tiles % position_tiles * positions;
  extent_t const column = blockIdx.x % column_tiles * columns + threadIdx.x % columns, real = e.real(b);
  int const group = threadIdx.x / columns;
  T sums[positions_of_group] = {};
  memory_term<T> const terms[] = {first_term, second_term};
  for (memory_term<T> const& term : terms) {
    if (!term.factors) continue;
    auto const w = query_rows(e, b, term.factors, e.positions);
    auto const x = query_rows(e, b, term.x, n);
    for (extent_t q = 0; q < e.queries; q += at_once) {
      int const count = e.queries - q < at_once ? int(e.queries - q) : at_once;
      __syncthreads(); // what stood in factors has been read
      for (int i = threadIdx.x; i < count * positions; i += attention_threads) {
        int const t = i % positions;
        factors[i / positions][t / positions_of_group].of[t % positions_of_group] =
            first + t < real ? w[q + i / positions][first + t] : T(0);
      }
      __syncthreads();
      if (column < n) {
        SHAPEPROOF_KERNEL_UNROLL(4)
        for (int i = 0; i < count; ++i) {
          T const y = x[q + i][column];
          neighbours<T, positions_of_group> const factor = factors[i][group];
          SHAPEPROOF_KERNEL_UNROLL(positions_of_group)
          for (int k = 0; k < positions_of_group; ++k) sums[k] += factor.of[k] * y;
        }
      }
    }
  }
  if (column >= n) return;
  auto const out = memory_rows(e, b, to.p, n);
  extent_t const own = first + group * positions_of_group, left = real - own;
  int const count = left < 0 ? 0 : left < positions_of_group ? int(left) : positions_of_group;
  put_column<positions_of_group, T>({out[own], out.step}, column, sums, count, to.add);
  if (!to.add)
    for (int k = count; k < positions_of_group && own + k < e.positions; ++k) out[own + k][column] = 0;
}

// to [T, B, n]: both terms, for real positions; what is not real gets nothing
template <class T>
void mix_into_memory(char const* operation, kernels::attention_extents const& e, extent_t n, memory_term<T> first,
                     memory_term<T> second, kernels::gradient_place<T> to) {
  int const columns = columns_at_once(n), positions = attention_threads / columns * positions_of_group;
  extent_t const blocks = e.batch * ((e.positions + positions - 1) / positions) * ((n + columns - 1) / columns);
  if (blocks > 0)
    launch(operation, memory_gradient_kernel<T>, {dim3(unsigned(blocks)), dim3(attention_threads)}, e, n, first, second,
           to, columns);
}

// The same with lengths that kernels can read
inline kernels::attention_extents extents_on_device(kernels::attention_extents e) {
  e.lengths = gpu::on_device(e.lengths);
  return e;
}

} // namespace sp::gpu::detail
