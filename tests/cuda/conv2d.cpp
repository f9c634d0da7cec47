// SPDX-License-Identifier: BSL-1.0
#include "product_checks.hpp"
#include "support.hpp"

#include <shapeproof/cpu/conv2d.hpp>
#include <shapeproof/cuda/conv2d.cuh>

#include <cmath>
#include <vector>

using sp::extent_t;
namespace cpu = sp::cpu;
namespace gpu = sp::gpu;
using sp::kernels::conv2d_extents, sp::kernels::seen_extents;

namespace {

// Windows that stay inside, and such that are centred on each step-th position.
seen_extents inside(extent_t n, extent_t size, extent_t step = 1) {
  return {n, size, step, 0, n < size ? 0 : (n - size) / step + 1};
}
seen_extents centred(extent_t n, extent_t size, extent_t step = 1) {
  return {n, size, step, size / 2, (n + step - 1) / step};
}

// With pieces of `most_numbers`, or of the usual size if it is 0.
template <class T>
void check_against_the_host(conv2d_extents const& e, extent_t most_numbers = 0) {
  gpu::device const on;
  extent_t const all = e.images * e.image(), kernel = e.rows.size * e.run() * e.filters, result = e.images * e.result();
  auto const x = numbers<T>(all, 1), w = numbers<T>(kernel, 2), b = numbers<T>(e.filters, 3),
             dy = numbers<T>(result, 4);
  auto const before_x = numbers<T>(all, 5), before_w = numbers<T>(kernel, 6);
  std::vector<T> y(dy.size());
  auto dx = before_x, dx_added = before_x, dw = before_w;
  cpu::conv2d_forward({}, e, x.data(), w.data(), b.data(), y.data());
  cpu::conv2d_backward_input({}, e, w.data(), dy.data(), dx.data(), false);
  cpu::conv2d_backward_input({}, e, w.data(), dy.data(), dx_added.data(), true);
  cpu::conv2d_backward_kernel({}, e, x.data(), dy.data(), dw.data());

  on_gpu<T> const gx(x), gw(w), gb(b), gdy(dy), gy(result), gdx(all), gdx_added(before_x), gdw(before_w);
  if (most_numbers > 0) {
    gpu::detail::conv2d_forward<T>(e, gx.p, gw.p, gb.p, gy.p, most_numbers);
    gpu::detail::conv2d_backward_input<T>(e, gw.p, gdy.p, gdx.p, false, most_numbers);
    gpu::detail::conv2d_backward_input<T>(e, gw.p, gdy.p, gdx_added.p, true, most_numbers);
    gpu::detail::conv2d_backward_kernel<T>(e, gx.p, gdy.p, gdw.p, most_numbers);
  } else {
    gpu::conv2d_forward<T>(on, e, gx.p, gw.p, gb.p, gy.p);
    gpu::conv2d_backward_input<T>(on, e, gw.p, gdy.p, gdx.p, false);
    gpu::conv2d_backward_input<T>(on, e, gw.p, gdy.p, gdx_added.p, true);
    gpu::conv2d_backward_kernel<T>(on, e, gx.p, gdy.p, gdw.p);
  }
  CHECK(differences(gy.back(), y, e.rows.size * e.run()) == 0);
  CHECK(differences(gdx.back(), dx, e.rows.size * e.columns.size * e.filters) == 0);
  CHECK(differences(gdx_added.back(), dx_added, e.rows.size * e.columns.size * e.filters) == 0);
  CHECK(differences(gdw.back(), dw, e.images * e.rows.count * e.columns.count) == 0);
}

template <class T>
void check_all() {
  for (extent_t channels : {1, 3, 40})
    for (extent_t filters : {1, 8})
      for (extent_t n : {5, 8}) {
        check_against_the_host<T>({3, inside(n, 3), inside(n + 2, 3), channels, filters});
        check_against_the_host<T>({2, centred(n, 3), centred(n + 2, 5), channels, filters});
        check_against_the_host<T>({2, centred(n, 5, 2), inside(n + 2, 3, 3), channels, filters});
        check_against_the_host<T>({2, inside(n, 1), centred(n + 2, 1, 2), channels, filters});
        check_against_the_host<T>({2, inside(n, 1, 3), inside(n + 2, 2, 4), channels, filters}); // some is never seen
        check_against_the_host<T>({2, inside(n, 1), inside(n + 2, 1), channels, filters});       // nothing is copied
      }
}

} // namespace

GPU_TEST_CASE("convolutions and their gradients are the host's") {
  check_all<float>();
  check_all<double>();
}

GPU_TEST_CASE("the size of the pieces changes nothing but the order of sums") {
  conv2d_extents const some{4, centred(7, 3), centred(6, 3, 2), 2, 3}, more{3, centred(7, 5, 2), inside(6, 3), 2, 3};
  for (extent_t most : {1, 60, 120, 200, 400, 1000}) {
    check_against_the_host<double>(some, most);
    check_against_the_host<double>(more, most);
  }
}

GPU_TEST_CASE("convolutions of nothing") {
  check_against_the_host<float>({0, inside(5, 3), inside(5, 3), 2, 3});
  check_against_the_host<float>({2, inside(2, 3), inside(5, 3), 2, 3}); // no window
  check_against_the_host<float>({2, inside(5, 3), inside(2, 3), 2, 3});
  check_against_the_host<float>({2, centred(0, 3), centred(5, 3), 2, 3});
  check_against_the_host<float>({2, centred(5, 3), centred(5, 3), 2, 0});
  check_against_the_host<float>({2, centred(5, 3), centred(5, 3), 0, 3});
  check_against_the_host<float>({2, inside(5, 1), inside(5, 1), 0, 3});
}
