// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "rows.cuh"

namespace sp::gpu {
namespace detail {

template <class T>
__global__ void fill_padding_kernel(T* x, rows r, teams t, T value) {
  team_row const row(r, t);
  for (int at = row.rank; at < row.n; at += t.size())
    if (at >= row.real) x[row.first + at * row.step] = value;
}

} // namespace detail

// x [outer, n, inner]: writes `value` at every position of n that is not real.
template <class T>
void fill_padding(device, T* x, extent_t outer, extent_t n, extent_t inner, kernels::ragged_lengths const& lengths,
                  T value) {
  if (lengths.lengths == nullptr || outer * n * inner == 0) return;
  detail::rows const r = detail::rows_of(outer, n, inner, lengths);
  constexpr int share = 8; // positions that a thread looks at
  detail::teams const t = r.contiguous() ? detail::teams_for(r, std::min<extent_t>(n, 256 * share), share, 256)
                                         : detail::teams_for(r, share, share, 1);
  launch("fill_padding", detail::fill_padding_kernel<T>, t.extents(), x, r, t, value);
}

} // namespace sp::gpu
