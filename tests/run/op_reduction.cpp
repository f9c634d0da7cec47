// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "../support/gradient_check.hpp"
#include "shapeproof/core/random.hpp"
#include "shapeproof/ops/max.hpp"
#include "shapeproof/ops/mean.hpp"
#include "shapeproof/ops/sum.hpp"

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Width : sp::axis<5> {};

template <class X>
X random(X x, std::uint64_t seed) {
  sp::random_sequence numbers(seed);
  for (auto& v : x.unnamed()) v = numbers.uniform(-2, 2);
  return x;
}
Letters const letters{{3, 1, 0, 4}};
Phones const phones{{2, 2, 1, 3}};
Batch const four{4};
sp::tensor<double, Letters, Batch, Width> const words =
    random(sp::tensor<double, Letters, Batch, Width>(letters, four), 1);
sp::tensor<double, Batch, Letters, Phones> const pairs =
    random(sp::tensor<double, Batch, Letters, Phones>(letters, phones, four), 2);

template <class X>
double real_sum(X const& x) { // of [Letters, Batch, Width]
  double sum = 0;
  for (auto t : letters)
    for (auto b : four)
      for (auto w : Width{})
        if (t.value() < letters.lengths()[static_cast<std::size_t>(b.value())]) sum += x(t, b, w);
  return sum;
}
} // namespace

TEST_CASE("sums and means count real positions only") {
  auto const total = sp::sum(words);
  static_assert(std::is_same_v<decltype(total), sp::tensor<double> const>);
  CHECK(total.value() == doctest::Approx(real_sum(words)));
  CHECK(sp::mean(words).value() == doctest::Approx(real_sum(words) / (8 * 5)));
  auto const per_row = sp::mean<Letters>(words);
  static_assert(std::is_same_v<decltype(per_row), sp::tensor<double, Batch, Width> const>);
  auto const first = sp::check_index<Batch>(0, four), empty = sp::check_index<Batch>(2, four);
  auto const t = [](int i) { return sp::check_index<Letters>(i, letters); };
  for (auto w : Width{}) {
    CHECK(per_row(first, w) ==
          doctest::Approx((words(t(0), first, w) + words(t(1), first, w) + words(t(2), first, w)) / 3));
    CHECK(per_row(empty, w) == 0);
  }
  CHECK(sp::sum<Batch, Letters>(words)(sp::at<Width, 2>()) ==
        doctest::Approx(sp::sum<Batch>(sp::sum<Letters>(words))(sp::at<Width, 2>())));
}

TEST_CASE("a mean over two ragged axes is over pairs of real positions") {
  double sum = 0;
  for (auto b : four)
    for (auto l : letters)
      for (auto p : phones) {
        auto const row = static_cast<std::size_t>(b.value());
        if (l.value() < letters.lengths()[row] && p.value() < phones.lengths()[row]) sum += pairs(b, l, p);
      }
  CHECK(sp::mean(pairs).value() == doctest::Approx(sum / (3 * 2 + 1 * 2 + 0 + 4 * 3)));
}

TEST_CASE("the greatest value") {
  auto const greatest = sp::max<Letters>(words);
  for (auto b : four)
    for (auto w : Width{}) {
      double expected = b.value() == 2 ? 0 : -9;
      for (auto t : letters)
        if (t.value() < letters.lengths()[static_cast<std::size_t>(b.value())])
          expected = std::max(expected, words(t, b, w));
      CHECK(greatest(b, w) == expected);
    }
}

TEST_CASE("gradients of reductions") {
  check_gradient([](auto&, auto const& x) { return sp::sum(x); }, words);
  check_gradient([](auto&, auto const& x) { return sp::sum<Width>(x); }, words);
  check_gradient([](auto&, auto const& x) { return sp::sum<Letters>(x); }, words);
  check_gradient([](auto&, auto const& x) { return sp::mean<Letters>(x); }, words);
  check_gradient([](auto&, auto const& x) { return sp::mean<Batch, Letters>(x); }, words);
  check_gradient([](auto&, auto const& x) { return sp::mean(x); }, pairs);
  check_gradient([](auto&, auto const& x) { return sp::max<Letters>(x); }, words);
  check_gradient([](auto&, auto const& x) { return sp::max<Width>(x); }, words);
}
