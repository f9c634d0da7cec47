// SPDX-License-Identifier: BSL-1.0
#include "layouts.hpp"

#include <shapeproof/cpu/best_of_rows.hpp>
#include <shapeproof/cuda/best_of_rows.cuh>

using sp::extent_t;

namespace {

struct choice {
  extent_t n, count;
  int excluded = -1;
  extent_t unwanted = -1;
};
struct answer {
  std::vector<int> best;
  std::vector<double> log_probabilities;
  extent_t faulty = 0;
};

// f(row_choice, scores, best, log_probabilities), with and without log_probabilities
template <class F>
answer choose(choice const& c, extent_t rows, F const& f) {
  sp::scratch workspace;
  bool* const wanted = workspace.take<bool>(rows);
  std::fill_n(wanted, rows, true);
  if (c.unwanted >= 0) wanted[c.unwanted] = false;
  answer a{std::vector<int>(std::size_t(rows * c.count), -7), std::vector<double>(std::size_t(rows * c.count), 7)};
  sp::kernels::row_choice const kernel_choice{rows, c.n, c.count, c.excluded, wanted};
  a.faulty = f(kernel_choice, a.best.data(), a.log_probabilities.data());
  auto best = a.best;
  CHECK(f(kernel_choice, best.data(), nullptr) == a.faulty);
  CHECK(best == a.best);
  return a;
}

// The same on the host and on the GPU; what both say.
template <class T>
answer choose(std::vector<T> const& scores, choice const& c) {
  extent_t const rows = extent_t(scores.size()) / c.n;
  on_gpu<T> const there(scores);
  auto const expected = choose(c, rows, [&](auto const& choice, int* best, double* p) {
    return sp::cpu::best_of_rows({}, choice, scores.data(), best, p);
  });
  auto const got = choose(c, rows, [&](auto const& choice, int* best, double* p) {
    return sp::gpu::best_of_rows(sp::gpu::device{}, choice, there.p, best, p);
  });
  CHECK(got.faulty == expected.faulty);
  CHECK(got.best == expected.best);
  CHECK(agree(got.log_probabilities, expected.log_probabilities, sizeof(T) == 4 ? 1e-5 : 1e-12));
  return got;
}

template <class T>
void choose_from_rounded_noise() {
  for (extent_t n : {1, 2, 7, 16, 31, 129, 400, 1028, 32768, 40001})
    for (extent_t count : {1, 2, 5, 40}) {
      CAPTURE(n);
      CAPTURE(count);
      if (n > 30000 && count != 5) continue;
      auto scores = noise<T>(3 * n, 81);
      for (T& x : scores) x = std::round(x * 20) / 4; // many are equal
      CHECK(choose(scores, {n, count, n > 3 ? 2 : -1}).faulty == -1);
      choose(noise<T>(3 * n, 82), {n, count});
    }
}

} // namespace

GPU_TEST_CASE("the best of rows of every length are on the GPU those of the host, with their log softmax") {
  choose_from_rounded_noise<float>();
  choose_from_rounded_noise<double>();
}

GPU_TEST_CASE("what a mask ruled out is never chosen on the GPU") {
  float const infinity = INFINITY;
  auto const a = choose<float>({-infinity, 2, -infinity, 1}, {4, 3});
  CHECK(a.faulty == -1);
  CHECK(a.best == std::vector{1, 3, -1});
  std::vector<float> scores(40000, -infinity);
  scores[39999] = 3;
  CHECK(choose(scores, {40000, 2}).best == std::vector{39999, -1});
}

GPU_TEST_CASE("rows that are no scores are named on the GPU, unless nobody wants them") {
  float const infinity = INFINITY;
  for (float bad : {float(NAN), infinity})
    for (std::size_t place = 0; place < 40; ++place) {
      std::vector<float> scores(120, 1);
      scores[80 + place] = bad;
      CHECK(choose(scores, {40, 2}).faulty == 2);
      CHECK(choose(scores, {40, 2, -1, 2}).faulty == -1);
      CHECK(choose(scores, {40, 2, int(place)}).faulty == 2);
    }
  CHECK(choose<float>({1, 2, -infinity, -infinity}, {2, 1}).faulty == 1);
  CHECK(choose<float>({1, 2, -infinity, 3}, {2, 1, 1}).faulty == 1); // all that is left is excluded
  CHECK(choose(std::vector<float>(), {3, 2}).faulty == -1);
}
