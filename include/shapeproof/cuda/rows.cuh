// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <limits>

#include "../kernels/ragged_lengths.hpp"
#include "launch.cuh"
#include "lengths.hpp"

// What the kernels over rows have in common. [outer, n, inner] has outer * inner rows, which lie along n. A team of
// threads of one block shares a row; how large it is depends on n, and whether it moves packs on where rows begin, so
// that a row's result does not depend on what stands beside it.
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
  SHAPEPROOF_HD extent_t real(extent_t row) const { return lengths.real(row / inner, row % inner, n); }
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

// Teams of 2^shift threads. The threads of a team are neighbours; or, where rows lie side by side, one of each warp,
// and neighbours in a warp belong to 32 neighbouring rows. Rows may be cut into pieces that have teams of their own.
struct teams {
  int shift;
  bool side_by_side;
  int piece;                        // positions of a piece
  unsigned threads, blocks, pieces; // threads of a block, blocks that it takes for a piece of all rows, and pieces

  SHAPEPROOF_HD int size() const { return 1 << shift; }
  // Of a launch in which teams reduce an X
  template <class X = char>
  extents_of_launch extents() const {
    std::size_t const shared = side_by_side ? threads : shift > 5 ? threads / 32 : 0;
    return {blocks * pieces, threads, shared * sizeof(X)};
  }
};
// Teams that are large enough for each thread to have at most `share` positions of a piece, but no larger than `most`.
// A row, or each of its pieces, has fewer than 2^30 positions.
inline teams teams_for(rows const& r, extent_t piece, int share, int most) {
  teams t{};
  t.piece = int(std::max<extent_t>(piece, 1));
  t.pieces = unsigned(std::max<extent_t>((r.n + t.piece - 1) / t.piece, 1));
  while (t.size() < most && t.size() * extent_t(share) < piece) ++t.shift;
  t.side_by_side = !r.contiguous() && t.shift > 0;
  t.threads = unsigned(t.side_by_side ? 32 * t.size() : t.shift > 5 ? t.size() : 256);
  extent_t const rows_of_block = t.side_by_side ? 32 : extent_t(t.threads) >> t.shift;
  t.blocks = unsigned((r.count() + rows_of_block - 1) / rows_of_block);
  return t;
}

// The row, or the piece of a row, that this thread has a share in. A team without a row has one without positions.
struct team_row {
  int rank; // among the threads of the team
  bool exists;
  extent_t row, begin;  // which row it is, and which of its positions is the first of the piece
  extent_t first, step; // where that one lies, and how far on the next
  int n = 0, real = 0;  // positions of the piece

  __device__ team_row(rows const& r, teams const& t) {
    int const thread = int(threadIdx.x);
    extent_t const number = t.pieces == 1 ? 0 : blockIdx.x / t.blocks, block = blockIdx.x - number * t.blocks;
    if (t.side_by_side)
      rank = thread / 32, row = block * 32 + thread % 32;
    else
      rank = thread & (t.size() - 1), row = (block * int(blockDim.x) + thread) >> t.shift;
    exists = row < r.count();
    extent_t const o = r.inner == 1 ? row : row / r.inner, i = row - o * r.inner;
    begin = number * t.piece, first = (o * r.n + begin) * r.inner + i, step = r.inner;
    if (exists) n = within(r.n - begin, t.piece), real = within(r.lengths.real(o, i, r.n) - begin, t.piece);
  }
  // x, but inside [0, most]
  __device__ static int within(extent_t x, int most) { return x < 0 ? 0 : x < most ? int(x) : most; }
  // For writing what the team found out
  __device__ bool speaks() const { return exists && rank == 0; }
};

template <class X, class F>
__device__ X reduce_neighbours(X x, int size, F const& f) {
  int const lane = int(threadIdx.x) % 32;
  for (int offset = 1; offset < size; offset *= 2) {
    X const other = shuffle_words(x, by_xor{offset});
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

// What a thread has of `Inputs` rows side by side: K packs of each, a team's width apart.
template <class T, int Inputs, int V, int K>
struct row_part {
  static constexpr int packs = K, width = V;
  pack<T, V> x[Inputs][K];
  extent_t begin;      // of the piece; all positions here count from there
  int start;           // the team's first
  int first, apart;    // from there on, this thread's first, and how far on the next pack is
  int left, count = 0; // the team's positions that are real, and this thread's; these come before others

  // f(k, v) for all elements
  template <class F>
  __device__ static void each(F const& f) {
#pragma unroll
    for (int k = 0; k < K; ++k) {
#pragma unroll
      for (int v = 0; v < V; ++v) f(k, v);
    }
  }
  __device__ int offset(int k) const { return first + k * apart; }
  __device__ int position(int k) const { return start + offset(k); }
  // Only contiguous rows are moved in packs.
  __device__ static extent_t places(int positions, team_row const& row) {
    return V > 1 ? positions : positions * row.step;
  }

  // Reads from position `from` on; `absent` stands for what is not real.
  __device__ void read(T const* const (&in)[Inputs], team_row const& row, int team_size, int from, T absent) {
    begin = row.begin, start = from, first = row.rank * V, apart = team_size * V;
    left = row.real - from;
    extent_t const step = places(apart, row);
#pragma unroll
    for (int input = 0; input < Inputs; ++input) {
      T const* p = in[input] + row.first + places(start + first, row);
#pragma unroll
      for (int k = 0; k < K; ++k, p += step)
        if (offset(k) < left) x[input][k] = *reinterpret_cast<pack<T, V> const*>(p);
    }
    count = 0;
    each([&](int k, int v) {
      bool const real = offset(k) + v < left;
      count += real;
#pragma unroll
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
  __device__ void keep(extent_t, Totals const&) const {}   // for the backward pass
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
  int const end = op.adds() ? part.left : row.n - part.start;
  extent_t const step = part.places(part.apart, row);
  T* p = op.out + row.first + part.places(part.start + part.first, row);
  constexpr int half = K / 2; // so many are on their way at once
#pragma unroll
  for (int k = 0; k < K; k += half) {
    pack<T, V> before[half] = {};
    if (op.adds()) {
#pragma unroll
      for (int j = 0; j < half; ++j)
        if (part.offset(k + j) < end) before[j] = *reinterpret_cast<pack<T, V> const*>(p + j * step);
    }
#pragma unroll
    for (int j = 0; j < half; ++j, p += step) {
      if (part.offset(k + j) >= end) continue;
      pack<T, V> y = op.give(part, k + j, settled);
#pragma unroll
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
  team_row const row(r, t);
  if (row.exists) op.enter(row.row);
  row_part<typename Op::number, Op::inputs, V, K> part;
  part.read(op.in, row, t.size(), 0, op.absent());
  auto const mine = op.take(part);
  auto const all = reduce_team(mine, t, [&](auto const& a, auto const& b) { return op.combine(a, b); });
  if (row.speaks()) op.keep(row.row, all);
  write_part(op, part, row, op.settle(mine, all));
}
// The same for rows of any length. What was read last is read again first: it is still near.
template <class Op, int V, int K>
__global__ void __launch_bounds__(1024) each_long_row_kernel(Op op, rows r, teams t) {
  team_row const row(r, t);
  if (row.exists) op.enter(row.row);
  row_part<typename Op::number, Op::inputs, V, K> part;
  auto mine = op.nothing();
  int const whole = t.size() * V * K;
  int start = 0;
  for (; start < row.n; start += whole) {
    part.read(op.in, row, t.size(), start, op.absent());
    mine = op.combine(mine, op.take(part));
  }
  auto const all = reduce_team(mine, t, [&](auto const& a, auto const& b) { return op.combine(a, b); });
  if (row.speaks()) op.keep(row.row, all);
  for (start -= whole; start >= 0; start -= whole) {
    part.read(op.in, row, t.size(), start, op.absent());
    auto const here = op.take(part);
    write_part(op, part, row, op.settle(here, all));
  }
}

// Calls f.operator()<V, K, Long>(teams) with teams whose threads hold K packs of V positions of each input: all of a
// row, unless it is long, with more than 32 Ki floats, half as many of two inputs, and a quarter as many doubles.
template <class T, int Inputs, class F>
void with_teams(rows const& r, bool packs, F const& f) {
  constexpr int wide = widest_pack<T>, few = 2 * wide, many = (sizeof(T) == 4 ? 8 : 4) * wide / Inputs;
  int const most = r.contiguous() ? 1024 : 32, most_for_few = r.contiguous() ? 32 : 1;
  bool const is_short = r.n <= few * most_for_few, is_long = r.n > many * most;
  teams const t = teams_for(r, r.n, is_short ? few : many, most);
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
    launch(operation, kernel, t.extents<typename Op::totals>(), op, r, t);
  });
}

// One result for each row, or for each of its pieces, in `partial` [pieces, rows]; that is nullptr where a row is one
// piece. An operation of this kind has `take(totals&, part)`, which adds what the part has, and `finish(row, totals,
// real)`.
template <class Op, int V, int K>
__global__ void __launch_bounds__(1024) reduce_rows_kernel(Op op, rows r, teams t, typename Op::totals* partial) {
  team_row const row(r, t);
  row_part<typename Op::number, Op::inputs, V, K> part;
  auto mine = op.nothing();
  for (int start = 0; start < row.real; start += t.size() * V * K) {
    part.read(op.in, row, t.size(), start, op.absent());
    op.take(mine, part);
  }
  auto const all = reduce_team(mine, t, [&](auto const& a, auto const& b) { return op.combine(a, b); });
  if (!row.speaks()) return;
  if (partial != nullptr)
    partial[blockIdx.x / t.blocks * r.count() + row.row] = all;
  else
    op.finish(row.row, all, row.real);
}
template <class Op>
__global__ void __launch_bounds__(1024)
    reduce_pieces_kernel(Op op, rows r, rows pieces, teams t, typename Op::totals const* partial) {
  team_row const row(pieces, t);
  auto mine = op.nothing();
  for (int p = row.rank; p < row.n; p += t.size()) mine = op.combine(mine, partial[p * r.count() + row.row]);
  auto const all = reduce_team(mine, t, [&](auto const& a, auto const& b) { return op.combine(a, b); });
  if (row.speaks()) op.finish(row.row, all, r.real(row.row));
}

template <class Op, class T = typename Op::number>
void reduce_rows(char const* operation, Op const& op, rows const& r) {
  if (r.count() == 0) return;
  using totals = typename Op::totals;
  constexpr int wide = widest_pack<T>,
                share = 4 * wide / Op::inputs;           // positions that a thread has on their way at once
  extent_t const longest = r.contiguous() ? 32768 : 512; // of rows that are not cut into pieces
  extent_t const piece = r.n > longest ? longest / 2 : r.n;
  teams const t = !r.contiguous() ? teams_for(r, piece, share, 16)
                  : piece <= 1024 ? teams_for(r, piece, share, 32)
                                  : teams_for(r, piece, 2 * share, 1024);
  bool packs = true;
  for (T const* in : op.in) packs = packs && movable_in_packs<T>(r, {in});
  scratch workspace;
  totals* const partial = t.pieces > 1 ? workspace.take<totals>(t.pieces * r.count()) : nullptr;
  launch(operation, packs ? reduce_rows_kernel<Op, wide, share / wide> : reduce_rows_kernel<Op, 1, share>,
         t.extents<totals>(), op, r, t, partial);
  if (partial == nullptr) return;
  rows const pieces{1, extent_t(t.pieces), r.count(), {}};
  teams const together = teams_for(pieces, pieces.n, 4, 32);
  launch(operation, reduce_pieces_kernel<Op>, together.extents<totals>(), op, r, pieces, together, partial);
}

} // namespace sp::gpu::detail
