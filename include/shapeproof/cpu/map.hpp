// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../kernels/elementwise_loops.hpp"
#include "../kernels/gradient_place.hpp"
#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "lanes.hpp"
#include "parallel_for.hpp"

// Elementwise functions of several operands, one pass forward and one backward. An operand that lacks axes of the result is
// repeated along them (stride 0); its gradient is the sum over them.
namespace sp::cpu {

namespace detail {

// Calls row(position of the result, positions of the operands) for each run along the innermost axis among runs [first, last).
template <int N, class F>
void each_run(kernels::elementwise_loops<N> const& l, extent_t first, extent_t last, F const& row) {
  extent_t const inner = l.axes == 0 ? 1 : l.extent[l.axes - 1];
  for (extent_t run = first; run < last; ++run) {
    std::array<extent_t, N> at{};
    extent_t rest = run;
    for (int a = l.axes - 2; a >= 0; --a) {
      extent_t const position = rest % l.extent[a];
      rest /= l.extent[a];
      for (int k = 0; k < N; ++k) at[static_cast<std::size_t>(k)] += position * l.stride[k][a];
    }
    row(run * inner, at);
  }
}

// n <= width values of an operand, `step` apart.
template <class T>
vec<T> load_strided(T const* p, extent_t step, extent_t n) {
  if (step == 1) return n == width<T> ? load(p) : load_some(p, n);
  if (step == 0) return splat(*p);
  T lane[width<T>] = {};
  for (extent_t i = 0; i < n; ++i) lane[i] = p[i * step];
  return load(lane);
}
// Adds n <= width values to places `step` apart, or writes them.
template <class T>
void give_strided(T* p, extent_t step, extent_t n, vec<T> g, bool add) {
  if (step == 1) {
    if (n == width<T>) {
      store(p, add ? load(p) + g : g);
    } else {
      if (add) g += load_some(p, n);
      store_some<T>(p, n, g);
    }
    return;
  }
  T lane[width<T>];
  store<T>(lane, g);
  if (step == 0) {
    T sum = 0;
    for (extent_t i = 0; i < n; ++i) sum += lane[i];
    *p = add ? *p + sum : sum;
  } else {
    for (extent_t i = 0; i < n; ++i) p[i * step] = add ? p[i * step] + lane[i] : lane[i];
  }
}

// out[0, n) = f(x[0, n)...). Everything by value: behind a reference it would be loaded again after each store.
template <class T, class F, class... X>
void map_contiguous(F f, extent_t n, T* out, X const*... x) {
  constexpr extent_t W = width<T>;
  extent_t i = 0;
  for (; i + W <= n; i += W) store<T>(out + i, f(chunk<T>{load(x + i), {}}...).v);
  if (i < n) store_some<T>(out + i, n - i, f(chunk<T>{load_some(x + i, n - i), {}}...).v);
}
// The same for operands of which some are repeated: `step` is 1 or 0, and what is repeated is a vector already.
template <class T, class F, std::size_t N, class... X>
void map_row(F f, extent_t n, T* out, std::array<extent_t, N> step, X const*... x) {
  constexpr extent_t W = width<T>;
  [&]<std::size_t... K>(std::index_sequence<K...>) {
    extent_t i = 0;
    for (; i + W <= n; i += W) store<T>(out + i, f(chunk<T>{load(x + i * step[K]), {}}...).v);
    if (i < n) store_some<T>(out + i, n - i, f(chunk<T>{step[K] == 0 ? load(x) : load_some(x + i, n - i), {}}...).v);
  }(std::make_index_sequence<N>{});
}

} // namespace detail

// out[loops] = f(x...), f called with chunks.
template <class T, class F, class... X>
void map_forward(device, F const& f, kernels::elementwise_loops<int(sizeof...(X))> const& l, T* out, X const*... x) {
  constexpr int N = int(sizeof...(X));
  using positions = std::array<extent_t, sizeof...(X)>;
  constexpr extent_t W = width<T>;
  if (l.flat()) {
    parallel_for(l.elements(), W, N + 1, [&](extent_t first, extent_t last) {
      detail::map_contiguous<T>(f, last - first, out + first, (x + first)...);
    });
    return;
  }
  extent_t const inner = l.extent[l.axes - 1], runs = l.elements() / std::max<extent_t>(inner, 1);
  std::array<extent_t, sizeof...(X)> step{};
  bool contiguous = true, gathers = false; // an operand whose values stand apart
  for (int k = 0; k < N; ++k) {
    step[std::size_t(k)] = l.stride[k][l.axes - 1];
    contiguous = contiguous && step[std::size_t(k)] == 1;
    gathers = gathers || step[std::size_t(k)] > 1;
  }
  parallel_for(runs, inner * (N + 1), [&](extent_t first, extent_t last) {
    detail::each_run(l, first, last, [&](extent_t to, positions const& at) {
      if (contiguous)
        return [&]<std::size_t... K>(std::index_sequence<K...>) {
          detail::map_contiguous<T>(f, inner, out + to, (x + at[K])...);
        }(std::index_sequence_for<X...>{});
      if (!gathers)
        return [&]<std::size_t... K>(std::index_sequence<K...>) {
          vec<T> repeated[sizeof...(X)];
          auto const from = [&](std::size_t k, T const* p) -> T const* {
            if (step[k] != 0) return p;
            repeated[k] = splat(*p);
            return reinterpret_cast<T const*>(&repeated[k]);
          };
          detail::map_row<T>(f, inner, out + to, step, from(K, x + at[K])...);
        }(std::index_sequence_for<X...>{});
      for (extent_t i = 0; i < inner; i += W) {
        extent_t const n = std::min(W, inner - i);
        [&]<std::size_t... K>(std::index_sequence<K...>) {
          vec<T> const r =
              f(chunk<T>{detail::load_strided<T>(x + at[K] + i * l.stride[K][l.axes - 1], l.stride[K][l.axes - 1], n),
                         {}}...)
                  .v;
          if (n == W)
            store<T>(out + to + i, r);
          else
            store_some<T>(out + to + i, n, r);
        }(std::index_sequence_for<X...>{});
      }
    });
  });
}

// The gradients of map_forward, f called once more with dual numbers. Where the gradient of the result is exactly 0 nothing
// flows back, even if the derivative is infinite: padding stays silent. Operands may be the same: the later one then adds.
template <class T, class F, class... X>
void map_backward(device, F const& f, kernels::elementwise_loops<int(sizeof...(X))> const& l, T const* dout,
                  std::array<kernels::gradient_place<T>, sizeof...(X)> const& given, X const*... x) {
  constexpr int N = int(sizeof...(X));
  using positions = std::array<extent_t, sizeof...(X)>;
  constexpr extent_t W = width<T>;
  auto into = given;
  bool repeats = false;
  for (int k = 0; k < N; ++k) {
    auto& place = into[std::size_t(k)];
    bool meets = false; // one tensor in two orders of its axes: what one writes the other has added to
    for (int j = 0; j < N; ++j)
      meets =
          meets || (given[std::size_t(j)].p == place.p && !std::equal(l.stride[j], l.stride[j] + l.axes, l.stride[k]));
    if (place.p == nullptr || !(l.repeats(k) || meets)) continue;
    repeats = true;
    if (!place.add) {
      extent_t own = 1;
      for (int a = 0; a < l.axes; ++a) own *= l.stride[k][a] == 0 ? 1 : l.extent[a];
      std::fill_n(place.p, own, T(0));
      place.add = true;
    }
  }
  auto step = [&](extent_t n, vec<T> dy, positions const& at, auto const& stride) {
    [&]<std::size_t... K>(std::index_sequence<K...>) {
      auto lift = [&]<std::size_t J>(std::integral_constant<std::size_t, J>, vec<T> v) {
        dual<T, N> d;
        d.v = v;
        for (std::size_t i = 0; i < std::size_t(N); ++i) d.d[i] = splat(T(i == J));
        return d;
      };
      auto const r =
          f(lift(std::integral_constant<std::size_t, K>{}, detail::load_strided<T>(x + at[K], stride(int(K)), n))...);
      vec_mask<T> const silent = dy == vec<T>{};
      ((into[K].p == nullptr ? void()
                             : detail::give_strided<T>(into[K].p + at[K], stride(int(K)), n,
                                                       select(silent, vec<T>{}, dy * r.d[K]), into[K].add)),
       ...);
    }(std::index_sequence_for<X...>{});
  };
  if (l.flat()) {
    auto const one = [](int) { return extent_t(1); };
    parallel_for(l.elements(), W, 3 * N, [&](extent_t first, extent_t last) {
      for (extent_t i = first; i < last; i += W) {
        extent_t const n = std::min(W, last - i);
        positions at;
        at.fill(i);
        step(n, detail::load_strided<T>(dout + i, 1, n), at, one);
      }
    });
    return;
  }
  extent_t const inner = l.extent[l.axes - 1], runs = l.elements() / std::max<extent_t>(inner, 1);
  auto const along = [&](int k) { return l.stride[k][l.axes - 1]; };
  auto const some = [&](extent_t first, extent_t last) {
    detail::each_run(l, first, last, [&](extent_t from, positions at) {
      for (extent_t i = 0; i < inner; i += W) {
        extent_t const n = std::min(W, inner - i);
        step(n, detail::load_strided<T>(dout + from + i, 1, n), at, along);
        for (int k = 0; k < N; ++k) at[std::size_t(k)] += n * along(k);
      }
    });
  };
  if (repeats)
    some(0, runs); // rows of the result add to one place: one after the other, always in the same order
  else
    parallel_for(runs, inner * 3 * N, some);
}

// out[loops] = f(x...) for any elements: integers, masks, comparisons. Plain values, no gradient.
template <class R, class F, class... X>
void apply_forward(device, F const& f, kernels::elementwise_loops<int(sizeof...(X))> const& l, R* out, X const*... x) {
  constexpr int N = int(sizeof...(X));
  using positions = std::array<extent_t, sizeof...(X)>;
  extent_t const inner = l.axes == 0 ? 1 : l.extent[l.axes - 1];
  extent_t const runs = l.elements() / std::max<extent_t>(inner, 1);
  parallel_for(runs, inner * (N + 1), [&](extent_t first, extent_t last) {
    detail::each_run(l, first, last, [&](extent_t to, positions const& at) {
      [&]<std::size_t... K>(std::index_sequence<K...>) {
        for (extent_t i = 0; i < inner; ++i)
          out[to + i] = f(x[at[K] + i * (l.axes == 0 ? 0 : l.stride[K][l.axes - 1])]...);
      }(std::index_sequence_for<X...>{});
    });
  });
}

} // namespace sp::cpu
