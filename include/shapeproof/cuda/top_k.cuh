// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "rows.cuh"

namespace sp::gpu {
namespace detail {

inline constexpr int nowhere = std::numeric_limits<int>::max();

// A position and what stands there. Where there is none it stands behind all others.
template <class T>
struct candidate {
  T value = not_a_number<T>;
  int at = nowhere;

  __device__ bool exists() const { return at != nowhere; }
  // Greater, and any number before NaN; of equals the one with the lower position.
  __device__ bool stands_before(candidate const& b) const {
    if (value > b.value) return true;
    bool const is_nan = value != value, b_is_nan = b.value != b.value;
    return value == b.value || (is_nan && b_is_nan) ? at < b.at : !is_nan && b_is_nan;
  }
};

// The share of a row in which this thread searches: held in registers, or read each time, if the row is `Long`.
template <class T, int V, int K, bool Long>
struct searched_share {
  T const* in[1];
  team_row const& row;
  int team_size;
  row_part<T, 1, V, K> part;

  __device__ searched_share(T const* p, team_row const& r, teams const& t) : in{p}, row(r), team_size(t.size()) {
    if (!Long) read(0);
  }
  __device__ void read(int start) { part.read(in, row, team_size, start, -infinity<T>); }

  template <class F>
  __device__ void each_part(F const& f) {
    if constexpr (!Long) {
      f(part);
    } else {
      for (int start = 0; start < row.n; start += team_size * V * K) read(start), f(part);
    }
  }
  // The first candidate behind `last` for which allowed(candidate)
  template <class Allowed>
  __device__ candidate<T> next(candidate<T> const& last, Allowed const& allowed) {
    candidate<T> best;
    each_part([&](row_part<T, 1, V, K> const& p) {
      p.each([&](int k, int v) {
        candidate<T> const c{p.x[0][k].v[v], p.position(k) + v};
        if (k * V + v < p.count && allowed(c) && last.stands_before(c) && c.stands_before(best)) best = c;
      });
    });
    return best;
  }
};

// write(place, candidate) for the first k of the team's row. Each thread keeps its first candidate ready; the one whose
// candidate was taken looks for its next.
template <class T, int V, int K, bool Long, class Allowed, class Write>
__device__ void each_of_the_best(searched_share<T, V, K, Long>& share, teams const& t, extent_t k,
                                 Allowed const& allowed, Write const& write) {
  candidate<T> mine = share.next({infinity<T>, -1}, allowed);
  for (extent_t place = 0; place < k; ++place) {
    auto const first = [](candidate<T> const& a, candidate<T> const& b) { return b.stands_before(a) ? b : a; };
    candidate<T> const best = reduce_team(mine, t, first);
    write(place, best);
    if (mine.exists() && mine.at == best.at) mine = share.next(best, allowed);
  }
}

template <class T, int V, int K, bool Long>
__global__ void __launch_bounds__(1024) top_k_kernel(T const* in, rows r, teams t, extent_t k, T* values, int* at) {
  team_row const row(r, t);
  searched_share<T, V, K, Long> share(in, row, t);
  extent_t const outer = row.row / r.inner, to = outer * k * r.inner + (row.row - outer * r.inner);
  each_of_the_best(
      share, t, k, [](candidate<T> const&) { return true; },
      [&](extent_t place, candidate<T> const& best) {
        if (row.speaks()) values[to + place * r.inner] = best.value, at[to + place * r.inner] = best.at;
      });
}

} // namespace detail

// in [outer, n, inner] -> values, at [outer, k, inner]: the k greatest along n and their positions, the greatest
// first and of equals the one with the lower position. k <= n. NaN is less than any number. Made for a small k: the
// time grows with it.
template <class T>
void top_k(device, T const* in, extent_t outer, extent_t n, extent_t inner, extent_t k, T* values, int* at) {
  detail::rows const r = detail::rows_of(outer, n, inner);
  if (r.count() == 0 || k == 0) return;
  detail::with_teams<T, 1>(r, detail::movable_in_packs<T>(r, {in}),
                           [&]<int V, int K, bool Long>(detail::teams const& t) {
                             launch("top_k", detail::top_k_kernel<T, V, K, Long>, t.extents<detail::candidate<T>>(), in,
                                    r, t, k, values, at);
                           });
}

} // namespace sp::gpu
