// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/cpu/bfloat16_gemm.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <vector>

using sp::extent_t;
namespace cpu = sp::cpu;

namespace {

template <class T>
std::vector<T> numbers(extent_t n, unsigned seed) {
  std::vector<T> x(static_cast<std::size_t>(n));
  for (T& v : x) v = T(int((seed = seed * 1664525u + 1013904223u) >> 16) % 2001 - 1000) / T(1000);
  return x;
}

// sum over k of a(i, k) b(k, j), in double
template <class A, class B>
double product(extent_t K, A a, B b) {
  double sum = 0;
  for (extent_t k = 0; k < K; ++k) sum += double(a(k)) * double(b(k));
  return sum;
}

template <class T>
double const tolerance = sizeof(T) == 4 ? 1e-5 : 1e-13;

} // namespace

TEST_CASE_TEMPLATE("a packed product is the product, for any extents", T, float, double) {
  for (extent_t M : {0, 1, 2, 3, 5, 6, 7, 8, 9, 21, 300})
    for (extent_t N : {0, 1, 7, 16, 31, 32, 33, 64, 130})
      for (extent_t K : {0, 1, 5, 33, 600}) {
        if (M == 300 && N * K > 10000) continue;
        extent_t const lda = K + 3, ldc = N + 2;
        auto const A = numbers<T>(M * lda, 1), B = numbers<T>(K * N, 2), bias = numbers<T>(N, 3),
                   C = numbers<T>(M * ldc, 4);
        std::vector<T> Bt(B.size());
        for (extent_t k = 0; k < K; ++k)
          for (extent_t n = 0; n < N; ++n) Bt[std::size_t(n * K + k)] = B[std::size_t(k * N + n)];
        std::vector<T> packed(std::size_t(cpu::padded_columns<T>(N) * K), T(NAN)), packed_too = packed;
        cpu::pack(K, N, B.data(), N, packed.data());
        cpu::pack_transposed(K, N, Bt.data(), K, packed_too.data());
        REQUIRE(packed == packed_too);
        auto plain = C, added = C, biased = C;
        cpu::gemm<T>({M, lda, ldc}, N, K, A.data(), packed.data(), plain.data(), false);
        cpu::gemm<T>({M, lda, ldc}, N, K, A.data(), packed.data(), added.data(), true);
        cpu::gemm<T>({M, lda, ldc}, N, K, A.data(), packed.data(), biased.data(), false, bias.data());
        for (extent_t m = 0; m < M; ++m)
          for (extent_t n = 0; n < ldc; ++n) {
            auto const at = std::size_t(m * ldc + n);
            if (n >= N) {
              REQUIRE((plain[at] == C[at] && added[at] == C[at] && biased[at] == C[at]));
              continue;
            }
            double const exact = product(
                K, [&](extent_t k) { return A[std::size_t(m * lda + k)]; },
                [&](extent_t k) { return B[std::size_t(k * N + n)]; });
            double const bound = tolerance<T> * (1 + std::sqrt(double(K)));
            REQUIRE(std::abs(double(plain[at]) - exact) <= bound);
            REQUIRE(std::abs(double(added[at]) - exact - double(C[at])) <= bound);
            REQUIRE(std::abs(double(biased[at]) - exact - double(bias[std::size_t(n)])) <= bound);
          }
      }
}

TEST_CASE_TEMPLATE("a row's bits depend neither on the number of rows nor on its position", T, float, double) {
  extent_t const M = 43, N = 70, K = 530;
  auto const A = numbers<T>(M * K, 5), B = numbers<T>(K * N, 6), bias = numbers<T>(N, 7);
  std::vector<T> packed(std::size_t(cpu::padded_columns<T>(N) * K)), together(std::size_t(M * N));
  cpu::pack(K, N, B.data(), N, packed.data());
  cpu::gemm<T>({M, K, N}, N, K, A.data(), packed.data(), together.data(), false, bias.data());
  for (extent_t rows : {1, 2, 3, 4, 5, 6, 7, 8, 13})
    for (extent_t first = 0; first + rows <= M; first += 5) {
      std::vector<T> part(std::size_t(rows * N));
      cpu::gemm<T>({rows, K, N}, N, K, A.data() + first * K, packed.data(), part.data(), false, bias.data());
      for (std::size_t i = 0; i < part.size(); ++i) REQUIRE(part[i] == together[std::size_t(first * N) + i]);
    }
}

TEST_CASE("rows in equally spaced blocks are the rows one by one") {
  extent_t const blocks = 4, stride = 11, N = 37, K = 19;
  auto const A = numbers<float>(blocks * stride * K, 8), B = numbers<float>(K * N, 9), bias = numbers<float>(N, 10);
  std::vector<float> packed(std::size_t(cpu::padded_columns<float>(N) * K));
  cpu::pack(K, N, B.data(), N, packed.data());
  for (extent_t rows : {1, 3, 8, 10, 11})
    for (bool add : {false, true}) {
      std::vector<float> blockwise(std::size_t(blocks * stride * N), 0.5f), alone = blockwise;
      cpu::gemm<float>({rows, K, N, blocks, stride * K, stride * N}, N, K, A.data(), packed.data(), blockwise.data(),
                       add, bias.data());
      for (extent_t b = 0; b < blocks; ++b)
        for (extent_t r = 0; r < rows; ++r)
          cpu::gemm<float>({1, K, N}, N, K, A.data() + (b * stride + r) * K, packed.data(),
                           alone.data() + (b * stride + r) * N, add, bias.data());
      CHECK(blockwise == alone);
    }
}

TEST_CASE_TEMPLATE("a weight gradient adds the product over all rows, or over chosen ones", T, float, double) {
  for (extent_t M : {0, 1, 5, 8, 20, 270})
    for (extent_t N : {0, 1, 31, 64, 70})
      for (extent_t K : {0, 1, 9, 700}) {
        if (M == 270 && K == 700 && N != 31) continue;
        auto const A = numbers<T>(K * M, 11), B = numbers<T>(K * N, 12), C = numbers<T>(M * N, 13);
        std::vector<extent_t> chosen;
        for (extent_t k = 0; k < K; k += 3) chosen.push_back(k);
        auto all = C, some = C;
        cpu::gemm_tn<T>(M, N, K, A.data(), M, B.data(), N, all.data(), N);
        cpu::gemm_tn<T>(M, N, extent_t(chosen.size()), A.data(), M, B.data(), N, some.data(), N, chosen.data());
        for (extent_t m = 0; m < M; ++m)
          for (extent_t n = 0; n < N; ++n) {
            auto const at = std::size_t(m * N + n);
            auto const a = [&](extent_t k) { return A[std::size_t(k * M + m)]; };
            auto const b = [&](extent_t k) { return B[std::size_t(k * N + n)]; };
            double const bound = tolerance<T> * (1 + std::sqrt(double(K)));
            REQUIRE(std::abs(double(all[at]) - double(C[at]) - product(K, a, b)) <= bound);
            double const exact = product(
                extent_t(chosen.size()), [&](extent_t k) { return a(chosen[std::size_t(k)]); },
                [&](extent_t k) { return b(chosen[std::size_t(k)]); });
            REQUIRE(std::abs(double(some[at]) - double(C[at]) - exact) <= bound);
          }
        CHECK(sp::detail::workspace_arena().used() == 0);
      }
}

TEST_CASE("products of bf16 are those of the rounded numbers, packed or not, for any extents") {
  for (extent_t M : {0, 1, 2, 3, 7, 8, 9, 21, 270})
    for (extent_t N : {0, 1, 15, 16, 32, 33, 70, 130})
      for (extent_t K : {0, 1, 2, 5, 34, 1201}) {
        if (M * N * K > 2000000) continue;
        extent_t const pairs = cpu::pairs_of(K), ldx = K + 3, ldc = N + 2;
        auto const x = numbers<float>(M * ldx, 21), whole = numbers<float>(K * N, 22), bias = numbers<float>(N, 23),
                   C = numbers<float>(M * ldc, 24);
        std::vector<sp::bf16> B(whole.size());
        for (std::size_t i = 0; i < B.size(); ++i) B[i] = sp::bf16(whole[i]);
        std::vector<cpu::bf16_pair> A(std::size_t(M * pairs)),
            packed(std::size_t(cpu::padded_columns<cpu::bf16_pair>(N) * pairs));
        cpu::round_to_pairs(M, K, x.data(), ldx, A.data());
        cpu::pack(K, N, B.data(), N, packed.data());
        auto added = C, biased = C, added_too = C, biased_too = C;
        cpu::gemm<cpu::bf16_pair>({M, pairs, ldc}, N, pairs, A.data(), packed.data(), added.data(), true);
        cpu::gemm<cpu::bf16_pair>({M, pairs, ldc}, N, pairs, A.data(), packed.data(), biased.data(), false,
                                  bias.data());
        cpu::gemm_unpacked<false>(M, N, K, A.data(), pairs, B.data(), N, added_too.data(), ldc, true);
        cpu::gemm_unpacked<false>(M, N, K, A.data(), pairs, B.data(), N, biased_too.data(), ldc, false, bias.data());
        REQUIRE(added == added_too);
        REQUIRE(biased == biased_too);
        for (extent_t m = 0; m < M; ++m)
          for (extent_t n = 0; n < ldc; ++n) {
            auto const at = std::size_t(m * ldc + n);
            if (n >= N) {
              REQUIRE((added[at] == C[at] && biased[at] == C[at]));
              continue;
            }
            double const exact = product(
                K, [&](extent_t k) { return static_cast<float>(sp::bf16(x[std::size_t(m * ldx + k)])); },
                [&](extent_t k) { return static_cast<float>(B[std::size_t(k * N + n)]); });
            double const bound = tolerance<float> * (1 + std::sqrt(double(K)));
            REQUIRE(std::abs(double(added[at]) - exact - double(C[at])) <= bound);
            REQUIRE(std::abs(double(biased[at]) - exact - double(bias[std::size_t(n)])) <= bound);
          }
      }
}
