// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <numeric>
#include <shapeproof/ops/top_k.hpp>
#include <string>
#include <vector>

namespace {
struct Batch : sp::axis<> {};
struct Phone : sp::axis<6> {};
struct Word : sp::axis<> {};
struct Beam : sp::axis<> {};
struct Pair : sp::axis<2> {};

template <class T>
std::vector<T> numbers(auto const& x) {
  return {x.unnamed().begin(), x.unnamed().end()};
}
} // namespace

TEST_CASE("the greatest first, of equals the lower position") {
  auto const x = sp::tensor<float, Batch, Phone>::of({1, 5, 3, 5, 2, 5, -1, -2, -1, -3, -1, -9}, Batch{2});
  auto const [values, indices] = sp::top_k<Phone, Beam>(x, Beam{4});
  CHECK(numbers<float>(values) == std::vector<float>{5, 5, 5, 3, -1, -1, -1, -2});
  CHECK(numbers<int>(indices) == std::vector{1, 3, 5, 2, 0, 2, 4, 1});
  auto const across = sp::top_k<Batch, Pair>(x, Pair{});
  CHECK(numbers<int>(across.indices) == std::vector{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1});
  CHECK(numbers<float>(across.values) == std::vector<float>{1, 5, 3, 5, 2, 5, -1, -2, -1, -3, -1, -9});
}

TEST_CASE("it is the beginning of a stable sort, wherever the axis lies") {
  sp::tensor<double, Batch, Word, Pair> x(Batch{3}, Word{50});
  double i = 0;
  for (auto& value : x.unnamed()) value = std::round(8 * std::sin(i += 1.7)); // many equals
  auto const best = sp::top_k<Word, Beam>(x, Beam{50});
  for (auto b : x.extent<Batch>())
    for (auto p : x.extent<Pair>()) {
      std::vector<int> order(50);
      std::iota(order.begin(), order.end(), 0);
      auto at = [&](int w) { return x(b, sp::unchecked_index<Word>(w), p); };
      std::sort(order.begin(), order.end(), [&](int l, int r) { return at(l) > at(r) || (at(l) == at(r) && l < r); });
      for (auto k : best.values.extent<Beam>()) {
        CHECK(best.indices(b, k, p).value() == order[static_cast<std::size_t>(k.value())]);
        CHECK(best.values(b, k, p) == at(best.indices(b, k, p).value()));
      }
    }
}

TEST_CASE("infinities and NaN: NaN comes last, and every position at most once") {
  float const infinity = std::numeric_limits<float>::infinity(), nan = std::nanf("");
  auto const x = sp::tensor<float, Phone>::of({nan, -infinity, 2, nan, infinity, -infinity});
  CHECK(numbers<int>(sp::top_k<Phone, Beam>(x, Beam{6}).indices) == std::vector{4, 2, 1, 5, 0, 3});
}

TEST_CASE("more than there are is refused; none is nothing") {
  sp::tensor<float, Batch, Word> const x(Batch{2}, Word{3});
  std::string message = "no extent_error";
  try {
    sp::top_k<Word, Beam>(x, Beam{4});
  } catch (sp::extent_error const& e) {
    message = e.what();
  }
  CHECK(message == "top_k: 4 of Word were asked for, whose extent is 3");
  CHECK(sp::top_k<Word, Beam>(x, Beam{0}).values.size() == 0);
}
