// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <algorithm>
#include <cmath>
#include <limits>
#include <shapeproof/ops.hpp>
#include <string>
#include <vector>

namespace {
#include "../reference/conv2d.inc"

struct Batch : sp::axis<> {};
struct Frames : sp::ragged<Batch> {};
struct Height : sp::axis<4> {};
struct Width : sp::axis<5> {};
struct Rows : sp::axis<> {};
struct Columns : sp::axis<> {};
struct Colour : sp::axis<2> {};
struct Wide : sp::axis<37> {};
using sp::tensor, sp::tiles;

template <class X>
X numbers(int start, X x) {
  for (auto& value : x.unnamed()) value = static_cast<sp::element_of<X>>(std::sin(1.7 * ++start));
  return x;
}
Batch const two{2};
auto const images = numbers(0, tensor<double, Batch, Height, Width, Colour>(two));
auto const pool = [](auto&, auto const& x) { return sp::max_pool2d<Height, Width, 3, 2>(x); };
} // namespace

TEST_CASE("values and gradients are PyTorch's, with a row and a column left over") {
  sp::tape t;
  auto const x = t.watch(images);
  auto const y = sp::max_pool2d<Height, Width, 3, 2>(x);
  static_assert(
      std::is_same_v<sp::signature<decltype(y)>, tensor<double, Batch, tiles<Height, 3>, tiles<Width, 2>, Colour>>);
  auto const values = gradient_check::values_of(y);
  CHECK(std::ranges::equal(values, pooled_values));
  auto at = sp::detail::where("weighted", y);
  auto in = at.on(y);
  auto sum = at.make<double>(sp::detail::shape<>{});
  *sum.p = 0;
  at.record(sum, [=](sp::detail::recorder& tp, double const* d_sum) {
    auto d = tp.want(in);
    for (int i = 0; i < in.s.elements(); ++i) d.p[i] = *d_sum * std::sin(1.7 * (401 + i));
  });
  t.backward(at.finish(sum));
  auto const gradient = t.gradient_of(x);
  for (std::size_t i = 0; i < gradient.unnamed().size(); ++i)
    CHECK(std::abs(gradient.unnamed()[i] - pooled_gradient[i]) < 1e-15);
}

TEST_CASE("the axes may stand in any order") {
  auto const expected = sp::max_pool2d<Height, Width, 3, 2>(images);
  auto const back = [](auto const& y) { return sp::permute<Batch, tiles<Height, 3>, tiles<Width, 2>, Colour>(y); };
  auto const check = [&](auto const& y) { CHECK(std::ranges::equal(back(y).unnamed(), expected.unnamed())); };
  check(sp::max_pool2d<Width, Height, 2, 3>(images));
  check(sp::max_pool2d<Height, Width, 3, 2>(sp::permute<Batch, Width, Height, Colour>(images)));
  auto const first = sp::max_pool2d<Height, Width, 3, 2>(sp::permute<Colour, Height, Batch, Width>(images));
  static_assert(
      std::is_same_v<decltype(first), tensor<double, Colour, tiles<Height, 3>, Batch, tiles<Width, 2>> const>);
  check(first);
}

TEST_CASE("gradients against central differences") {
  check_gradient(pool, images);
  check_gradient(pool, sp::permute<Width, Batch, Colour, Height>(images));
  check_gradient(pool, numbers(4, tensor<double, Height, Width>(Height{})));
  tensor<double, Batch, Height, Width, Wide> far_apart(two); // no two of a window are nearly equal
  for (int i = 0; auto& value : far_apart.unnamed()) value = ++i * 7919 % 1483;
  check_gradient(pool, far_apart);
  check_gradient(pool, numbers(6, tensor<double, Batch, Frames, Height, Width>(Batch{3}, Frames{{2, 0, 1}})));
}

TEST_CASE("of equals the first one gets the gradient, and NaN is not lost") {
  sp::tape t;
  auto const x = t.watch(tensor<double, Height, Width>(Height{}));
  t.backward(sp::sum(sp::max_pool2d<Height, Width, 2, 5>(x)));
  auto const gradient = t.gradient_of(x);
  for (std::size_t i = 0; i < 20; ++i) CHECK(gradient.unnamed()[i] == (i % 10 == 0 ? 1 : 0));
  for (std::size_t place : {0u, 3u, 7u}) {
    tensor<float, Height, Width> some(Height{});
    some.unnamed()[place] = std::numeric_limits<float>::quiet_NaN();
    sp::tape tape;
    auto const watched = tape.watch(some);
    auto const y = sp::max_pool2d<Height, Width, 2, 5>(watched);
    CHECK(std::isnan(gradient_check::values_of(y)[0]));
    tape.backward(sp::sum(y));
    CHECK(tape.gradient_of(watched).unnamed()[place] == 1);
  }
}

TEST_CASE("extents that are known at run time") {
  auto const x = tensor<float, Rows, Columns>::of({1, 2, 3, 4, 5, 6, 7, 8, 9}, Rows{3}, Columns{3});
  auto const y = sp::max_pool2d<Rows, Columns, 1, 2>(x);
  CHECK(y.extent<tiles<Rows, 1>>().size() == 3);
  CHECK(std::ranges::equal(y.unnamed(), std::vector{2.f, 5.f, 8.f}));
  std::string message = "no extent_error";
  try {
    sp::max_pool2d<Rows, Columns, 2, 4>(x);
  } catch (sp::extent_error const& e) {
    message = e.what();
  }
  CHECK(message == "max_pool2d: a window of 4 is longer than the extent 3 of Columns");
  CHECK(sp::max_pool2d<Height, Width, 2, 2>(tensor<float, Batch, Height, Width>(Batch{0})).size() == 0);
}
