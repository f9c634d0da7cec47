// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include "support.hpp"
#include <limits>
#include <shapeproof/cpu/cross_entropy.hpp>
#include <shapeproof/cuda/cross_entropy.cuh>

using sp::extent_t;

namespace {

template <class T>
struct batch {
  extent_t rows, classes;
  std::vector<T> scores;
  std::vector<int> labels;
  std::vector<unsigned char> real;

  batch(extent_t r, extent_t c) : rows(r), classes(c), scores(noise<T>(r * c, 11)) {
    for (T& x : scores) x *= 8;
    for (extent_t i = 0; i < rows; ++i) labels.push_back(int(i * 7 % classes)), real.push_back(i % 4 != 1);
  }
};

template <class T>
std::vector<double> wide(std::vector<T> const& x) {
  return {x.begin(), x.end()};
}
// Of two numbers for each row those of rows that are real.
template <class T>
std::vector<T> of_real_rows(std::vector<T> kept, std::vector<unsigned char> const& real, bool masked) {
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (masked && !real[i / 2]) kept[i] = 0;
  return kept;
}

// `offset`: how many elements the scores and their gradient lie behind an address that allows for wide accesses.
template <class T>
void check(extent_t rows, extent_t classes, bool masked, T smoothing, extent_t offset, double tolerance) {
  CAPTURE(rows);
  CAPTURE(classes);
  CAPTURE(masked);
  CAPTURE(smoothing);
  CAPTURE(offset);
  batch<T> const b(rows, classes);
  auto const* real = masked ? b.real.data() : nullptr;
  std::vector<T> losses(b.labels.size()), kept(2 * b.labels.size());
  sp::cpu::cross_entropy({}, b.scores.data(), b.labels.data(), real, rows, classes, smoothing, losses.data(),
                         kept.data());

  std::vector<T> moved(std::size_t(offset), T(NAN));
  moved.insert(moved.end(), b.scores.begin(), b.scores.end());
  on_gpu<T> const scores_there(moved);
  on_gpu<int> const labels_there(b.labels);
  on_gpu<unsigned char> const real_there(b.real);
  T const* const scores = scores_there.p + offset;
  auto const* const real_or_all = masked ? real_there.p : nullptr;
  on_gpu<T> losses_there(rows), kept_there(2 * rows);
  sp::gpu::cross_entropy({}, scores, labels_there.p, real_or_all, rows, classes, smoothing, losses_there.p,
                         kept_there.p);
  CHECK(difference(losses_there.back(), wide(losses)) < tolerance);
  CHECK(difference(of_real_rows(kept_there.back(), b.real, masked), wide(of_real_rows(kept, b.real, masked))) <
        tolerance);

  auto const weights = noise<T>(rows, 12);
  T const dloss = T(0.75);
  on_gpu<T> const weights_there(weights), dloss_there(std::vector<T>{dloss});
  on_gpu<T> d_there(offset + rows * classes);
  auto const d = [&] {
    auto all = d_there.back();
    return std::vector<T>(all.begin() + offset, all.end());
  };
  std::vector<T> expected(b.scores.size(), T(NAN));
  for (bool add : {false, true}) {
    sp::cpu::cross_entropy_backward({}, b.scores.data(), b.labels.data(), real, rows, classes, smoothing, kept.data(),
                                    &dloss, 3, expected.data(), add);
    sp::gpu::cross_entropy_backward({}, scores, labels_there.p, real_or_all, rows, classes, smoothing, kept_there.p,
                                    dloss_there.p, 3, d_there.p + offset, add);
    CHECK(difference(d(), wide(expected)) < tolerance);
  }
  for (bool add : {true, false}) {
    sp::cpu::cross_entropy_backward({}, b.scores.data(), b.labels.data(), real, rows, classes, smoothing, kept.data(),
                                    weights.data(), expected.data(), add);
    sp::gpu::cross_entropy_backward({}, scores, labels_there.p, real_or_all, rows, classes, smoothing, kept_there.p,
                                    weights_there.p, d_there.p + offset, add);
    CHECK(difference(d(), wide(expected)) < tolerance);
  }
}

template <class T>
void check_all(double tolerance) {
  for (auto [rows, classes] : {std::pair<extent_t, extent_t>{9, 1}, {13, 5}, {70, 27}, {200, 40}})
    for (bool masked : {false, true})
      for (T smoothing : {T(0), T(0.1)})
        for (extent_t offset : {0, 1}) check<T>(rows, classes, masked, smoothing, offset, tolerance);
  for (auto [rows, classes] : {std::pair<extent_t, extent_t>{65, 32},
                               {37, 64},
                               {33, 100},
                               {10, 512},
                               {9, 1003},
                               {5, 1024},
                               {6, 1029},
                               {3, 5000},
                               {2, 9001}}) {
    check<T>(rows, classes, true, T(0.1), 0, tolerance);
    check<T>(rows, classes, false, T(0), 1, tolerance);
  }
}

template <class T>
std::vector<T> losses_of(std::vector<T> const& scores, std::vector<int> const& labels) {
  auto const rows = extent_t(labels.size());
  on_gpu<T> const scores_there(scores);
  on_gpu<int> const labels_there(labels);
  on_gpu<T> losses(rows), kept(2 * rows);
  sp::gpu::cross_entropy({}, scores_there.p, labels_there.p, static_cast<unsigned char const*>(nullptr), rows,
                         extent_t(scores.size()) / rows, T(0), losses.p, kept.p);
  return losses.back();
}

} // namespace

GPU_TEST_CASE("cross entropy and its gradient are the host's, for rows of any length") {
  check_all<float>(1e-5);
  check_all<double>(1e-12);
}

GPU_TEST_CASE("cross entropy of nothing does nothing") {
  check<float>(0, 5, false, 0, 0, 1e-5);
  check<double>(0, 5000, true, 0.1, 0, 1e-12);
}

GPU_TEST_CASE("cross entropy stays finite for scores of any size, and for those that are masked") {
  float const masked = -std::numeric_limits<float>::infinity();
  auto const losses = losses_of<float>(
      {1e30f, -1e30f, 0, 5, 1e4f, 1e4f, 1e4f, 1e4f, -1e4f, -1e4f, -1e4f, 0, masked, masked, 1, 1}, {0, 3, 2, 3});
  CHECK(difference(losses, {0, std::log(4.0), 1e4, std::log(2.0)}) < 1e-6);

  std::vector<float> row(5000, masked); // what most threads see is masked
  row[4] = row[3000] = 2;
  CHECK(difference(losses_of<float>(row, {3000}), {std::log(2.0)}) < 1e-6);
  row[7] = NAN;
  CHECK(std::isnan(losses_of<float>(row, {3000})[0]));
}
