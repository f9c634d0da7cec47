// SPDX-License-Identifier: BSL-1.0
#include "product_checks.hpp"
#include "support.hpp"

#include <shapeproof/cuda/product.cuh>

#include <cmath>
#include <string>
#include <vector>

using sp::extent_t;
namespace gpu = sp::gpu;

namespace {

// Where the numbers of a side lie: [rows, columns] of each matrix, with a gap behind each row if it has several.
struct side {
  extent_t rows, columns;
  bool transposed, shared;
  extent_t ld, stride, size;
  side(extent_t batch, extent_t r, extent_t c, bool t, bool s, extent_t gap)
      : rows(t ? c : r), columns(t ? r : c), transposed(t), shared(s), ld(columns + gap),
        stride(s ? 0 : rows * ld + gap), size((s ? 1 : batch) * (rows * ld + gap)) {}
  std::size_t at(extent_t b, extent_t r, extent_t c) const {
    return std::size_t(b * stride + (transposed ? c * ld + r : r * ld + c));
  }
  template <class T>
  sp::kernels::matrices<T> of(T* first) const {
    return {first, ld, stride, transposed};
  }
};

template <class T>
int wrong_numbers(std::vector<T> const& got, std::vector<double> const& exact, extent_t terms) {
  double const tolerance = (sizeof(T) == 4 ? 1e-5 : 1e-13) * (1 + std::sqrt(double(terms)));
  int wrong = 0;
  for (std::size_t i = 0; i < got.size(); ++i) wrong += !(std::abs(double(got[i]) - exact[i]) <= tolerance);
  return wrong;
}

// How many numbers of the result, those in the gaps among them, are not what three loops make of it.
template <class T>
int wrong_in_product(gpu::product_extents const& e, side const& a, side const& b, side const& c, bool add, bool bias) {
  auto const A = numbers<T>(a.size, 1), B = numbers<T>(b.size, 2), C = numbers<T>(c.size, 3), bs = numbers<T>(e.N, 4);
  std::vector<double> exact(C.begin(), C.end());
  for (extent_t q = 0; q < (c.shared ? std::min<extent_t>(e.batch, 1) : e.batch); ++q)
    for (extent_t m = 0; m < e.M; ++m)
      for (extent_t n = 0; n < e.N; ++n)
        exact[c.at(q, m, n)] = (add ? double(C[c.at(q, m, n)]) : 0) + (bias ? double(bs[std::size_t(n)]) : 0);
  for (extent_t q = 0; q < e.batch; ++q)
    for (extent_t m = 0; m < e.M; ++m)
      for (extent_t n = 0; n < e.N; ++n)
        for (extent_t k = 0; k < e.K; ++k) exact[c.at(q, m, n)] += double(A[a.at(q, m, k)]) * double(B[b.at(q, k, n)]);
  on_gpu<T> const dA(A), dB(B), dC(C), dbias(bs);
  gpu::product<T>("product", e, a.of<T const>(dA.p), b.of<T const>(dB.p), c.of<T>(dC.p), add, bias ? dbias.p : nullptr);
  return wrong_numbers(dC.back(), exact, e.K * (c.shared ? e.batch : 1));
}

template <class T>
void check_layouts() {
  int wrong = 0;
  struct extents {
    extent_t M, N, K;
  };
  for (extent_t batch : {1, 3})
    for (auto [M, N, K] : {extents{6, 9, 70}, {1, 9, 5}, {6, 1, 1}, {1, 1, 40}, {6, 9, 0}})
      for (int layout = 0; layout < 32; ++layout)
        for (int more = 0; more < 4; ++more) {
          extent_t const gap = (layout + more) % 3;
          side const a(batch, M, K, layout & 1, layout & 4, gap), b(batch, K, N, layout & 2, layout & 8, gap),
              c(batch, M, N, false, layout & 16, gap);
          wrong += wrong_in_product<T>({batch, M, N, K}, a, b, c, more & 1, more & 2);
        }
  CHECK(wrong == 0);
}

} // namespace

GPU_TEST_CASE("products of all layouts are sums of products, and touch nothing else") {
  check_layouts<float>();
  check_layouts<double>();
}

GPU_TEST_CASE("products of nothing touch nothing") {
  for (gpu::product_extents const& e : {gpu::product_extents{0, 2, 3, 4}, {2, 0, 3, 4}, {2, 3, 0, 4}, {2, 0, 3, 0}})
    for (bool shared : {false, true}) {
      side const a(e.batch, e.M, e.K, false, false, 1), b(e.batch, e.K, e.N, false, false, 1),
          c(e.batch, e.M, e.N, false, shared, 1);
      CHECK(wrong_in_product<float>(e, a, b, c, false, true) == 0);
    }
}

GPU_TEST_CASE("large products, and a batch of more matrices than one call takes") {
  side const a(1, 130, 257, false, false, 0), b(1, 257, 65, true, false, 0), c(1, 130, 65, false, false, 0);
  CHECK(wrong_in_product<float>({1, 130, 65, 257}, a, b, c, true, true) == 0);
  extent_t const many = 70'000;
  for (bool shared : {false, true}) {
    side const left(many, 2, 1, false, false, 0), right(many, 1, 2, false, false, 0), all(many, 2, 2, false, shared, 0);
    CHECK(wrong_in_product<double>({many, 2, 2, 1}, left, right, all, false, true) == 0);
  }
}

GPU_TEST_CASE("a sum over a batch whose results do not fit into one workspace") {
  extent_t const batch = 4, M = 2100, N = 2000;
  side const left(batch, M, 1, false, false, 0), right(batch, 1, N, false, false, 0), sum(batch, M, N, false, true, 0);
  CHECK(wrong_in_product<float>({batch, M, N, 1}, left, right, sum, true, false) == 0);
}

GPU_TEST_CASE("matrices that begin anywhere are multiplied as those that begin on a boundary") {
  extent_t const M = 7, N = 9, K = 11;
  auto const A = numbers<float>(M * K + 3, 1), B = numbers<float>(K * N + 3, 2), bias = numbers<float>(N + 3, 3);
  for (int first : {0, 1, 2, 3}) {
    on_gpu<float> const dA(A), dB(B), dbias(bias), dC(M * N + 3);
    gpu::product<float>("product", {1, M, N, K}, {dA.p + first, K, 0}, {dB.p + first, N, 0}, {dC.p + first, N, 0},
                        false, dbias.p + first);
    auto const C = dC.back();
    std::vector<double> exact(std::size_t(M * N));
    for (extent_t m = 0; m < M; ++m)
      for (extent_t n = 0; n < N; ++n) {
        double sum = double(bias[std::size_t(first + n)]);
        for (extent_t k = 0; k < K; ++k)
          sum += double(A[std::size_t(first + m * K + k)]) * double(B[std::size_t(first + k * N + n)]);
        exact[std::size_t(m * N + n)] = sum;
      }
    CHECK(wrong_numbers(std::vector<float>(C.begin() + first, C.begin() + first + M * N), exact, K) == 0);
  }
}

GPU_TEST_CASE("what cublasLt refuses is an error that names the operation and the extents") {
  on_gpu<float> const A(100), B(100), C(100);
  std::string message = "no cuda_error";
  try { // rows of B over one another
    gpu::product<float>("some operation", {2, 3, 4, 5}, {A.p, 5, 15}, {B.p, 2, 20}, {C.p, 4, 12}, false);
  } catch (sp::cuda_error const& e) {
    message = e.what();
  }
  std::string const expected = "some operation: the product of [2, 3, 5] and [2, 5, 4] failed (CUBLAS_STATUS_";
  CHECK(message.substr(0, expected.size()) == expected);
}

GPU_TEST_CASE("a product of a shape seen before can be captured into a graph") {
  extent_t const M = 40, N = 30, K = 300;
  auto const A = numbers<float>(M * K, 1), B = numbers<float>(K * N, 2), bias = numbers<float>(N, 3);
  on_gpu<float> const dA(A), dB(B), dbias(bias), dC(M * N);
  auto const multiply = [&](bool add) {
    gpu::product<float>("product", {1, M, N, K}, {dA.p, K, 0}, {dB.p, N, 0}, {dC.p, N, 0}, add, dbias.p);
  };
  multiply(false);
  multiply(true);
  auto const twice = dC.back();
  cudaGraph_t graph = nullptr;
  cudaGraphExec_t recorded = nullptr;
  gpu::check(cudaStreamBeginCapture(gpu::stream(), cudaStreamCaptureModeThreadLocal), "capture");
  multiply(false);
  multiply(true);
  gpu::check(cudaStreamEndCapture(gpu::stream(), &graph), "capture");
  gpu::check(cudaGraphInstantiate(&recorded, graph, 0), "capture");
  for (int time = 0; time < 2; ++time) {
    gpu::check(cudaMemsetAsync(dC.p, 0xff, sizeof(float) * std::size_t(M * N), gpu::stream()), "forget");
    gpu::check(cudaGraphLaunch(recorded, gpu::stream()), "replay");
    CHECK(dC.back() == twice);
  }
  gpu::check(cudaGraphExecDestroy(recorded), "capture");
  gpu::check(cudaGraphDestroy(graph), "capture");
}

#ifdef SHAPEPROOF_EMULATED_CUDA
GPU_TEST_CASE("an algorithm is chosen once for each shape") {
  on_gpu<float> const A(numbers<float>(64 * 64, 1)), C(64 * 64);
  auto const multiply = [&](extent_t M) {
    gpu::product<float>("product", {1, M, 17, 19}, {A.p, 19, 0}, {A.p, 17, 0}, {C.p, 17, 0}, false);
  };
  int const before = cublaslt_emulation::heuristics;
  for (int time = 0; time < 3; ++time)
    for (extent_t M = 1; M <= 60; ++M) multiply(M);
  CHECK(cublaslt_emulation::heuristics - before == 60);
}
#endif
