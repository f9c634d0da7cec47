// SPDX-License-Identifier: BSL-1.0
#include "layouts.hpp"

#include <shapeproof/cpu/softmax.hpp>
#include <shapeproof/cuda/softmax.cuh>

using sp::extent_t;

namespace {

constexpr sp::gpu::device gpu{};
float const infinity = INFINITY;

template <class T>
std::vector<T> on_host(layout const& l, std::vector<T> const& x, bool log) {
  std::vector<T> y(x.size(), T(NAN));
  (log ? sp::cpu::log_softmax<T> : sp::cpu::softmax<T>)({}, x.data(), l.outer, l.n, l.inner, l.lengths, y.data());
  return y;
}
template <class T>
std::vector<T> on_device(layout const& l, std::vector<T> const& x, bool log) {
  on_gpu<T> const in(x), out(l.size());
  (log ? sp::gpu::log_softmax<T> : sp::gpu::softmax<T>)(gpu, in.p, l.outer, l.n, l.inner, l.lengths, out.p);
  return out.back();
}

} // namespace

GPU_TEST_CASE("softmax and log_softmax on the GPU agree with the host's in every layout") {
  layouts{}.each([]<class T>(layout const& l, T) {
    auto const x = noise_in<T>(l, 3, 20);
    for (bool log : {false, true}) CHECK(agree(on_device(l, x, log), on_host(l, x, log)));
  });
}

GPU_TEST_CASE("the gradients of softmax and log_softmax on the GPU agree with the host's, written or added") {
  layouts{}.each([]<class T>(layout const& l, T) {
    auto const dy = noise_in<T>(l, 5);
    for (bool log : {false, true}) {
      auto y = on_host(l, noise_in<T>(l, 4), log);
      l.each_padding([&](std::size_t i) { y[i] = T(NAN); });
      for (bool add : {false, true}) {
        auto dx = add ? noise<T>(l.size(), 6) : std::vector<T>(std::size_t(l.size()), T(NAN));
        on_gpu<T> const y_there(y), dy_there(dy), dx_there(dx);
        (log ? sp::cpu::log_softmax_backward<T> : sp::cpu::softmax_backward<T>)({}, y.data(), dy.data(), l.outer, l.n,
                                                                                l.inner, l.lengths, dx.data(), add);
        (log ? sp::gpu::log_softmax_backward<T> : sp::gpu::softmax_backward<T>)(gpu, y_there.p, dy_there.p, l.outer,
                                                                                l.n, l.inner, l.lengths, dx_there.p,
                                                                                add);
        CHECK(agree(dx_there.back(), dx));
      }
    }
  });
}

GPU_TEST_CASE("scores of any size, masked ones, infinity and NaN give on the GPU what they give on the host") {
  for (extent_t n : {4, 5, 300, 2000, 40000})
    for (extent_t inner : {1, 2})
      for (float special : {-infinity, infinity, float(NAN)})
        for (float shift : {-1e30f, -1000.f, 0.f, 1000.f, 1e30f}) {
          CAPTURE(n);
          CAPTURE(inner);
          CAPTURE(special);
          CAPTURE(shift);
          layout const l{1, n, inner, {}};
          if (l.size() > 5000 && (shift != 1000.f || inner > 1)) continue;
          auto x = noise<float>(l.size(), 7);
          for (float& value : x) value += shift;
          x[l.at(0, n / 2, 0)] = special;
          for (bool log : {false, true}) CHECK(agree(on_device(l, x, log), on_host(l, x, log)));
          std::vector<float> const masked(x.size(), -infinity);
          for (bool log : {false, true}) CHECK(agree(on_device(l, masked, log), on_host(l, masked, log)));
          // Almost all of the row is masked: most threads have nothing but -infinity.
          auto one = masked;
          one[l.at(0, n / 3, 0)] = shift;
          for (bool log : {false, true}) CHECK(agree(on_device(l, one, log), on_host(l, one, log)));
        }
}

GPU_TEST_CASE("a row's bits do not depend on its batch mates") {
  for (extent_t n : {40, 50, 700, 3000}) {
    auto const x = noise<float>(9 * n, 8);
    auto const all = on_device(layout{9, n, 1, {}}, x, false);
    CHECK(on_device(layout{9, n, 1, {}}, x, false) == all);
    for (long r : {0l, 1l, 8l}) {
      std::vector<float> const one(x.begin() + r * n, x.begin() + (r + 1) * n);
      CHECK(on_device(layout{1, n, 1, {}}, one, false) ==
            std::vector<float>(all.begin() + r * n, all.begin() + (r + 1) * n));
    }
  }
  extent_t const n = 50, batch = 37;
  std::vector<int> const full(batch, int(n));
  lengths_on_gpu const lengths(full);
  auto const columns = noise<float>(n * batch, 9);
  auto const together = on_device(layout{1, n, batch, {lengths.host, batch, 0, 1}}, columns, false);
  for (std::size_t b : {0u, 5u, 36u}) {
    std::vector<float> one, expected;
    for (std::size_t t = 0; t < n; ++t)
      one.push_back(columns[t * batch + b]), expected.push_back(together[t * batch + b]);
    CHECK(on_device(layout{1, n, 1, {lengths.host, 1, 0, 1}}, one, false) == expected);
  }
}

GPU_TEST_CASE("rows that do not begin where packs could be moved") {
  for (extent_t n : {40, 256, 1000, 40000}) {
    auto const x = noise<float>(n + 3, 10);
    on_gpu<float> const in(x);
    for (extent_t shift : {1, 2, 3}) {
      on_gpu<float> const out(n);
      sp::gpu::softmax(gpu, in.p + shift, 1, n, 1, {}, out.p);
      std::vector<float> const row(x.begin() + shift, x.begin() + shift + n);
      CHECK(agree(out.back(), on_host(layout{1, n, 1, {}}, row, false)));
    }
  }
}
