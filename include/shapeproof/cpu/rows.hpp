// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernels/ragged_lengths.hpp"
#include "parallel_for.hpp"
#include "simd.hpp"
#include <algorithm>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

// What the kernels over rows have in common. A row's result depends on the row alone: every loop goes through it in the
// same order, whatever stands beside it.
namespace sp::cpu::detail {

// Rows that begin `step` elements apart
template <class T>
struct row_list {
  T* first;
  extent_t step;
  T* operator[](extent_t i) const { return first + i * step; }
  row_list from(extent_t i) const { return {(*this)[i], step}; }
};

// Loads and stores of count <= width<T> elements; other lanes are loaded as zero.
#if defined(__AVX512F__)
// Masked moves, which cost what whole ones cost; named in assembly because <immintrin.h> takes longer to compile than
// all of this library.
template <class T>
vec<T> load_lanes(T const* p, extent_t count) {
  if (count == width<T>) return load(p);
  vec<T> x;
  auto const lanes = std::uint16_t((1u << count) - 1);
  auto const& memory = *reinterpret_cast<T const(*)[width<T>]>(p);
  if constexpr (sizeof(T) == 4)
    asm("vmovups %1, %0%{%2%}%{z%}" : "=v"(x) : "m"(memory), "Yk"(lanes));
  else
    asm("vmovupd %1, %0%{%2%}%{z%}" : "=v"(x) : "m"(memory), "Yk"(lanes));
  return x;
}
template <class T>
void store_lanes(T* p, extent_t count, vec<T> x) {
  if (count == width<T>) return store<T>(p, x);
  auto const lanes = std::uint16_t((1u << count) - 1);
  auto& memory = *reinterpret_cast<T(*)[width<T>]>(p); // written in part: an input as well
  if constexpr (sizeof(T) == 4)
    asm("vmovups %1, %0%{%2%}" : "+m"(memory) : "v"(x), "Yk"(lanes));
  else
    asm("vmovupd %1, %0%{%2%}" : "+m"(memory) : "v"(x), "Yk"(lanes));
}
#else
template <class T>
vec<T> load_lanes(T const* p, extent_t count) {
  return count == width<T> ? load(p) : load_some(p, count);
}
template <class T>
void store_lanes(T* p, extent_t count, vec<T> x) {
  if (count == width<T>)
    store<T>(p, x);
  else
    store_some<T>(p, count, x);
}
#endif

// The lanes of the upper half of the first 2 * Half, in the place of the lower: horizontal reductions fold with it.
template <int Half, class V, std::size_t... I>
V upper_half(V x, std::index_sequence<I...>) {
#ifdef __CUDACC__ // nvcc loses the pack inside the builtin
  return V{x[I < Half ? I + Half : I]...};
#else
  return __builtin_shufflevector(x, x, int(I < Half ? I + Half : I)...);
#endif
}
template <class T, int Half = width<T> / 2, class F>
T fold_lanes(vec<T> x, F const& f) {
  x = f(x, upper_half<Half>(x, std::make_index_sequence<width<T>>()));
  if constexpr (Half == 1)
    return x[0];
  else
    return fold_lanes<T, Half / 2>(x, f);
}
// The same bits as horizontal_sum, in registers
template <class T>
T sum_lanes(vec<T> x) {
  return fold_lanes<T>(x, [](vec<T> a, vec<T> b) -> vec<T> { return a + b; });
}
template <class T>
T max_lanes(vec<T> x) {
  return fold_lanes<T>(x, [](vec<T> a, vec<T> b) { return max(a, b); });
}

// The elements of `to` from here on become x, or x is added to them.
template <class T>
void put_lanes(T* to, extent_t count, vec<T> x, bool add) {
  store_lanes<T>(to, count, add ? x + load_lanes(to, count) : x);
}

// An element of vec_mask<T>
template <class T>
using lane_number = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
// 0, 1, 2 ...
template <class T>
vec_mask<T> lane_numbers() {
  vec_mask<T> lanes{};
  for (int i = 0; i < width<T>; ++i) lanes[i] = i;
  return lanes;
}
template <class T>
vec_mask<T> first_lanes(extent_t count) {
  return lane_numbers<T>() < lane_number<T>(count);
}

// f(i, count) for all vectors of a row of n elements
template <class T, class F>
void each_vector(extent_t n, F const& f) {
  extent_t i = 0;
  for (; i + width<T> <= n; i += width<T>) f(i, extent_t(width<T>));
  if (i < n) f(i, n - i);
}

// The greatest of x [n], without NaN; -infinity of none
template <class T>
T row_max(T const* x, extent_t n) {
  constexpr extent_t step = width<T>;
  T top = -std::numeric_limits<T>::infinity();
  if (n >= step) {
    extent_t i = 0;
    vec<T> a = splat(top), b = a;
    for (; i + 2 * step <= n; i += 2 * step) a = max(load(x + i), a), b = max(load(x + i + step), b);
    if (i + step <= n) a = max(load(x + i), a);
    b = max(load(x + n - step), b); // the last ones, some of them twice
    return max_lanes<T>(max(a, b));
  }
  return max_lanes<T>(select(first_lanes<T>(n), load_lanes(x, n), splat(top)));
}

// The sum of f(i, count), of which lanes beyond count do not matter
template <class T, class F>
T row_total(extent_t n, F const& f) {
  vec<T> total{};
  each_vector<T>(n, [&](extent_t i, extent_t count) {
    vec<T> const x = f(i, count);
    total += count == width<T> ? x : select(first_lanes<T>(count), x, vec<T>{});
  });
  return sum_lanes<T>(total);
}

// The real positions of `count` neighbours inside, for kernels that take one lane for each.
template <class T>
struct lane_lengths {
  vec_mask<T> each{};
  extent_t longest = 0;

  lane_lengths(kernels::ragged_lengths const& lengths, extent_t outer, extent_t inner, extent_t count, extent_t n) {
    for (extent_t i = 0; i < count; ++i) {
      extent_t const real = lengths.real(outer, inner + i, n);
      each[i] = lane_number<T>(real);
      longest = std::max(longest, real);
    }
  }
  // Which lanes are real at position t
  vec_mask<T> at(extent_t t) const { return lane_number<T>(t) < each; }
};

// to [.., n, inner], one vector wide: f(t) at real positions; beyond, 0 or with `add` what is there
template <class T, class F>
void put_column(T* to, extent_t n, extent_t inner, extent_t count, lane_lengths<T> const& lengths, bool add,
                F const& f) {
  for (extent_t t = 0; t < lengths.longest; ++t)
    put_lanes<T>(to + t * inner, count, select(lengths.at(t), f(t), vec<T>{}), add);
  if (!add)
    for (extent_t t = lengths.longest; t < n; ++t) store_lanes<T>(to + t * inner, count, vec<T>{});
}

// Kernels over [outer, n, inner]: by_row(outer) where rows are contiguous, by_lanes(outer, inner, count) elsewhere.
// Where the batch lies inside, lanes are taken for a batch of one too, so that its result is that of a larger batch.
template <class T, class ByRow, class ByLanes>
void each_row(extent_t outer, extent_t n, extent_t inner, bool batch_inside, ByRow const& by_row,
              ByLanes const& by_lanes) {
  if (inner == 1 && !batch_inside)
    parallel_for(outer, n, [&](extent_t first, extent_t last) {
      for (extent_t o = first; o < last; ++o) by_row(o);
    });
  else {
    extent_t const vectors = (inner + width<T> - 1) / width<T>;
    parallel_for(outer * vectors, n * width<T>, [&](extent_t first, extent_t last) {
      for (extent_t item = first; item < last; ++item) {
        extent_t const i = item % vectors * width<T>;
        by_lanes(item / vectors, i, std::min<extent_t>(width<T>, inner - i));
      }
    });
  }
}

} // namespace sp::cpu::detail
