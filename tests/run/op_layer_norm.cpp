// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <cmath>
#include <shapeproof/ops/layer_norm.hpp>
#include <shapeproof/ops/permute.hpp>
#include <string>

namespace {
#include "../reference/layer_norm.inc"

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<5> {};
struct Width : sp::axis<> {};

// The numbers of layer_norm.py.
template <class X>
X numbers(int start, X x) {
  for (auto& value : x.unnamed()) value = std::sin(1.7 * ++start);
  return x;
}
Batch const rows{4};
auto const x = numbers(0, sp::tensor<double, Batch, Hidden>(rows));
auto const gain = numbers(50, sp::tensor<double, Hidden>(Hidden{}));
auto const bias = numbers(60, sp::tensor<double, Hidden>(Hidden{}));

template <std::size_t N>
void check_equal(auto const& got, double const (&expected)[N]) {
  auto const all = gradient_check::values_of(got);
  REQUIRE(all.size() == N);
  for (std::size_t i = 0; i < N; ++i) CHECK(std::abs(all[i] - expected[i]) < 1e-12);
}
} // namespace

TEST_CASE("values and gradients are PyTorch's") {
  sp::tape t;
  auto const a = t.watch(x);
  auto const g = t.watch(gain);
  auto const b = t.watch(bias);
  auto const y = sp::layer_norm<Hidden>(a, g, b, 1e-3);
  check_equal(y, layer_norm_values);
  auto at = sp::detail::where("weighted", y);
  auto in = at.on(y);
  auto sum = at.make<double>(sp::detail::shape<>{});
  *sum.p = 0;
  at.record(sum, [=](sp::detail::recorder& tp, double const* d_sum) {
    auto d = tp.want(in);
    for (int i = 0; i < in.s.elements(); ++i) d.p[i] = *d_sum * std::sin(1.7 * (101 + i));
  });
  t.backward(at.finish(sum));
  check_equal(t.gradient_of(a), layer_norm_gradient_x);
  check_equal(t.gradient_of(g), layer_norm_gradient_gain);
  check_equal(t.gradient_of(b), layer_norm_gradient_bias);
}

TEST_CASE("the features may stand anywhere") {
  auto const turned = sp::layer_norm<Hidden>(sp::permute<Hidden, Batch>(x), gain, bias, 1e-3);
  static_assert(std::is_same_v<decltype(turned), sp::tensor<double, Hidden, Batch> const>);
  check_equal(sp::permute<Batch, Hidden>(turned), layer_norm_values);
}

TEST_CASE("gradients against central differences") {
  auto norm = [](auto&, auto const&... a) { return sp::layer_norm<Hidden>(a...); };
  check_gradient(norm, x, gain, bias);
  check_gradient(norm, numbers(3, sp::tensor<double, Batch, Hidden>(rows)), gain, bias);
  check_gradient(norm, numbers(4, sp::tensor<double, Batch, Hidden, Letters>(Batch{3}, Letters{{2, 0, 3}})), gain,
                 bias);
  check_gradient(norm, numbers(5, sp::tensor<double, Letters, Batch, Hidden>(Letters{{2, 0, 3}}, Batch{3})), gain,
                 bias);
  check_gradient([](auto&, auto const& a, auto const& g) { return sp::layer_norm<Hidden>(a, g, a); },
                 numbers(6, sp::tensor<double, Hidden>(Hidden{})), gain); // one value in two places
  check_gradient([](auto&, auto const& a, auto const& g) { return sp::layer_norm<Hidden>(a, g, g); }, x, gain);
}

TEST_CASE("features that are all equal give the bias") {
  sp::tensor<float, Batch, Hidden> flat(rows);
  for (float& value : flat.unnamed()) value = 1e6f;
  sp::tensor<float, Hidden> ones(Hidden{}), twos(Hidden{});
  for (float& value : ones.unnamed()) value = 1;
  for (float& value : twos.unnamed()) value = 2;
  for (float value : sp::layer_norm<Hidden>(flat, ones, twos).unnamed()) CHECK(value == 2);
}

TEST_CASE("what is wrong at run time is said") {
  sp::tensor<double, Batch, Width> const wide(rows, Width{6});
  sp::tensor<double, Width> const six(Width{6}), seven(Width{7});
  std::string message = "no extent_error";
  try {
    sp::layer_norm<Width>(wide, six, seven);
  } catch (sp::extent_error const& e) {
    message = e.what();
  }
  CHECK(message == "layer_norm: the extents of Width differ: 6 and 7");
  CHECK_THROWS_AS(sp::layer_norm<Hidden>(x, gain, bias, 0), sp::usage_error);
  CHECK_THROWS_AS(sp::layer_norm<Hidden>(x, gain, bias, std::nan("")), sp::usage_error);
}
