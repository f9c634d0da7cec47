// SPDX-License-Identifier: BSL-1.0
#include "layouts.hpp"

#include <shapeproof/cpu/layer_norm.hpp>
#include <shapeproof/cuda/layer_norm.cuh>

using sp::extent_t;

namespace {

constexpr sp::gpu::device gpu{};
struct form {
  extent_t rows, n;
};
form const forms[] = {{129, 1},  {129, 5},  {129, 16},  {70, 37},   {33, 128},  {9, 140}, {17, 512},
                      {600, 68}, {3, 1030}, {2, 40000}, {1, 33001}, {1500, 12}, {0, 5},   {700, 3}};

template <class F>
void each_form(F const& f) {
  for (form const& l : forms) {
    CAPTURE(l.rows);
    CAPTURE(l.n);
    f(l, double{});
    f(l, float{});
  }
}

template <class T>
struct result {
  std::vector<T> out, kept;
};
template <class T>
result<T> on_host(form const& l, std::vector<T> const& x, std::vector<T> const& gain, std::vector<T> const& bias) {
  result<T> r{std::vector<T>(x.size(), T(NAN)), std::vector<T>(std::size_t(2 * l.rows), T(NAN))};
  sp::cpu::layer_norm({}, x.data(), l.rows, l.n, gain.data(), bias.data(), T(1e-5), r.out.data(), r.kept.data());
  return r;
}

} // namespace

GPU_TEST_CASE("layer_norm on the GPU agrees with the host's, also for rows far from zero and rows without variance") {
  each_form([]<class T>(form const& l, T) {
    for (double shift : {0., 1000.}) {
      auto x = noise<T>(l.rows * l.n, 51);
      auto const gain = noise<T>(l.n, 52), bias = noise<T>(l.n, 53);
      for (T& value : x) value += T(shift);
      for (extent_t i = 0; i < l.n && l.rows > 0; ++i) x[std::size_t(i)] = T(shift); // the first row is constant
      auto const expected = on_host(l, x, gain, bias);
      on_gpu<T> const in(x), gain_there(gain), bias_there(bias), out(l.rows * l.n), kept(2 * l.rows);
      sp::gpu::layer_norm(gpu, in.p, l.rows, l.n, gain_there.p, bias_there.p, T(1e-5), out.p, kept.p);
      double const tolerance = sizeof(T) == 8 ? (shift == 0 ? 1e-12 : 1e-9) : (shift == 0 ? 1e-5 : 4e-3);
      CHECK(agree(out.back(), expected.out, tolerance));
      CHECK(agree(kept.back(), expected.kept, tolerance));
    }
  });
}

GPU_TEST_CASE("the gradients of layer_norm on the GPU agree with the host's") {
  each_form([]<class T>(form const& l, T) {
    auto x = noise<T>(l.rows * l.n, 54), dy = noise<T>(l.rows * l.n, 57);
    auto const gain = noise<T>(l.n, 55), before = noise<T>(l.n, 58);
    auto const kept = on_host(l, x, gain, gain).kept;
    on_gpu<T> const gain_there(gain), kept_there(kept);
    {
      on_gpu<T> const in(x), dy_there(dy);
      for (bool add : {false, true}) {
        auto dx = add ? noise<T>(l.rows * l.n, 59) : std::vector<T>(x.size(), T(NAN));
        on_gpu<T> const dx_there(dx);
        sp::gpu::layer_norm_backward(gpu, in.p, dy_there.p, l.rows, l.n, gain_there.p, kept_there.p, dx_there.p, add);
        sp::cpu::layer_norm_backward({}, x.data(), dy.data(), l.rows, l.n, gain.data(), kept.data(), dx.data(), add);
        CHECK(agree(dx_there.back(), dx, sizeof(T) == 4 ? 2e-5 : 1e-12));
      }
    }
    // What stands in a row whose gradient is zero does not matter.
    for (extent_t i = l.n; i < 2 * l.n && l.rows > 1; ++i) dy[std::size_t(i)] = 0, x[std::size_t(i)] = T(NAN);
    on_gpu<T> const in(x), dy_there(dy), dgain_there(before), dbias_there(before);
    auto dgain = before, dbias = before;
    sp::gpu::layer_norm_backward_parameters(gpu, in.p, dy_there.p, l.rows, l.n, kept_there.p, dgain_there.p,
                                            dbias_there.p);
    sp::cpu::layer_norm_backward_parameters({}, x.data(), dy.data(), l.rows, l.n, kept.data(), dgain.data(),
                                            dbias.data());
    CHECK(agree(dgain_there.back(), dgain, sizeof(T) == 4 ? 5e-5 : 1e-12));
    CHECK(agree(dbias_there.back(), dbias, sizeof(T) == 4 ? 5e-5 : 1e-12));
  });
}
