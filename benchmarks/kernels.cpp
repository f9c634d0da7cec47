// SPDX-License-Identifier: BSL-1.0
// The kernels by themselves, for work on them: build/benchmarks/kernels --benchmark_filter=gemm. On one thread.
#include "support/numbers.hpp"

#include <shapeproof/cpu/bfloat16_gemm.hpp>
#include <shapeproof/cpu/gemm.hpp>
#include <shapeproof/cpu/layer_norm.hpp>
#include <shapeproof/cpu/lstm.hpp>
#include <shapeproof/cpu/optimizer.hpp>
#include <shapeproof/cpu/softmax.hpp>

#include <benchmark/benchmark.h>
#include <vector>

namespace {

std::vector<float> numbers(sp::extent_t count, float scale = 1) {
  std::vector<float> x(static_cast<std::size_t>(count));
  bench::fill(x, "numbers", scale);
  return x;
}
std::vector<sp::bf16> small_numbers(sp::extent_t count) {
  auto const x = numbers(count);
  std::vector<sp::bf16> y(x.size());
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = sp::bf16(x[i]);
  return y;
}

void count_operations(benchmark::State& state, double each) {
  state.counters["FLOP/s"] = benchmark::Counter(each, benchmark::Counter::kIsIterationInvariantRate);
}

void gemm(benchmark::State& state) {
  sp::extent_t const M = state.range(0), K = state.range(1), N = state.range(2);
  auto const A = numbers(M * K), B = numbers(K * N);
  std::vector<float> packed(static_cast<std::size_t>(sp::cpu::padded_columns<float>(N) * K));
  sp::cpu::pack(K, N, B.data(), N, packed.data());
  auto C = numbers(M * N);
  for (auto _ : state) {
    sp::cpu::gemm<float>({M, K, N}, N, K, A.data(), packed.data(), C.data(), false);
    benchmark::DoNotOptimize(C.data());
  }
  count_operations(state, 2.0 * static_cast<double>(M * K * N));
}
BENCHMARK(gemm)->ArgsProduct({{1, 4, 16, 64, 512}, {256, 512}, {1024, 2048}});

// Of a left side that is rounded before.
void gemm_bfloat16(benchmark::State& state) {
  sp::extent_t const M = state.range(0), K = state.range(1), N = state.range(2), pairs = sp::cpu::pairs_of(K);
  auto const A = numbers(M * K);
  std::vector<sp::cpu::bf16_pair> left(static_cast<std::size_t>(M * pairs));
  sp::cpu::round_to_pairs(M, K, A.data(), K, left.data());
  auto const B = small_numbers(K * N);
  std::vector<sp::cpu::bf16_pair> packed(
      static_cast<std::size_t>(sp::cpu::padded_columns<sp::cpu::bf16_pair>(N) * pairs));
  sp::cpu::pack(K, N, B.data(), N, packed.data());
  auto C = numbers(M * N);
  for (auto _ : state) {
    sp::cpu::gemm<sp::cpu::bf16_pair>({M, pairs, N}, N, pairs, left.data(), packed.data(), C.data(), false);
    benchmark::DoNotOptimize(C.data());
  }
  count_operations(state, 2.0 * static_cast<double>(M * K * N));
}
BENCHMARK(gemm_bfloat16)->ArgsProduct({{1, 4, 16, 64, 512}, {256, 512}, {1024, 2048}});

void round_to_pairs(benchmark::State& state) {
  sp::extent_t const rows = state.range(0), K = state.range(1);
  auto const x = numbers(rows * K);
  std::vector<sp::cpu::bf16_pair> to(static_cast<std::size_t>(rows * sp::cpu::pairs_of(K)));
  for (auto _ : state) {
    sp::cpu::round_to_pairs(rows, K, x.data(), K, to.data());
    benchmark::DoNotOptimize(to.data());
  }
}
BENCHMARK(round_to_pairs)->Args({64, 512});

void pack(benchmark::State& state) {
  sp::extent_t const K = state.range(0), N = state.range(1);
  auto const B = numbers(K * N);
  std::vector<float> packed(static_cast<std::size_t>(sp::cpu::padded_columns<float>(N) * K));
  for (auto _ : state) {
    sp::cpu::pack(K, N, B.data(), N, packed.data());
    benchmark::DoNotOptimize(packed.data());
  }
}
BENCHMARK(pack)->Args({256, 1024})->Args({512, 2048});

void pack_bfloat16(benchmark::State& state) {
  sp::extent_t const K = state.range(0), N = state.range(1);
  auto const B = small_numbers(K * N);
  std::vector<sp::cpu::bf16_pair> packed(
      static_cast<std::size_t>(sp::cpu::padded_columns<sp::cpu::bf16_pair>(N) * sp::cpu::pairs_of(K)));
  for (auto _ : state) {
    sp::cpu::pack(K, N, B.data(), N, packed.data());
    benchmark::DoNotOptimize(packed.data());
  }
}
BENCHMARK(pack_bfloat16)->Args({256, 1024})->Args({512, 2048});

void gemm_tn(benchmark::State& state) {
  sp::extent_t const M = state.range(0), N = state.range(1), K = state.range(2);
  auto const A = numbers(K * M), B = numbers(K * N);
  auto C = numbers(M * N);
  for (auto _ : state) {
    sp::cpu::gemm_tn(M, N, K, A.data(), M, B.data(), N, C.data(), N);
    benchmark::DoNotOptimize(C.data());
  }
  count_operations(state, 2.0 * static_cast<double>(M * K * N));
}
BENCHMARK(gemm_tn)->Args({512, 2048, 512})->Args({256, 1024, 2048});

void lstm_forward(benchmark::State& state) {
  sp::kernels::lstm_arguments<float> a;
  a.batch = state.range(0), a.steps = state.range(1), a.hidden = a.inputs = state.range(2);
  auto const x = numbers(a.steps * a.batch * a.inputs), w = numbers(4 * a.hidden * a.hidden, 0.1f),
             bias = numbers(4 * a.hidden, 0.1f);
  auto y = numbers(a.steps * a.batch * a.hidden);
  a.x = x.data(), a.w_ih = a.w_hh = w.data(), a.bias = bias.data(), a.y = y.data();
  for (auto _ : state) {
    sp::cpu::lstm_forward({}, a);
    benchmark::DoNotOptimize(y.data());
  }
  count_operations(state, 16.0 * static_cast<double>(a.batch * a.steps * a.hidden * a.hidden));
}
BENCHMARK(lstm_forward)->Args({1, 100, 256})->Args({32, 50, 512})->Args({64, 25, 256})->Unit(benchmark::kMillisecond);

void softmax(benchmark::State& state) {
  sp::extent_t const rows = (1 << 20) / state.range(0), n = state.range(0);
  auto const x = numbers(rows * n, 4);
  auto y = x;
  for (auto _ : state) {
    sp::cpu::softmax<float>({}, x.data(), rows, n, 1, {}, y.data());
    benchmark::DoNotOptimize(y.data());
  }
}
BENCHMARK(softmax)->Arg(40)->Arg(1024)->Arg(32768)->Unit(benchmark::kMicrosecond);

void layer_norm(benchmark::State& state) {
  sp::extent_t const rows = (1 << 20) / state.range(0), n = state.range(0);
  auto const x = numbers(rows * n), gain = numbers(n);
  auto y = x;
  for (auto _ : state) {
    sp::cpu::layer_norm<float>({}, x.data(), rows, n, gain.data(), gain.data(), 1e-5f, y.data(), nullptr);
    benchmark::DoNotOptimize(y.data());
  }
}
BENCHMARK(layer_norm)->Arg(40)->Arg(1024)->Arg(32768)->Unit(benchmark::kMicrosecond);

void adam(benchmark::State& state) {
  auto const gradient = numbers(state.range(0));
  auto parameters = gradient;
  std::vector<float> first(gradient.size()), second(gradient.size());
  std::int64_t step = 0;
  for (auto _ : state)
    sp::cpu::update_by_adamw({}, parameters.data(), gradient.data(), first.data(), second.data(), state.range(0),
                             ++step, 1e-3, 0.9, 0.999, 1e-8, 0., 1.);
}
BENCHMARK(adam)->Arg(1 << 20)->Unit(benchmark::kMicrosecond);

} // namespace

int main(int argc, char** argv) {
  sp::set_threads(1);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
