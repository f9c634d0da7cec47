// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/cpu/batched_product.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <vector>

using sp::extent_t;
namespace cpu = sp::cpu;

namespace {

struct keep_threads {
  int before = sp::threads();
  ~keep_threads() { sp::set_threads(before); }
};

template <class T>
std::vector<T> numbers(extent_t n, unsigned seed) {
  std::vector<T> x(static_cast<std::size_t>(n));
  for (T& v : x) v = T(int((seed = seed * 1664525u + 1013904223u) >> 16) % 2001 - 1000) / T(1000);
  return x;
}

template <class T>
bool near(T got, double exact, extent_t terms) {
  return std::abs(double(got) - exact) <= (sizeof(T) == 4 ? 1e-5 : 1e-13) * (1 + std::sqrt(double(terms)));
}

} // namespace

TEST_CASE_TEMPLATE("affine and its gradients are sums of products", T, float, double) {
  keep_threads keep;
  int wrong = 0;
  for (int threads : {1, 2})
    for (extent_t M : {0, 1, 5, 17, 130})
      for (extent_t I : {0, 1, 7, 64})
        for (extent_t O : {1, 5, 40, 128}) {
          sp::set_threads(threads);
          auto const x = numbers<T>(M * I, 1), w = numbers<T>(I * O, 2), b = numbers<T>(O, 3),
                     dy = numbers<T>(M * O, 4);
          std::vector<T> y(std::size_t(M * O), T(9)), without = y;
          cpu::affine_forward({}, M, I, O, x.data(), w.data(), b.data(), y.data());
          cpu::affine_forward<T>({}, M, I, O, x.data(), w.data(), nullptr, without.data());
          auto const before_x = numbers<T>(M * I, 5), before_w = numbers<T>(I * O, 6), before_b = numbers<T>(O, 7);
          auto dx = before_x, dx_added = before_x, dw = before_w, db = before_b;
          cpu::affine_backward_input({}, M, I, O, w.data(), dy.data(), dx.data(), false);
          cpu::affine_backward_input({}, M, I, O, w.data(), dy.data(), dx_added.data(), true);
          cpu::affine_backward_weight({}, M, I, O, x.data(), dy.data(), dw.data());
          cpu::affine_backward_bias({}, M, O, dy.data(), db.data());
          auto const X = [&](extent_t m, extent_t i) { return double(x[std::size_t(m * I + i)]); };
          auto const W = [&](extent_t i, extent_t o) { return double(w[std::size_t(i * O + o)]); };
          auto const D = [&](extent_t m, extent_t o) { return double(dy[std::size_t(m * O + o)]); };
          for (extent_t m = 0; m < M; ++m)
            for (extent_t o = 0; o < O; ++o) {
              double sum = 0;
              for (extent_t i = 0; i < I; ++i) sum += X(m, i) * W(i, o);
              wrong += !near(without[std::size_t(m * O + o)], sum, I);
              wrong += !near(y[std::size_t(m * O + o)], sum + double(b[std::size_t(o)]), I);
            }
          for (extent_t i = 0; i < I; ++i) {
            for (extent_t m = 0; m < M; ++m) {
              double sum = 0;
              for (extent_t o = 0; o < O; ++o) sum += D(m, o) * W(i, o);
              wrong += !near(dx[std::size_t(m * I + i)], sum, O);
              wrong += !near(dx_added[std::size_t(m * I + i)], sum + double(before_x[std::size_t(m * I + i)]), O);
            }
            for (extent_t o = 0; o < O; ++o) {
              double sum = double(before_w[std::size_t(i * O + o)]);
              for (extent_t m = 0; m < M; ++m) sum += X(m, i) * D(m, o);
              wrong += !near(dw[std::size_t(i * O + o)], sum, M);
            }
          }
          for (extent_t o = 0; o < O; ++o) {
            double sum = double(before_b[std::size_t(o)]);
            for (extent_t m = 0; m < M; ++m) sum += D(m, o);
            wrong += !near(db[std::size_t(o)], sum, M);
          }
        }
  CHECK(wrong == 0);
}

TEST_CASE("a row of an affine does not change with its batch mates, bit for bit, nor with the threads") {
  keep_threads keep;
  extent_t const M = 200, I = 70, O = 90;
  auto const x = numbers<float>(M * I, 1), w = numbers<float>(I * O, 2), b = numbers<float>(O, 3);
  std::vector<float> all(std::size_t(M * O)), some(all.size());
  sp::set_threads(2);
  cpu::affine_forward({}, M, I, O, x.data(), w.data(), b.data(), all.data());
  sp::set_threads(1);
  for (extent_t rows : {1, 3, 8, 20, 200}) {
    for (extent_t m = 0; m < M; m += rows) {
      extent_t const here = std::min(rows, M - m);
      cpu::affine_forward({}, here, I, O, x.data() + m * I, w.data(), b.data(), some.data() + m * O);
    }
    CHECK(some == all);
  }
}

TEST_CASE_TEMPLATE("batched products and both gradients, for all layouts", T, float, double) {
  keep_threads keep;
  int wrong = 0;
  for (int threads : {1, 2})
    for (extent_t batch : {0, 1, 3})
      for (extent_t M : {1, 6, 20})
        for (extent_t N : {1, 33, 70})
          for (extent_t K : {0, 5, 70})
            for (int layout = 0; layout < 16; ++layout) {
              sp::set_threads(threads);
              bool const ta = layout & 1, tb = layout & 2, shared_a = layout & 4, shared_b = layout & 8;
              if (batch != 3 && (shared_a || shared_b)) continue;
              extent_t const rows_a = ta ? K : M, rows_b = tb ? N : K, gap = layout % 3;
              extent_t const lda = (ta ? M : K) + gap, ldb = (tb ? K : N) + gap, ldc = N + gap;
              extent_t const step_a = shared_a ? 0 : rows_a * lda, step_b = shared_b ? 0 : rows_b * ldb,
                             step_c = M * ldc;
              auto const A = numbers<T>(batch * rows_a * lda, 1), B = numbers<T>(batch * rows_b * ldb, 2),
                         D = numbers<T>(batch * step_c, 3);
              auto const a = [&](extent_t q, extent_t m, extent_t k) {
                return q * step_a + (ta ? k * lda + m : m * lda + k);
              };
              auto const b = [&](extent_t q, extent_t k, extent_t n) {
                return q * step_b + (tb ? n * ldb + k : k * ldb + n);
              };
              auto const c = [&](extent_t q, extent_t m, extent_t n) { return q * step_c + m * ldc + n; };
              auto const at = [](auto const& v, extent_t i) { return double(v[std::size_t(i)]); };
              for (bool add : {false, true}) {
                auto C = D, dA = A, dB = B;
                cpu::batched_product<T>({}, batch, M, N, K, {A.data(), lda, step_a, ta}, {B.data(), ldb, step_b, tb},
                                        {C.data(), ldc, step_c}, add);
                cpu::batched_product_backward_left<T>({}, batch, M, N, K, {D.data(), ldc, step_c},
                                                      {B.data(), ldb, step_b, tb}, {dA.data(), lda, step_a, ta}, add);
                cpu::batched_product_backward_right<T>({}, batch, M, N, K, {A.data(), lda, step_a, ta},
                                                       {D.data(), ldc, step_c}, {dB.data(), ldb, step_b, tb}, add);
                std::vector<double> exact_a(dA.size(), 0), exact_b(dB.size(), 0), exact_c(C.size(), 0);
                for (extent_t q = 0; q < batch; ++q)
                  for (extent_t m = 0; m < M; ++m)
                    for (extent_t n = 0; n < N; ++n)
                      for (extent_t k = 0; k < K; ++k) {
                        exact_c[std::size_t(c(q, m, n))] += at(A, a(q, m, k)) * at(B, b(q, k, n));
                        exact_a[std::size_t(a(q, m, k))] += at(D, c(q, m, n)) * at(B, b(q, k, n));
                        exact_b[std::size_t(b(q, k, n))] += at(D, c(q, m, n)) * at(A, a(q, m, k));
                      }
                for (extent_t q = 0; q < batch; ++q)
                  for (extent_t m = 0; m < M; ++m)
                    for (extent_t n = 0; n < N; ++n) {
                      auto const i = c(q, m, n);
                      wrong += !near(C[std::size_t(i)], at(exact_c, i) + (add ? at(D, i) : 0), K);
                    }
                for (extent_t q = 0; q < batch; ++q)
                  for (extent_t k = 0; k < K; ++k) {
                    for (extent_t m = 0; m < M; ++m)
                      wrong += !near(dA[std::size_t(a(q, m, k))],
                                     at(exact_a, a(q, m, k)) + (add ? at(A, a(q, m, k)) : 0), 3 * N);
                    for (extent_t n = 0; n < N; ++n)
                      wrong += !near(dB[std::size_t(b(q, k, n))],
                                     at(exact_b, b(q, k, n)) + (add ? at(B, b(q, k, n)) : 0), 3 * M);
                  }
              }
            }
  CHECK(wrong == 0);
  CHECK(sp::detail::workspace_arena().used() == 0);
}
