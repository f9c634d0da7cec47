// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <cmath>
#include <shapeproof/ops/dropout.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<50> {};

sp::tensor<double, Batch, Hidden> filled() {
  sp::tensor<double, Batch, Hidden> x(Batch{40});
  double i = 0;
  for (auto& value : x.unnamed()) value = 2 + std::sin(i += 1.7);
  return x;
}
} // namespace

TEST_CASE("off a tape it is the identity: what ends here is handed on, what has a name is copied") {
  auto x = filled();
  auto const* numbers = x.unnamed().data();
  auto const copied = sp::dropout(x, 0.5);
  CHECK(gradient_check::values_of(copied) == gradient_check::values_of(x));
  CHECK(copied.unnamed().data() != numbers);
  sp::view<double, Batch, Hidden> const seen = sp::dropout(sp::view(x), 0.5);
  CHECK(seen.unnamed().data() == numbers);
  auto const moved = sp::dropout(std::move(x), 0.5);
  CHECK(moved.unnamed().data() == numbers);
}

TEST_CASE("on a tape the share of zeros is the rate, and the rest is scaled to the same mean") {
  auto const x = filled();
  for (double rate : {0.1, 0.5, 0.9}) {
    sp::tape t;
    auto const y = gradient_check::values_of(sp::dropout(t(x), rate));
    double zeros = 0;
    for (std::size_t i = 0; i < y.size(); ++i)
      if (y[i] == 0)
        ++zeros;
      else
        CHECK(y[i] == doctest::Approx(x.unnamed()[i] / (1 - rate)).epsilon(1e-15));
    double const n = static_cast<double>(y.size()), deviation = std::sqrt(n * rate * (1 - rate));
    CHECK(std::abs(zeros - n * rate) < 4 * deviation);
  }
}

TEST_CASE("each call draws anew; the tape's random state repeats the draws; a rate of 0 draws nothing") {
  auto const x = filled();
  sp::tape t;
  auto const start = t.random();
  auto draw = [&] { return gradient_check::values_of(sp::dropout(t(x), 0.5)); };
  auto const first = draw(), second = draw();
  CHECK(first != second);
  t.set_random(start);
  CHECK(gradient_check::values_of(sp::dropout(t(x), 0)) == gradient_check::values_of(x));
  CHECK(draw() == first);
  CHECK(draw() == second);
}

TEST_CASE("the gradient passes where the value passed") {
  sp::tensor<double, Letters, Batch> x(Letters{{5, 0, 9}}, Batch{3});
  double i = 0;
  for (auto& value : x.unnamed()) value = std::sin(i += 1.7);
  check_derivatives([](auto&, auto const& a) { return sp::dropout(a, 0.4); }, x);
}

TEST_CASE("a rate out of range is refused, on and off a tape") {
  sp::tape t;
  for (double rate : {-0.1, 1.0, 1.5, std::nan("")}) {
    CHECK_THROWS_AS(sp::dropout(filled(), rate), sp::usage_error);
    CHECK_THROWS_AS(sp::dropout(t(filled()), rate), sp::usage_error);
  }
}
