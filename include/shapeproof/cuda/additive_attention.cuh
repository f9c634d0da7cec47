// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "attention.cuh"
#include "device.hpp"

namespace sp::gpu {

namespace detail {

inline constexpr int queries_of_additive_attention = 4; // that share what is read of the memory

// v . tanh(x + y)
template <class T>
struct additive_score {
  T const* v;
  __device__ T factor(int j) const { return v[j]; }
  __device__ T operator()(T x, T y) const { return std::tanh(x + y); }
  __device__ T scaled(T sum) const { return sum; }
};

// denergies [Q, B, T] -> dquery, dkeys, and the part of each element of the batch in dv, dv_parts [B, K]. A block takes
// one element of the batch and 32 columns through all queries and positions: each thread one column, each warp its share
// of the positions. Every hyperbolic tangent is computed once.
template <int Tile, class T>
__global__ void __launch_bounds__(attention_threads)
    additive_gradient_kernel(kernels::attention_extents e, T const* query, T const* keys, T const* v,
                             T const* denergies, kernels::gradient_place<T> dquery, kernels::gradient_place<T> dkeys,
                             T* dv_parts) {
  static_assert(Tile <= attention_warps);
  constexpr int at_once = 64; // positions
  using of_queries = neighbours<T, Tile>;
  using of_lanes = T[Tile][32];
  SHAPEPROOF_SHARED_FIXED(of_queries, factors, at_once);
  SHAPEPROOF_SHARED_FIXED(of_lanes, parts, attention_warps);
  int const lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  extent_t const column_tiles = (e.key + 31) / 32, b = blockIdx.x / column_tiles;
  extent_t const column = blockIdx.x % column_tiles * 32 + lane, real = e.real(b);
  bool const inside = column < e.key;
  auto const q_rows = query_rows(e, b, query, e.key);
  auto const k_rows = memory_rows(e, b, keys, e.key);
  auto const dk_rows = memory_rows(e, b, dkeys.p, e.key);
  auto const d_rows = query_rows(e, b, denergies, e.positions);
  T const scale = inside ? v[column] : T(0);
  T dscale = 0;
  for (extent_t q = 0; q < e.queries; q += Tile) {
    int const count = e.queries - q < Tile ? int(e.queries - q) : Tile;
    T left[Tile], dleft[Tile] = {};
    SHAPEPROOF_KERNEL_UNROLL(Tile)
    for (int i = 0; i < Tile; ++i) left[i] = inside ? q_rows[q + (i < count ? i : 0)][column] : T(0);
    for (extent_t first = 0; first < real; first += at_once) {
      int const positions = real - first < at_once ? int(real - first) : at_once;
      __syncthreads(); // what stood in factors has been read
      for (int i = threadIdx.x; i < Tile * at_once; i += attention_threads) {
        int const t = i % at_once, k = i / at_once;
        factors[t].of[k] = k < count && t < positions ? d_rows[q + k][first + t] : T(0);
      }
      __syncthreads();
      for (int t = warp; inside && t < positions; t += 2 * attention_warps) {
        // Two positions, so that two reads are under way at once
        int const two = t + attention_warps < positions ? 2 : 1;
        spaced_rows<T> const to{dk_rows[first + t], dk_rows.step * attention_warps};
        neighbours<T, 2> const key =
            read_column<2, T const>({k_rows[first + t], k_rows.step * attention_warps}, column, two);
        neighbours<T, 2> before = {};
        if (dkeys.p && (dkeys.add || q > 0)) before = read_column<2>(to, column, two);
        T dkey[2] = {};
        SHAPEPROOF_KERNEL_UNROLL(2)
        for (int k = 0; k < 2; ++k) {
          neighbours<T, Tile> const d = factors[t + k * attention_warps];
          SHAPEPROOF_KERNEL_UNROLL(Tile)
          for (int i = 0; i < Tile; ++i) {
            T const y = std::tanh(left[i] + key.of[k]), weighed = d.of[i] * y, slope = d.of[i] - weighed * y;
            dscale += weighed;
            dleft[i] += slope;
            dkey[k] += slope;
          }
        }
        SHAPEPROOF_KERNEL_UNROLL(2)
        for (int k = 0; k < 2; ++k)
          if (dkeys.p && k < two) to[k][column] = before.of[k] + dkey[k] * scale;
      }
    }
    SHAPEPROOF_KERNEL_UNROLL(Tile)
    for (int i = 0; i < Tile; ++i) parts[warp][i][lane] = dleft[i];
    __syncthreads();
    if (dquery.p && warp < count && inside) {
      T sum = parts[0][warp][lane];
      for (int k = 1; k < attention_warps; ++k) sum += parts[k][warp][lane];
      T& to = query_rows(e, b, dquery.p, e.key)[q + warp][column];
      to = dquery.add ? to + sum * scale : sum * scale;
    }
    __syncthreads(); // also between dquery and dkeys, which are one gradient where a memory looks at itself
  }
  parts[warp][0][lane] = dscale;
  __syncthreads();
  if (!inside) return;
  if (warp == 0) {
    T sum = parts[0][0][lane];
    for (int k = 1; k < attention_warps; ++k) sum += parts[k][0][lane];
    dv_parts[b * e.key + column] = sum;
  }
  if (dkeys.p && !dkeys.add)
    for (extent_t t = (e.queries > 0 ? real : 0) + warp; t < e.positions; t += attention_warps) dk_rows[t][column] = 0;
}

// to [columns] = the sum of the rows of parts [rows, columns]
template <class T>
__global__ void __launch_bounds__(attention_threads)
    sum_of_parts_kernel(T const* parts, extent_t rows, extent_t columns, kernels::gradient_place<T> to) {
  using of_lanes = T[32];
  SHAPEPROOF_SHARED_FIXED(of_lanes, sums, attention_warps);
  int const lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  extent_t const column = blockIdx.x * extent_t(32) + lane;
  T sum = 0;
  if (column < columns) {
    SHAPEPROOF_KERNEL_UNROLL(4)
    for (extent_t i = warp; i < rows; i += attention_warps) sum += parts[i * columns + column];
  }
  sums[warp][lane] = sum;
  __syncthreads();
  if (warp > 0 || column >= columns) return;
  for (int k = 1; k < attention_warps; ++k) sum += sums[k][lane];
  to.p[column] = to.add ? to.p[column] + sum : sum;
}

} // namespace detail

// query [Q, B, K] and keys [T, B, K], both projected, v [K], values [T, B, V] -> weights [Q, B, T], context [Q, B, V]:
// energies are v . tanh(query + key) (Bahdanau et al. 2015), weights their softmax over the real positions and 0
// beyond, context the mean of the values they weigh. Nothing of the size Q B T K is stored. No real position: all is 0.
template <class T>
void additive_attention_forward(device, kernels::attention_extents const& extents, T const* query, T const* keys,
                                T const* v, T const* values, T* weights, T* context) {
  using namespace detail;
  auto const e = detail::extents_on_device(extents);
  attend<queries_of_additive_attention>("additive_attention_forward", e, scored_rows<T>{query, keys, e.key},
                                        additive_score<T>{v}, softmax_of_row<T>{weights},
                                        mixed_rows<T>{values, e.value, {context, false}});
}

// dcontext [Q, B, V], dweights [Q, B, T] or nullptr -> dquery, dkeys, dv, dvalues, laid out as what they are gradients
// of. The hyperbolic tangents are computed again.
template <class T>
void additive_attention_backward(device, kernels::attention_extents const& extents, T const* query, T const* keys,
                                 T const* v, T const* values, T const* weights, T const* dcontext, T const* dweights,
                                 kernels::gradient_place<T> dquery, kernels::gradient_place<T> dkeys,
                                 kernels::gradient_place<T> dv, kernels::gradient_place<T> dvalues) {
  using namespace detail;
  constexpr int tile = queries_of_additive_attention;
  char const* const operation = "additive_attention_backward";
  auto const e = detail::extents_on_device(extents);
  if (dkeys.p && dkeys.p == dvalues.p) dkeys.add = dkeys.add && dvalues.add, dvalues.add = true;
  if (dquery.p || dkeys.p || dv.p) {
    scratch workspace;
    T* const denergies = workspace.take<T>(e.queries * e.batch * e.positions);
    T* const dv_parts =
        workspace.take<T>(e.batch * e.key); // one for each element of the batch, added up in their order
    attend<tile>(operation, e, scored_rows<T>{dcontext, values, e.value}, dot_score<T>{T(1)},
                 softmax_gradient_of_row<T>{weights, dweights, T(1), denergies}, mixed_rows<T>{});
    extent_t const column_tiles = (e.key + 31) / 32;
    if (e.batch * column_tiles > 0)
      launch(operation, e.queries == 1 ? additive_gradient_kernel<1, T> : additive_gradient_kernel<tile, T>,
             {dim3(unsigned(e.batch * column_tiles)), dim3(attention_threads)}, e, query, keys, v, denergies, dquery,
             dkeys, dv_parts);
    if (dv.p && column_tiles > 0)
      launch(operation, sum_of_parts_kernel<T>, {dim3(unsigned(column_tiles)), dim3(attention_threads)}, dv_parts,
             e.batch, e.key, dv);
  }
  if (dvalues.p) mix_into_memory<T>(operation, e, e.value, memory_term<T>{weights, dcontext}, {}, dvalues);
}

} // namespace sp::gpu
