// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "rows.cuh"

namespace sp::gpu {
namespace detail {

// A block takes `piece` positions of its rows.
template <class T>
__global__ void fill_padding_kernel(T* x, rows r, teams t, extent_t piece, T value) {
  extent_t const first = blockIdx.x / t.blocks * piece;
  team_row const row(r, t, blockIdx.x % t.blocks);
  extent_t const end = first + piece < row.n ? first + piece : row.n;
  for (extent_t at = first + row.rank; at < end; at += t.size())
    if (at >= row.real) x[row.first + at * row.step] = value;
}

} // namespace detail

// x [outer, n, inner]: writes `value` at every position of n that is not real.
template <class T>
void fill_padding(device, T* x, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
                  T value) {
  if (lengths.lengths == nullptr || outer * n * inner == 0) return;
  detail::rows const r = detail::rows_of(outer, n, inner, lengths);
  extent_t const share = 8; // positions that a thread looks at
  detail::teams const t = detail::teams_for(r.count(), r.contiguous(), n, share, r.contiguous() ? 256 : 1);
  extent_t const piece = t.size() * share, pieces = (n + piece - 1) / piece;
  launch("fill_padding", detail::fill_padding_kernel<T>, {unsigned(t.blocks * pieces), t.threads}, x, r, t, piece, value);
}

} // namespace sp::gpu
