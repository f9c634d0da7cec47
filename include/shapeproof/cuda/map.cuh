// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "../kernels/elementwise_loops.hpp"
#include "../kernels/gradient_place.hpp"
#include "block.cuh"
#include "device.hpp"
#include "each.cuh"
#include "elements.cuh"
#include "lanes.cuh"
#include "scratch.hpp"

// Elementwise functions of several operands, one pass forward and one backward. An operand that lacks axes of the result is
// repeated along them (stride 0); its gradient is the sum over them, always in the same order.
//
// The function is a functor, since nvcc takes no generic lambda into a kernel:
//
//   struct gelu {
//     SHAPEPROOF_HD auto operator()(auto x) const { return x * sigmoid(1.702f * x); }
//   };
//
// It is called with lanes (lanes.cuh). Where it is called with the lanes of the host, too, SHAPEPROOF_HD_AS_ARGUMENTS before it
// in place of SHAPEPROOF_HD keeps nvcc from warning that those are for the host alone.
namespace sp::gpu {

namespace detail {

// Addresses of operands of several types: a kernel's parameter.
template <class... X>
struct operands {
  void const* p[sizeof...(X)];
};

template <class Index, int N>
struct positions {
  Index at[N];
};
// Where the element i of the result stands in each operand.
template <class Index, int N>
__device__ positions<Index, N> positions_of(kernels::elementwise_loops<N> const& l, Index i) {
  positions<Index, N> p = {};
  for (int a = l.axes - 1; a >= 0; --a) {
    Index const outer = a == 0 ? 0 : i / static_cast<Index>(l.extent[a]);
    Index const position = i - outer * static_cast<Index>(l.extent[a]);
    for (int k = 0; k < N; ++k) p.at[k] += position * static_cast<Index>(l.stride[k][a]);
    i = outer;
  }
  return p;
}

template <int N>
extent_t inner_stride(kernels::elementwise_loops<N> const& l, int k) {
  return l.axes == 0 ? 0 : l.stride[k][l.axes - 1];
}
// Whether V neighbours of the result stand in operand k side by side, beginning at a multiple of V, or are one element.
template <int N>
bool goes_along(kernels::elementwise_loops<N> const& l, int k, int V) {
  if (inner_stride(l, k) == 0) return true;
  if (inner_stride(l, k) != 1) return false;
  for (int a = 0; a + 1 < l.axes; ++a)
    if (l.stride[k][a] % V != 0) return false;
  return true;
}
// Whether the result can be walked V elements at a time: only a single row may end with fewer.
template <int V, int N, class... X>
bool by_accesses(kernels::elementwise_loops<N> const& l, X const*... x) {
  if (V == 1 || (l.axes > 1 && l.extent[l.axes - 1] % V != 0)) return false;
  int k = 0;
  auto const one = [&](auto const* p, int operand) {
    return goes_along(l, operand, V) && (inner_stride(l, operand) == 0 || aligned<V>(p));
  };
  return (one(x, k++) && ...);
}

// f with plain values, through lanes without tangents.
template <class T, class F>
struct on_values {
  F f;
  template <class... X>
  __device__ T operator()(X... x) const {
    return f(lane<T, 0>{x, {}}...).v;
  }
};

template <int V, class R, class F, class... X>
struct map_elements {
  F f;
  kernels::elementwise_loops<int(sizeof...(X))> l;
  R* out;
  operands<X...> x;
  extent_t inner_stride[sizeof...(X)];
  extent_t n;

  template <class Index>
  __device__ void operator()(Index access) const {
    Index const i = access * V;
    if (V == 1 || static_cast<extent_t>(i) + V <= n)
      several<V>(i, std::index_sequence_for<X...>{});
    else
      for (Index one = i; one < static_cast<Index>(n); ++one) several<1>(one, std::index_sequence_for<X...>{});
  }

private:
  template <int W, class Index, std::size_t... K>
  __device__ void several(Index i, std::index_sequence<K...>) const {
    auto const p = positions_of(l, i);
    apply<W>(out + i, load<W>(static_cast<X const*>(x.p[K]) + p.at[K], inner_stride[K])...);
  }
  template <int W>
  __device__ void apply(R* to, elements<X, W> const&... in) const {
    elements<R, W> r;
    for (int j = 0; j < W; ++j) r.at[j] = f(in.at[j]...);
    store(to, r);
  }
};

template <class Index, int V, class R, class F, class... X>
void map_by(F const& f, kernels::elementwise_loops<int(sizeof...(X))> const& l, R* out, X const*... x) {
  extent_t const n = l.elements();
  map_elements<V, R, F, X...> call{f, l, out, {{x...}}, {}, n};
  for (int k = 0; k < int(sizeof...(X)); ++k) call.inner_stride[k] = inner_stride(l, k);
  each_with<Index>("map", (n + V - 1) / V, call);
}
template <class R, class F, class... X>
void map_all(F const& f, kernels::elementwise_loops<int(sizeof...(X))> const& l, R* out, X const*... x) {
  constexpr int V = per_access<R, X...>;
  if (!narrow(l.elements()))
    map_by<extent_t, 1>(f, l, out, x...);
  else if (by_accesses<V>(l, x...) && aligned<V>(out))
    map_by<std::uint32_t, V>(f, l, out, x...);
  else
    map_by<std::uint32_t, 1>(f, l, out, x...);
}

// A value of operand k of N, whose derivative by that operand is 1.
template <int N, class T>
__device__ lane<T, N> lifted(T x, int k) {
  lane<T, N> r;
  r.v = x;
  for (int i = 0; i < N; ++i) r.d[i] = T(i == k);
  return r;
}

// The gradients of operands that are not repeated, each thread those at V elements of the result.
template <int V, class T, class F, int N>
struct map_gradients {
  F f;
  kernels::elementwise_loops<N> l;
  T const* dout;
  T const* x[N];
  kernels::gradient_place<T> into[N];
  extent_t inner_stride[N];
  extent_t n;

  template <class Index>
  __device__ void operator()(Index access) const {
    Index const i = access * V;
    if (V == 1 || static_cast<extent_t>(i) + V <= n)
      several<V>(i, std::make_index_sequence<N>{});
    else
      for (Index one = i; one < static_cast<Index>(n); ++one) several<1>(one, std::make_index_sequence<N>{});
  }

private:
  template <int W, class Index, std::size_t... K>
  __device__ void several(Index i, std::index_sequence<K...>) const {
    auto const p = positions_of(l, i);
    elements<T, W> const dy = load<W>(dout + i);
    elements<T, W> const in[N] = {load<W>(x[K] + p.at[K], inner_stride[K])...};
    elements<T, W> d[N];
    for (int j = 0; j < W; ++j) {
      lane<T, N> const r = f(lifted<N>(in[K].at[j], int(K))...);
      for (int k = 0; k < N; ++k) d[k].at[j] = dy.at[j] == T(0) ? T(0) : dy.at[j] * r.d[k];
    }
    for (int k = 0; k < N; ++k)
      if (into[k].p != nullptr) give(into[k].p + p.at[k], d[k], into[k].add);
  }
};

template <class Index, int V, class T, class F, int N>
void gradients_by(F const& f, kernels::elementwise_loops<N> const& l, T const* dout,
                  std::array<T const*, std::size_t(N)> const& x,
                  std::array<kernels::gradient_place<T>, std::size_t(N)> const& into) {
  extent_t const n = l.elements();
  map_gradients<V, T, F, N> call{f, l, dout, {}, {}, {}, n};
  std::copy(x.begin(), x.end(), call.x);
  std::copy(into.begin(), into.end(), call.into);
  for (int k = 0; k < N; ++k) call.inner_stride[k] = inner_stride(l, k);
  each_with<Index>("map backward", (n + V - 1) / V, call);
}
template <class T, class F, int N>
void gradients_of_unrepeated(F const& f, kernels::elementwise_loops<N> const& l, T const* dout,
                             std::array<T const*, std::size_t(N)> const& x,
                             std::array<kernels::gradient_place<T>, std::size_t(N)> const& into) {
  constexpr int V = per_access<T>;
  bool accesses = (l.axes <= 1 || l.extent[l.axes - 1] % V == 0) && aligned<V>(dout);
  for (int k = 0; k < N; ++k) {
    auto const at = static_cast<std::size_t>(k);
    accesses = accesses && goes_along(l, k, V) && (inner_stride(l, k) == 0 || aligned<V>(x[at]));
    accesses = accesses && (into[at].p == nullptr || (inner_stride(l, k) == 1 && aligned<V>(into[at].p)));
  }
  if (!narrow(l.elements()))
    gradients_by<extent_t, 1>(f, l, dout, x, into);
  else if (accesses)
    gradients_by<std::uint32_t, V>(f, l, dout, x, into);
  else
    gradients_by<std::uint32_t, 1>(f, l, dout, x, into);
}

// The gradient of one operand that is repeated: a sum of `terms` for each of its `own` elements. The axes of the result are
// split into those that the operand has and those along which it is repeated; behind the operands, dout and the gradient are
// walked.
template <class T, class F, int N>
struct repeated_gradient {
  F f;
  kernels::elementwise_loops<N + 2> has, lacks;
  int operand;
  T const* x[N];
  T const* dout;

  template <class Index>
  __device__ T term(positions<Index, N + 2> const& first, Index t) const {
    return term(first, positions_of(lacks, t), std::make_index_sequence<N>{});
  }

private:
  template <class Index, std::size_t... K>
  __device__ T term(positions<Index, N + 2> const& a, positions<Index, N + 2> const& b,
                    std::index_sequence<K...>) const {
    T const dy = dout[a.at[N] + b.at[N]];
    lane<T, 1> const r = f(lane<T, 1>{x[K][a.at[K] + b.at[K]], {{T(int(K) == operand)}}}...);
    return dy == T(0) ? T(0) : dy * r.d[0];
  }
};

inline constexpr int sum_threads = 256;

// How the sums are shared out: a block takes `across` elements of the operand, and a part of the terms of each.
struct sum_shares {
  int across;
  // In the memory of dout: then neighbouring threads take these, else neighbouring elements.
  bool terms_are_neighbours;
  extent_t parts, part; // parts of the terms, and their size
};
inline sum_shares share_out(extent_t own, extent_t terms, bool terms_are_neighbours) {
  sum_shares s{1, terms_are_neighbours, 1, terms};
  if (terms_are_neighbours) {
    while (s.across < 8 && terms * s.across < 8 * sum_threads) s.across *= 2;
  } else {
    while (s.across < 32 && s.across < own) s.across *= 2;
  }
  extent_t const blocks = (own + s.across - 1) / s.across, enough = 1024, worth_it = 8;
  extent_t const along = sum_threads / s.across;
  s.parts = std::clamp<extent_t>(enough / std::max<extent_t>(blocks, 1), 1,
                                 std::max<extent_t>(terms / (along * worth_it), 1));
  s.part = (terms + s.parts - 1) / s.parts;
  return s;
}

// to[own, parts] (+)= the sums of all parts; with one part only, to is the gradient itself.
template <class Index, class T, class F, int N>
__global__ void repeated_gradient_kernel(repeated_gradient<T, F, N> g, Index own, Index terms, sum_shares s,
                                         kernels::gradient_place<T> to) {
  SHAPEPROOF_SHARED_FIXED(T, sums, sum_threads);
  int const along = sum_threads / s.across, thread = static_cast<int>(threadIdx.x);
  int const element = s.terms_are_neighbours ? thread / along : thread % s.across;
  int const share = s.terms_are_neighbours ? thread % along : thread / s.across;
  Index const o = static_cast<Index>(blockIdx.x) * s.across + element;
  auto const first = positions_of(g.has, o);
  T sum = 0;
  if (o < own) {
    Index const begin = static_cast<Index>(blockIdx.y) * static_cast<Index>(s.part),
                most = begin + static_cast<Index>(s.part);
    for (Index t = begin + share; t < (most < terms ? most : terms); t += along) sum += g.term(first, t);
  }
  T* const mine = sums + share * s.across + element;
  *mine = sum;
  for (int half = along / 2; half > 0; half /= 2) {
    __syncthreads();
    if (share < half) *mine += mine[half * s.across];
  }
  if (share == 0 && o < own) {
    T* const p = to.p + (gridDim.y == 1 ? first.at[N + 1] : o * gridDim.y + blockIdx.y);
    *p = to.add ? *p + *mine : *mine;
  }
}

// The gradient from its parts [own, parts]: a warp for each element.
template <class Index, class T, int N>
__global__ void sum_of_parts_kernel(T const* from, Index own, Index parts, kernels::elementwise_loops<N> has,
                                    kernels::gradient_place<T> to) {
  Index const o = static_cast<Index>(blockIdx.x) * (blockDim.x / 32) + threadIdx.x / 32;
  T sum = 0;
  if (o < own)
    for (Index part = threadIdx.x % 32; part < parts; part += 32) sum += from[o * parts + part];
  sum = warp_sum(sum);
  if (o < own && threadIdx.x % 32 == 0) {
    T* const p = to.p + positions_of(has, o).at[N - 1];
    *p = to.add ? *p + sum : sum;
  }
}

template <class Index, class T, class F, int N>
void gradient_of_repeated(F const& f, kernels::elementwise_loops<N> const& l, int operand, T const* dout,
                          std::array<T const*, std::size_t(N)> const& x, kernels::gradient_place<T> to) {
  repeated_gradient<T, F, N> g{f, {}, {}, operand, {}, dout};
  std::copy(x.begin(), x.end(), g.x);
  extent_t below = l.elements(); // the stride of dout
  for (int a = 0; a < l.axes; ++a) {
    below = l.extent[a] == 0 ? 0 : below / l.extent[a];
    std::array<extent_t, N + 2> step{};
    for (int k = 0; k < N; ++k) step[static_cast<std::size_t>(k)] = l.stride[k][a];
    step[N] = below;
    step[N + 1] = l.stride[operand][a];
    (l.stride[operand][a] == 0 ? g.lacks : g.has).add_axis(l.extent[a], step);
  }
  extent_t const own = g.has.elements(), terms = g.lacks.elements();
  if (own == 0) return;
  // A warp along fewer terms than this would mostly wait.
  bool const terms_are_neighbours = inner_stride(l, operand) == 0 && l.extent[l.axes - 1] >= 16;
  sum_shares const s = share_out(own, terms, terms_are_neighbours);
  scratch memory;
  bool const once = s.parts == 1;
  kernels::gradient_place<T> const parts = once ? to : kernels::gradient_place<T>{memory.take<T>(own * s.parts), false};
  dim3 const blocks(static_cast<unsigned>((own + s.across - 1) / s.across), static_cast<unsigned>(s.parts));
  launch("map backward", repeated_gradient_kernel<Index, T, F, N>, {blocks, dim3(sum_threads)}, g,
         static_cast<Index>(own), static_cast<Index>(terms), s, parts);
  if (once) return;
  auto const warps = static_cast<unsigned>((own + sum_threads / 32 - 1) / (sum_threads / 32));
  launch("map backward", sum_of_parts_kernel<Index, T, N + 2>, {dim3(warps), dim3(sum_threads)}, parts.p,
         static_cast<Index>(own), static_cast<Index>(s.parts), g.has, to);
}

} // namespace detail

// out[loops] = f(x...), f called with lanes.
template <class T, class F, class... X>
void map_forward(device, F const& f, kernels::elementwise_loops<int(sizeof...(X))> const& l, T* out, X const*... x) {
  detail::map_all(detail::on_values<T, F>{f}, l, out, x...);
}

// The gradients of map_forward, f called once more with dual numbers. Where the gradient of the result is exactly 0 nothing
// flows back, even if the derivative is infinite: padding stays silent. Operands may be the same: the later one then adds.
template <class T, class F, class... X>
void map_backward(device, F const& f, kernels::elementwise_loops<int(sizeof...(X))> const& l, T const* dout,
                  std::array<kernels::gradient_place<T>, sizeof...(X)> const& into, X const*... x) {
  constexpr int N = int(sizeof...(X));
  std::array<T const*, sizeof...(X)> const from{x...};
  std::array<bool, sizeof...(X)> waits{};
  for (int k = 0; k < N; ++k) waits[std::size_t(k)] = into[std::size_t(k)].p != nullptr && !l.repeats(k);
  // Once over the result for all of these; but one tensor in two orders of its axes is two that wait for each other.
  for (int first = 0; first < N; ++first) {
    if (!waits[std::size_t(first)]) continue;
    std::array<kernels::gradient_place<T>, sizeof...(X)> together{};
    for (int k = first; k < N; ++k) {
      bool meets = !waits[std::size_t(k)];
      for (int j = first; j < k; ++j)
        meets = meets || (together[std::size_t(j)].p == into[std::size_t(k)].p &&
                          !std::equal(l.stride[j], l.stride[j] + l.axes, l.stride[k]));
      if (meets) continue;
      together[std::size_t(k)] = into[std::size_t(k)];
      waits[std::size_t(k)] = false;
    }
    detail::gradients_of_unrepeated(f, l, dout, from, together);
  }
  for (int k = 0; k < N; ++k) {
    if (into[std::size_t(k)].p == nullptr || !l.repeats(k)) continue;
    if (detail::narrow(l.elements()))
      detail::gradient_of_repeated<std::uint32_t>(f, l, k, dout, from, into[std::size_t(k)]);
    else
      detail::gradient_of_repeated<extent_t>(f, l, k, dout, from, into[std::size_t(k)]);
  }
}

// out[loops] = f(x...) for any elements: integers, masks, comparisons. Plain values, no gradient.
template <class R, class F, class... X>
void apply_forward(device, F const& f, kernels::elementwise_loops<int(sizeof...(X))> const& l, R* out, X const*... x) {
  detail::map_all(f, l, out, x...);
}

} // namespace sp::gpu
