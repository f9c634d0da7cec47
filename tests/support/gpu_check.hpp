// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "gradient_check.hpp"
#include <shapeproof/cuda.hpp>

// The same function of the same operands on a GPU: its values and gradients are those of the host, which were checked against
// differences. Where a GPU is needed and there is none, that is reported, and nothing checked.
namespace gradient_check {
template <class X>
auto beside(sp::cuda::tape&, X const& x) {
  return sp::to<sp::cuda>(x);
}
} // namespace gradient_check
using gradient_check::beside; // this one, too

namespace gpu_check {

// The sum over the real positions of weight times value, of which the tests need only the gradient.
template <class T, class... A>
sp::cuda::taped<double> weighted_sum(sp::cuda::taped<T, A...> const& y, std::vector<double> const& weights) {
  auto at = sp::detail::where("weighted sum", y);
  auto in = at.on(y);
  auto sum = at.template make<double>(sp::detail::shape<>{});
  fill(at.device, sum.p, 1, 0.);
  at.record(sum, [=, of_each = weights.data()](sp::detail::recorder& t, double const*) {
    auto d = t.want(in);
    if (!d) return;
    REQUIRE(!d.add);
    copy_from_host(at.device, in.s.elements(), of_each, d.p);
  });
  return at.finish(sum);
}

template <class X>
std::vector<double> values_of(X const& x) {
  return gradient_check::values_of(sp::to<sp::host>(x));
}

inline void check_same(std::vector<double> const& on_gpu, std::vector<double> const& on_host,
                       std::vector<bool> const& compared, double tolerance) {
  REQUIRE(on_gpu.size() == on_host.size());
  for (std::size_t i = 0; i < on_gpu.size(); ++i) {
    CAPTURE(i);
    CAPTURE(on_gpu[i]);
    CAPTURE(on_host[i]);
    if (compared[i])
      CHECK(gradient_check::relative_error(on_gpu[i], on_host[i]) < tolerance);
    else
      CHECK(std::isfinite(on_gpu[i]));
  }
}

template <class F, class... X>
void check(F const& f, X const&... x) {
  if (!sp::gpu::device_available()) {
    MESSAGE("skipped on the GPU: there is none");
    return;
  }
  sp::tape host_tape;
  auto const expected = f(host_tape, host_tape(x)...);
  auto const real = gradient_check::real_positions(sp::detail::access::of(expected).s);
  std::vector<double> weights(real.size());
  for (std::size_t i = 0; i < real.size(); ++i) weights[i] = real[i] ? gradient_check::weight(i) : 0;

  sp::cuda::tape t;
  std::tuple operands{t.watch(x)...}; // braces: from left to right
  auto const y = std::apply([&](auto const&... operand) { return f(t, operand...); }, operands);
  static_assert(std::is_same_v<sp::signature<decltype(y)>, sp::signature<decltype(expected)>>);
  check_same(values_of(y), gradient_check::values_of(expected), real, 1e-10);
  t.backward(weighted_sum(y, weights));
  auto const all = gradient_check::gradients(f, std::vector<bool>(sizeof...(X), true), 1, x...);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (
        [&] {
          CAPTURE(I);
          auto const got = values_of(t.gradient_of(std::get<I>(operands)));
          check_same(got, all[I], std::vector<bool>(got.size(), true), 1e-9);
        }(),
        ...);
  }(std::index_sequence_for<X...>{});
}

} // namespace gpu_check
