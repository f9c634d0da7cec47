// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include "support.hpp"
#include <memory>
#include <shapeproof/cpu/binary_cross_entropy.hpp>
#include <shapeproof/cpu/binary_negative_log_likelihood.hpp>
#include <shapeproof/cuda/binary_cross_entropy.cuh>
#include <shapeproof/cuda/binary_negative_log_likelihood.cuh>

using sp::extent_t;

namespace {

template <class T>
std::vector<double> wide(std::vector<T> const& x) {
  return {x.begin(), x.end()};
}

// host(to) and device(to) fill n numbers, or add to them.
template <class T, class Host, class Device>
void compare(extent_t n, bool add, double tolerance, Host const& host, Device const& device) {
  auto const before = add ? noise<T>(n, 53) : std::vector<T>(std::size_t(n), T(NAN));
  auto expected = before;
  on_gpu<T> there(before);
  host(expected.data());
  device(there.p);
  CHECK(difference(there.back(), wide(expected)) < tolerance);
}

// `offset`: how many elements the numbers and labels lie behind an address that allows for wide accesses.
template <class T>
void check(extent_t n, bool masked, extent_t offset, double tolerance) {
  auto x = noise<T>(n + offset, 51), p = noise<T>(n + offset, 52), dlosses = noise<T>(n, 54);
  std::vector<unsigned char> flags, counts;
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] *= 12;
    p[i] = p[i] < T(-0.9) ? T(0) : std::abs(p[i]);
    flags.push_back(i % 3 == 0);
    counts.push_back(i % 5 != 2);
    if (masked && !counts[i]) x[i] = NAN;
  }
  std::unique_ptr<bool[]> const bools(new bool[flags.size() + 1]);
  for (std::size_t i = 0; i < flags.size(); ++i) bools[i] = flags[i] != 0;
  on_gpu<T> const x_there(x), p_there(p), dlosses_there(dlosses);
  on_gpu<unsigned char> const flags_there(flags), counts_there(counts);
  T const dloss = T(0.5);
  on_gpu<T> const dloss_there(std::vector<T>{dloss});

  bool const* const labels = bools.get() + offset;
  bool const* const labels_there = reinterpret_cast<bool const*>(flags_there.p) + offset;
  auto const* const real = masked ? counts.data() + offset : nullptr;
  auto const* const real_there = masked ? counts_there.p + offset : nullptr;
  T const *const s = x.data() + offset, *const q = p.data() + offset;
  T const *const s_there = x_there.p + offset, *const q_there = p_there.p + offset;

  compare<T>(
      n, false, tolerance, [&](T* to) { sp::cpu::binary_cross_entropy({}, s, labels, real, n, to); },
      [&](T* to) { sp::gpu::binary_cross_entropy({}, s_there, labels_there, real_there, n, to); });
  compare<T>(
      n, false, tolerance, [&](T* to) { sp::cpu::binary_negative_log_likelihood({}, q, labels, real, n, to); },
      [&](T* to) { sp::gpu::binary_negative_log_likelihood({}, q_there, labels_there, real_there, n, to); });
  for (bool add : {false, true}) {
    compare<T>(
        n, add, tolerance,
        [&](T* to) { sp::cpu::binary_cross_entropy_backward({}, s, labels, real, n, &dloss, 3, to, add); },
        [&](T* to) {
          sp::gpu::binary_cross_entropy_backward({}, s_there, labels_there, real_there, n, dloss_there.p, 3, to, add);
        });
    compare<T>(
        n, add, tolerance,
        [&](T* to) { sp::cpu::binary_cross_entropy_backward({}, s, labels, real, n, dlosses.data(), to, add); },
        [&](T* to) {
          sp::gpu::binary_cross_entropy_backward({}, s_there, labels_there, real_there, n, dlosses_there.p, to, add);
        });
    compare<T>(
        n, add, tolerance,
        [&](T* to) { sp::cpu::binary_negative_log_likelihood_backward({}, q, labels, real, n, &dloss, 3, to, add); },
        [&](T* to) {
          sp::gpu::binary_negative_log_likelihood_backward({}, q_there, labels_there, real_there, n, dloss_there.p, 3,
                                                           to, add);
        });
  }
}

} // namespace

GPU_TEST_CASE("the binary losses and their gradients are the host's, for any number of elements") {
  for (extent_t n : {0, 1, 7, 16, 61, 3001})
    for (bool masked : {false, true})
      for (extent_t offset : {0, 1}) {
        check<float>(n, masked, offset, 1e-5);
        check<double>(n, masked, offset, 1e-12);
      }
}

GPU_TEST_CASE("extreme scores give finite binary losses, small losses and gradients keep their digits") {
  on_gpu<float> const scores(std::vector<float>{1e30f, -1e30f, 20.f, -20.f});
  on_gpu<unsigned char> const labels(std::vector<unsigned char>{1, 1, 1, 0});
  auto const* const flags = reinterpret_cast<bool const*>(labels.p);
  on_gpu<float> const weights(std::vector<float>{1, 1, 1, 1});
  on_gpu<float> losses(4), d(4);
  unsigned char const* const all = nullptr;
  sp::gpu::binary_cross_entropy({}, scores.p, flags, all, 4, losses.p);
  sp::gpu::binary_cross_entropy_backward({}, scores.p, flags, all, 4, weights.p, d.p, false);
  double const small = std::exp(-20.0);
  auto const got = losses.back(), slope = d.back();
  CHECK(got[0] == 0);
  CHECK(got[1] == 1e30f);
  CHECK(std::abs(double(got[2]) / std::log1p(small) - 1) < 1e-5);
  CHECK(got[3] == got[2]);
  CHECK(slope[0] == 0);
  CHECK(slope[1] == -1);
  CHECK(std::abs(double(slope[2]) / -(small / (1 + small)) - 1) < 1e-5);
  CHECK(slope[3] == -slope[2]);
}
