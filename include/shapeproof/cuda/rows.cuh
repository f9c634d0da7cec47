// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>

#include "../kernels/ragged_lengths.hpp"
#include "launch.cuh"
#include "lengths.hpp"
#include "unroll.cuh"

// What the kernels over rows have in common. [outer, n, inner] has outer * inner rows, which lie along n. A team of
// threads shares a row; how large it is depends on n alone, so that a row's result does not depend on what stands
// beside it.
namespace sp::gpu::detail {

template <class T>
inline constexpr T infinity = std::numeric_limits<T>::infinity();
template <class T>
inline constexpr T not_a_number = std::numeric_limits<T>::quiet_NaN();

// V neighbours, moved at once
template <class T, int V>
struct alignas(sizeof(T) * V) pack {
  T v[V];
};
template <class T>
inline constexpr int widest_pack = 16 / int(sizeof(T));

struct rows {
  extent_t outer, n, inner;
  kernels::ragged_lengths lengths; // on the device

  SHAPEPROOF_HD extent_t count() const { return outer * inner; }
  // Where the batch lies inside, a row is treated as one of many side by side for a batch of one too.
  SHAPEPROOF_HD bool contiguous() const { return inner == 1 && !lengths.varies_inside(); }
};
inline rows rows_of(extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths lengths = {}) {
  lengths.lengths = on_device(lengths.lengths);
  return {outer, n, inner, lengths};
}

// Whether rows, which begin at each of these places, can be moved in packs.
template <class T>
bool movable_in_packs(rows const& r, std::initializer_list<T const*> places) {
  return r.contiguous() && r.n % widest_pack<T> == 0 && std::all_of(places.begin(), places.end(), [](T const* p) {
           return reinterpret_cast<std::uintptr_t>(p) % 16 == 0;
         });
}

// Teams of 2^shift threads. The threads of a team are neighbours; or, where rows lie side by side, one of each warp, and
// neighbours in a warp belong to 32 neighbouring rows.
struct teams {
  int shift;
  bool side_by_side;
  unsigned threads, blocks; // of a block; blocks that it takes for all rows

  SHAPEPROOF_HD int size() const { return 1 << shift; }
  // Of the teams' reductions of X
  std::size_t shared_bytes(std::size_t size_of_x) const {
    return side_by_side ? threads * size_of_x : shift > 5 ? threads / 32 * size_of_x : 0;
  }
};
// Teams that are large enough for each thread to have at most `share` positions, but no larger than `most`.
inline teams teams_for(extent_t row_count, bool contiguous, extent_t positions, extent_t share, int most) {
  teams t{};
  while (t.size() < most && t.size() * share < positions) ++t.shift;
  t.side_by_side = !contiguous && t.shift > 0;
  t.threads = unsigned(t.side_by_side ? 32 * t.size() : t.shift > 5 ? t.size() : 256);
  extent_t const rows_of_block = t.side_by_side ? 32 : extent_t(t.threads) >> t.shift;
  t.blocks = unsigned((row_count + rows_of_block - 1) / rows_of_block);
  return t;
}

// The row that this thread has a share in. A team without a row has one without positions.
struct team_row {
  int rank; // among the threads of the team
  bool exists;
  extent_t row, first, step; // which one it is, where its position 0 lies, and how far on the next
  extent_t n = 0, real = 0;

  __device__ team_row(rows const& r, teams const& t, extent_t block) {
    int const thread = int(threadIdx.x);
    if (t.side_by_side)
      rank = thread / 32, row = block * 32 + thread % 32;
    else
      rank = thread & (t.size() - 1), row = (block * int(blockDim.x) + thread) >> t.shift;
    exists = row < r.count();
    extent_t const o = r.inner == 1 ? row : row / r.inner, i = row - o * r.inner;
    first = o * r.n * r.inner + i, step = r.inner;
    if (exists) n = r.n, real = r.lengths.real(o, i, n);
  }
  // For writing what the team found out
  __device__ bool speaks() const { return exists && rank == 0; }
};

// x of the thread whose number in the warp differs in the bit `offset`
template <class X>
__device__ X exchange(X const& x, int offset) {
  static_assert(sizeof(X) % sizeof(unsigned) == 0);
  unsigned words[sizeof(X) / sizeof(unsigned)];
  std::memcpy(words, &x, sizeof x);
  SHAPEPROOF_UNROLL_ALL
  for (unsigned& word : words) word = __shfl_xor_sync(0xffffffffu, word, offset);
  X other;
  std::memcpy(&other, words, sizeof x);
  return other;
}
template <class X, class F>
__device__ X reduce_neighbours(X x, int size, F const& f) {
  int const lane = int(threadIdx.x) % 32;
  for (int offset = 1; offset < size; offset *= 2) {
    X const other = exchange(x, offset);
    x = (lane & offset) != 0 ? f(other, x) : f(x, other); // both threads compute the same
  }
  return x;
}
// f over the x of all threads of the team, which all get it. Every thread of the block comes here.
template <class X, class F>
__device__ X reduce_team(X x, teams const& t, F const& f) {
  SHAPEPROOF_SHARED_ARRAY(X, shared);
  int const thread = int(threadIdx.x);
  if (t.side_by_side) {
    shared[thread] = x;
    __syncthreads();
    for (int half = int(t.threads) / 2; half >= 32; half /= 2) {
      if (thread < half) shared[thread] = f(shared[thread], shared[thread + half]);
      __syncthreads();
    }
    x = shared[thread % 32];
    __syncthreads();
    return x;
  }
  x = reduce_neighbours(x, t.size() < 32 ? t.size() : 32, f);
  if (t.size() <= 32) return x;
  int const warps = t.size() / 32;
  if (thread % 32 == 0) shared[thread / 32] = x;
  __syncthreads();
  x = reduce_neighbours(shared[thread % warps], warps, f);
  __syncthreads();
  return x;
}

// x, kept inside [0, most]
__device__ inline int int_below(extent_t x, int most) { return x < 0 ? 0 : x < most ? int(x) : most; }

// What a thread has of `Inputs` rows side by side: K packs of each, a team's width apart.
template <class T, int Inputs, int V, int K>
struct row_part {
  static constexpr int packs = K, width = V;
  pack<T, V> x[Inputs][K];
  extent_t start;       // the position of the team's first
  int first, apart;     // from there on, this thread's first, and how far on the next pack is
  int left, count = 0;  // the team's positions that are real, and this thread's; these come before others

  // f(k, v) for all elements
  template <class F>
  __device__ static void each(F const& f) {
    SHAPEPROOF_UNROLL_ALL
    for (int k = 0; k < K; ++k)
      SHAPEPROOF_UNROLL_ALL
      for (int v = 0; v < V; ++v) f(k, v);
  }
  __device__ int offset(int k) const { return first + k * apart; }
  __device__ extent_t position(int k) const { return start + offset(k); }

  // Reads from position `from` on, up to `end`; `absent` stands for what lies beyond.
  __device__ void read(T const* const (&in)[Inputs], team_row const& row, int team_size, extent_t from, extent_t end,
                       T absent) {
    start = from, first = row.rank * V, apart = team_size * V;
    left = int_below(end - from, apart * K);
    extent_t const step = apart * row.step;
    SHAPEPROOF_UNROLL_ALL
    for (int input = 0; input < Inputs; ++input) {
      T const* p = in[input] + row.first + (start + first) * row.step;
      SHAPEPROOF_UNROLL_ALL
      for (int k = 0; k < K; ++k, p += step)
        if (offset(k) < left) x[input][k] = *reinterpret_cast<pack<T, V> const*>(p);
    }
    count = 0;
    each([&](int k, int v) {
      bool const real = offset(k) + v < left;
      count += real;
      SHAPEPROOF_UNROLL_ALL
      for (int input = 0; input < Inputs; ++input)
        if (!real) x[input][k].v[v] = absent;
    });
  }
};

// What an operation on whole rows, `each_row`, has beside
//   using totals: what the operation must know of all of a row;
//   totals take(part&): of the positions of a part, which may be rewritten for `give`;
//   totals combine(totals, totals);
//   settle(totals of the part, totals of the row): what `give` needs of them;
//   pack give(part, k, settled): the result at the positions of a part's pack k.
template <class T, int Inputs>
struct row_operation {
  using number = T;
  static constexpr int inputs = Inputs;
  T const* in[Inputs];
  T* out;

  __device__ T absent() const { return T(0); } // what is read where nothing is
  __device__ void enter(extent_t) {}           // before all else: the number of the row
  template <class Totals>
  __device__ void keep(extent_t, Totals const&) const {} // for the backward pass
  __device__ constexpr bool adds() const { return false; } // the result is added to what is there
};
template <class T>
struct row_gradient : row_operation<T, 2> {
  bool add;

  __device__ bool adds() const { return add; }
};

// Writes what the operation gives, zero beyond the real positions; or adds it.
template <class Op, class Settled, class T, int Inputs, int V, int K>
__device__ void write_part(Op const& op, row_part<T, Inputs, V, K> const& part, team_row const& row,
                           Settled const& settled) {
  int const end = op.adds() ? part.left : int_below(row.n - part.start, part.apart * K);
  extent_t const step = part.apart * row.step;
  T* p = op.out + row.first + (part.start + part.first) * row.step;
  constexpr int half = K / 2; // so many are on their way at once
  SHAPEPROOF_UNROLL_ALL
  for (int k = 0; k < K; k += half) {
    pack<T, V> before[half] = {};
    if (op.adds())
      SHAPEPROOF_UNROLL_ALL
      for (int j = 0; j < half; ++j)
        if (part.offset(k + j) < end) before[j] = *reinterpret_cast<pack<T, V> const*>(p + j * step);
    SHAPEPROOF_UNROLL_ALL
    for (int j = 0; j < half; ++j, p += step) {
      if (part.offset(k + j) >= end) continue;
      pack<T, V> y = op.give(part, k + j, settled);
      SHAPEPROOF_UNROLL_ALL
      for (int v = 0; v < V; ++v) {
        if (part.offset(k + j) + v >= part.left) y.v[v] = 0;
        if (op.adds()) y.v[v] += before[j].v[v];
      }
      *reinterpret_cast<pack<T, V>*>(p) = y;
    }
  }
}

// Reads each row once, and writes its result: of rows that teams can hold in their registers.
template <class Op, int V, int K>
__global__ void __launch_bounds__(1024) each_row_kernel(Op op, rows r, teams t) {
  team_row const row(r, t, blockIdx.x);
  if (row.exists) op.enter(row.row);
  row_part<typename Op::number, Op::inputs, V, K> part;
  part.read(op.in, row, t.size(), 0, row.real, op.absent());
  auto const mine = op.take(part);
  auto const all = reduce_team(mine, t, [&](auto const& a, auto const& b) { return op.combine(a, b); });
  if (row.speaks()) op.keep(row.row, all);
  write_part(op, part, row, op.settle(mine, all));
}
// The same for rows of any length. What was read last is read again first: it is still near.
template <class Op, int V, int K>
__global__ void __launch_bounds__(1024) each_long_row_kernel(Op op, rows r, teams t) {
  team_row const row(r, t, blockIdx.x);
  if (row.exists) op.enter(row.row);
  row_part<typename Op::number, Op::inputs, V, K> part;
  auto mine = op.nothing();
  extent_t const whole = extent_t(t.size()) * V * K;
  extent_t start = 0;
  for (; start < row.n; start += whole) {
    part.read(op.in, row, t.size(), start, row.real, op.absent());
    mine = op.combine(mine, op.take(part));
  }
  auto const all = reduce_team(mine, t, [&](auto const& a, auto const& b) { return op.combine(a, b); });
  if (row.speaks()) op.keep(row.row, all);
  for (start -= whole; start >= 0; start -= whole) {
    part.read(op.in, row, t.size(), start, row.real, op.absent());
    auto const here = op.take(part);
    write_part(op, part, row, op.settle(here, all));
  }
}

// Calls f.operator()<V, K, Long>(teams) with teams whose threads hold K packs of V positions of each input: all of a row,
// unless it is long.
template <class T, int Inputs, class F>
void with_teams(rows const& r, bool packs, F const& f) {
  constexpr int wide = widest_pack<T>, few = 2 * wide, many = (sizeof(T) == 4 ? 8 : 4) * wide / Inputs;
  int const most = r.contiguous() ? 1024 : 32, most_for_few = r.contiguous() ? 32 : 1;
  bool const is_short = r.n <= few * most_for_few, is_long = r.n > many * most;
  teams const t = teams_for(r.count(), r.contiguous(), r.n, is_short ? few : many, most);
  if (packs)
    is_short  ? f.template operator()<wide, 2, false>(t)
    : is_long ? f.template operator()<wide, 2, true>(t)
              : f.template operator()<wide, many / wide, false>(t);
  else
    is_short  ? f.template operator()<1, few, false>(t)
    : is_long ? f.template operator()<1, few, true>(t)
              : f.template operator()<1, many, false>(t);
}

// `also`: what the operation reads beside its inputs at each position
template <class Op, class T = typename Op::number>
void each_row(char const* operation, Op const& op, rows const& r, std::initializer_list<T const*> also = {}) {
  if (r.count() == 0 || r.n == 0) return;
  bool packs = movable_in_packs<T>(r, {op.out}) && movable_in_packs<T>(r, also);
  for (T const* in : op.in) packs = packs && movable_in_packs<T>(r, {in});
  with_teams<T, Op::inputs>(r, packs, [&]<int V, int K, bool Long>(teams const& t) {
    auto kernel = each_row_kernel<Op, V, K>;
    if constexpr (Long) kernel = each_long_row_kernel<Op, V, K>;
    launch(operation, kernel, {t.blocks, t.threads, t.shared_bytes(sizeof(typename Op::totals))}, op, r, t);
  });
}

// One result for each row, or for a piece of each row: pieces follow one another in the grid, and so they do in
// `partial`, which is nullptr where a row is one piece. An operation of this kind has `take(totals&, part)`, which adds
// what the part has, and `finish(row, totals, real)`.
template <class Op, int V, int K>
__global__ void __launch_bounds__(1024)
    reduce_rows_kernel(Op op, rows r, teams t, extent_t piece, typename Op::totals* partial) {
  using T = typename Op::number;
  extent_t const number = blockIdx.x / t.blocks;
  team_row const row(r, t, blockIdx.x % t.blocks);
  row_part<T, Op::inputs, V, K> part;
  typename Op::totals mine = op.nothing();
  extent_t const end = row.real < (number + 1) * piece ? row.real : (number + 1) * piece;
  extent_t const whole = extent_t(t.size()) * V * K;
  for (extent_t start = number * piece; start < end; start += whole) {
    part.read(op.in, row, t.size(), start, end, op.absent());
    op.take(mine, part);
  }
  auto const all = reduce_team(mine, t, [&](auto const& a, auto const& b) { return op.combine(a, b); });
  if (!row.speaks()) return;
  if (partial != nullptr)
    partial[number * r.count() + row.row] = all;
  else
    op.finish(row.row, all, row.real);
}
// partial [pieces, rows]
template <class Op>
__global__ void __launch_bounds__(1024)
    reduce_pieces_kernel(Op op, rows r, teams t, extent_t pieces, typename Op::totals const* partial) {
  team_row const row(r, t, blockIdx.x);
  typename Op::totals mine = op.nothing();
  if (row.exists)
    for (extent_t p = row.rank; p < pieces; p += t.size()) mine = op.combine(mine, partial[p * r.count() + row.row]);
  auto const all = reduce_team(mine, t, [&](auto const& a, auto const& b) { return op.combine(a, b); });
  if (row.speaks()) op.finish(row.row, all, row.real);
}

template <class Op, class T = typename Op::number>
void reduce_rows(char const* operation, Op const& op, rows const& r) {
  if (r.count() == 0) return;
  using totals = typename Op::totals;
  constexpr int wide = widest_pack<T>, share = 8; // positions that a thread has on their way at once
  bool const contiguous = r.contiguous();
  extent_t const longest = contiguous ? 32768 : 512; // rows that are not cut in pieces
  extent_t const piece = r.n <= longest ? std::max<extent_t>(r.n, 1) : longest / 2, pieces = (r.n + piece - 1) / piece;
  teams const t = !contiguous   ? teams_for(r.count(), false, piece, share, 16)
                  : piece > 1024 ? teams_for(r.count(), true, piece, 4 * share, 1024)
                                 : teams_for(r.count(), true, piece, share, 32);
  bool packs = true;
  for (T const* in : op.in) packs = packs && movable_in_packs<T>(r, {in});
  scratch workspace;
  totals* const partial = pieces > 1 ? workspace.take<totals>(pieces * r.count()) : nullptr;
  auto const kernel = packs ? reduce_rows_kernel<Op, wide, share / wide> : reduce_rows_kernel<Op, 1, share>;
  extent_t const blocks = t.blocks * std::max<extent_t>(pieces, 1);
  launch(operation, kernel, {unsigned(blocks), t.threads, t.shared_bytes(sizeof(totals))}, op, r, t, piece, partial);
  if (partial == nullptr) return;
  teams const together = teams_for(r.count(), false, pieces, 4, 32);
  launch(operation, reduce_pieces_kernel<Op>, {together.blocks, together.threads, together.shared_bytes(sizeof(totals))},
         op, r, together, pieces, partial);
}

} // namespace sp::gpu::detail
