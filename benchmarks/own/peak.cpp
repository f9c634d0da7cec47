// SPDX-License-Identifier: BSL-1.0
// What the machine can do at most: multiply-adds between registers, 2 * 10^9 operations for each thread and run.
#include "own.hpp"

#include <shapeproof/cpu/simd.hpp>
#include <shapeproof/cpu/unroll.hpp>

namespace {

using vec = sp::cpu::vec<float>;
constexpr int sums = 16; // enough to hide the latency of two units, few enough for the registers
constexpr long width = sp::cpu::width<float>;
constexpr long rounds = 2'000'000'000 / (2 * sums * width);

[[gnu::noinline]] float multiply_add() {
  vec factor = sp::cpu::splat(0.999f);
  vec const addend = sp::cpu::splat(0.001f);
  vec x[sums];
  for (int i = 0; i < sums; ++i) x[i] = sp::cpu::splat(static_cast<float>(i));
  for (long round = 0; round < rounds; ++round) {
#if defined(__x86_64__)
    asm("" : "+v"(factor)); // for all the compiler knows it has changed: rounds cannot be combined
#endif
    SHAPEPROOF_UNROLL(16)
    for (int i = 0; i < sums; ++i) x[i] = x[i] * factor + addend;
  }
  vec all{};
  for (vec const& one : x) all += one;
  return all[0] / sums;
}

class peak : public bench::work {
public:
  void run() override {
    sp::cpu::parallel([this](int part, int parts) {
      float const one = multiply_add();
      if (part == parts - 1) left_ = one;
    });
  }
  double checksum() const override { return static_cast<double>(left_); }
  bench::values computed() const override { return {{"left", {left_}}}; }

private:
  float left_ = 0;
};

} // namespace

int main(int argc, char** argv) {
  return bench::own_worker(argc, argv, [](bench::settings const&) { return new peak; });
}
