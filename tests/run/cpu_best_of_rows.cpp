// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <numeric>
#include <shapeproof/core/random.hpp>
#include <shapeproof/cpu/best_of_rows.hpp>
#include <vector>

namespace {
constexpr float infinity = std::numeric_limits<float>::infinity();

struct answer {
  std::vector<int> best;
  std::vector<double> log_probabilities;
  std::ptrdiff_t faulty;
};
template <class T>
answer choose(std::vector<T> const& scores, std::ptrdiff_t n, std::ptrdiff_t count, int excluded = -1,
              std::ptrdiff_t unwanted = -1) {
  auto const rows = static_cast<std::ptrdiff_t>(scores.size()) / n;
  sp::scratch workspace;
  bool* const wanted = workspace.take<bool>(rows);
  std::fill_n(wanted, rows, true);
  if (unwanted >= 0) wanted[unwanted] = false;
  answer a{std::vector<int>(static_cast<std::size_t>(rows * count), -7),
           std::vector<double>(static_cast<std::size_t>(rows * count), 7), 0};
  a.faulty = sp::cpu::best_of_rows<T>({}, {rows, n, count, excluded, wanted}, scores.data(), a.best.data(),
                                      a.log_probabilities.data());
  auto best = a.best;
  CHECK(sp::cpu::best_of_rows<T>({}, {rows, n, count, excluded, wanted}, scores.data(), best.data(), nullptr) ==
        a.faulty);
  CHECK(best == a.best);
  return a;
}
} // namespace

TEST_CASE_TEMPLATE("the best of rows of every length are those of a full sort, with their log softmax", T, float,
                   double) {
  sp::random_sequence random(3);
  for (std::ptrdiff_t n : {1, 2, 7, 16, 31, 129, 400})
    for (std::ptrdiff_t count : {1, 2, 5, 40}) {
      int const rows = 3, excluded = n > 3 ? 2 : -1;
      std::vector<T> scores(static_cast<std::size_t>(rows * n));
      for (T& x : scores) x = static_cast<T>(std::round(random.uniform(-20, 20)) / 4); // many are equal
      auto const a = choose(scores, n, count, excluded);
      CHECK(a.faulty == -1);
      for (int r = 0; r < rows; ++r) {
        T const* const x = scores.data() + r * n;
        std::vector<int> order(static_cast<std::size_t>(n));
        std::iota(order.begin(), order.end(), 0);
        std::sort(order.begin(), order.end(), [&](int i, int j) { return x[i] > x[j] || (x[i] == x[j] && i < j); });
        std::erase(order, excluded);
        double total = 0;
        for (std::ptrdiff_t i = 0; i < n; ++i) total += std::exp(static_cast<double>(x[i]));
        for (std::ptrdiff_t k = 0; k < count; ++k) {
          auto const at = static_cast<std::size_t>(r * count + k), rank = static_cast<std::size_t>(k);
          CHECK(a.best[at] == (rank < order.size() ? order[rank] : -1));
          if (rank >= order.size()) continue;
          CHECK(a.log_probabilities[at] <= 0);
          double const expected = static_cast<double>(x[order[rank]]) - std::log(total);
          CHECK(std::abs(a.log_probabilities[at] - expected) < (sizeof(T) == 4 ? 1e-6 : 1e-13));
        }
      }
    }
}

TEST_CASE("what a mask ruled out is never chosen") {
  auto const a = choose<float>({-infinity, 2, -infinity, 1}, 4, 3);
  CHECK(a.faulty == -1);
  CHECK(a.best == std::vector{1, 3, -1});
  CHECK(a.log_probabilities[1] == doctest::Approx(-std::log1p(std::exp(1.))));
}

TEST_CASE("rows that are no scores are named, unless nobody wants them") {
  float const nan = std::numeric_limits<float>::quiet_NaN();
  for (float bad : {nan, infinity})
    for (std::size_t place = 0; place < 40; ++place) {
      std::vector<float> scores(120, 1);
      scores[80 + place] = bad;
      CHECK(choose(scores, 40, 2).faulty == 2);
      CHECK(choose(scores, 40, 2, -1, 2).faulty == -1);
    }
  CHECK(choose<float>({1, 2, -infinity, -infinity}, 2, 1).faulty == 1);
  CHECK(choose<float>({1, 2, -infinity, 3}, 2, 1, 1).faulty == 1); // all that is left is excluded
}
