// SPDX-License-Identifier: BSL-1.0
#include "product_checks.hpp"
#include "support.hpp"

#include <shapeproof/cpu/affine.hpp>
#include <shapeproof/cuda/affine.cuh>

#include <cmath>
#include <vector>

using sp::extent_t;
namespace cpu = sp::cpu;
namespace gpu = sp::gpu;

namespace {

template <class T>
void check_against_the_host() {
  gpu::device const on;
  int wrong = 0;
  for (extent_t M : {0, 1, 5, 17, 130})
    for (extent_t I : {0, 1, 7, 64})
      for (extent_t O : {0, 1, 5, 40, 128}) {
        auto const x = numbers<T>(M * I, 1), w = numbers<T>(I * O, 2), b = numbers<T>(O, 3), dy = numbers<T>(M * O, 4);
        std::vector<T> y(std::size_t(M * O)), without = y;
        cpu::affine_forward({}, M, I, O, x.data(), w.data(), b.data(), y.data());
        cpu::affine_forward<T>({}, M, I, O, x.data(), w.data(), nullptr, without.data());
        auto const before_x = numbers<T>(M * I, 5), before_w = numbers<T>(I * O, 6), before_b = numbers<T>(O, 7);
        auto dx = before_x, dx_added = before_x, dw = before_w, db = before_b;
        cpu::affine_backward_input({}, M, I, O, w.data(), dy.data(), dx.data(), false);
        cpu::affine_backward_input({}, M, I, O, w.data(), dy.data(), dx_added.data(), true);
        cpu::affine_backward_weight({}, M, I, O, x.data(), dy.data(), dw.data());
        cpu::affine_backward_bias({}, M, O, dy.data(), db.data());

        on_gpu<T> const gx(x), gw(w), gb(b), gdy(dy), gy(M * O), gwithout(M * O), gdx(M * I), gdx_added(before_x),
            gdw(before_w), gdb(before_b);
        gpu::affine_forward<T>(on, M, I, O, gx.p, gw.p, gb.p, gy.p);
        gpu::affine_forward<T>(on, M, I, O, gx.p, gw.p, nullptr, gwithout.p);
        gpu::affine_backward_input<T>(on, M, I, O, gw.p, gdy.p, gdx.p, false);
        gpu::affine_backward_input<T>(on, M, I, O, gw.p, gdy.p, gdx_added.p, true);
        gpu::affine_backward_weight<T>(on, M, I, O, gx.p, gdy.p, gdw.p);
        gpu::affine_backward_bias<T>(on, M, O, gdy.p, gdb.p);
        wrong += differences(gy.back(), y, I) + differences(gwithout.back(), without, I);
        wrong += differences(gdx.back(), dx, O) + differences(gdx_added.back(), dx_added, O);
        wrong += differences(gdw.back(), dw, M) + differences(gdb.back(), db, M);
      }
  CHECK(wrong == 0);
}

template <class T>
void check_sums_of_many_rows() {
  for (extent_t O : {1, 3, 31, 33, 100})
    for (extent_t M : {2000, 4099}) {
      auto const dy = numbers<T>(M * O, 1), before = numbers<T>(O, 2);
      auto db = before;
      cpu::affine_backward_bias({}, M, O, dy.data(), db.data());
      on_gpu<T> const gdy(dy), gdb(before), again(before);
      gpu::affine_backward_bias<T>(gpu::device(), M, O, gdy.p, gdb.p);
      gpu::affine_backward_bias<T>(gpu::device(), M, O, gdy.p, again.p);
      CHECK(differences(gdb.back(), db, M) == 0);
      CHECK(gdb.back() == again.back()); // bit for bit
    }
}

} // namespace

GPU_TEST_CASE("affine and its gradients are the host's") {
  check_against_the_host<float>();
  check_against_the_host<double>();
}

GPU_TEST_CASE("the gradient of a bias of many rows is the host's, and always the same") {
  check_sums_of_many_rows<float>();
  check_sums_of_many_rows<double>();
}
