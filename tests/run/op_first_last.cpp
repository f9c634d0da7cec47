// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/first_last.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Width : sp::axis<2> {};
struct Head : sp::axis<2> {};
struct Letters : sp::ragged<Batch> {};

template <class X>
X counted(X x, double value = 0) {
  for (auto& one : x.unnamed()) one = value += 1;
  return x;
}
Letters lengths() { return {{{2, 0, 3}}}; }
int const length_of[] = {2, 0, 3};

template <class X>
void check_positions(X const& x) {
  auto const a = sp::first<Letters>(x);
  auto const z = sp::last<Letters>(x);
  for (auto b : x.template extent<Batch>())
    for (auto h : x.template extent<Head>())
      for (auto w : x.template extent<Width>()) {
        int const n = length_of[b.value()];
        CHECK(a(b, h, w) == (n == 0 ? 0 : x(b, h, w, sp::unchecked_index<Letters>(0))));
        CHECK(z(b, h, w) == (n == 0 ? 0 : x(b, h, w, sp::unchecked_index<Letters>(n - 1))));
      }
}
template <class... A>
sp::tensor<double, A...> ragged() {
  return counted(sp::tensor<double, A...>(lengths(), Batch{3}));
}
} // namespace

TEST_CASE("first and last along a ragged axis, wherever the axes lie; an empty row gives zeros") {
  check_positions(ragged<Letters, Batch, Head, Width>());
  check_positions(ragged<Batch, Letters, Head, Width>());
  check_positions(ragged<Letters, Head, Batch, Width>());
  check_positions(ragged<Head, Letters, Width, Batch>());
  check_positions(ragged<Batch, Head, Width, Letters>());
  check_positions(ragged<Head, Batch, Width, Letters>());
}

TEST_CASE("a plain axis has its first and last position, an empty one zeros") {
  auto const x = counted(sp::tensor<double, Batch, Time, Width>(Batch{2}, Time{3}));
  CHECK(gradient_check::values_of(sp::first<Time>(x)) == std::vector<double>{1, 2, 7, 8});
  CHECK(gradient_check::values_of(sp::last<Time>(x)) == std::vector<double>{5, 6, 11, 12});
  CHECK(gradient_check::values_of(sp::last<Width>(x)) == std::vector<double>{2, 4, 6, 8, 10, 12});
  auto const empty = sp::tensor<double, Time, Width>(Time{0});
  CHECK(gradient_check::values_of(sp::last<Time>(empty)) == std::vector<double>{0, 0});
  auto const all_empty = sp::tensor<double, Letters, Batch>(Letters{{0, 0}}, Batch{2});
  CHECK(gradient_check::values_of(sp::first<Letters>(all_empty)) == std::vector<double>{0, 0});
  CHECK(sp::last<Time>(sp::tensor<double, Time, Batch>(Time{3}, Batch{0})).size() == 0);
}

TEST_CASE("the last id of each row; no id stands for an empty row") {
  struct Word : sp::axis<> {};
  auto const raw = sp::tensor<int, Batch, Letters>::of({4, 1, 2, 3}, Batch{2}, Letters{{1, 2}});
  auto const y = sp::last<Letters>(sp::check_index<Word>(raw, Word{5}));
  CHECK(std::vector(y.unnamed().begin(), y.unnamed().end()) == std::vector{4, 3});
  CHECK(sp::detail::access::of(y).bound == 5);
  auto const hole = sp::tensor<int, Batch, Letters>(Batch{2}, Letters{{0, 2}});
  CHECK_THROWS_WITH_AS(sp::first<Letters>(sp::check_index<Word>(hole, Word{5})),
                       "first: a row of Letters is empty, and no id stands for none", sp::extent_error);
}

TEST_CASE("gradients go to that position only") {
  auto const first = [](auto&, auto const& x) { return sp::first<Letters>(x); };
  auto const last = [](auto&, auto const& x) { return sp::last<Letters>(x); };
  check_gradient(first, ragged<Letters, Batch, Width>());
  check_gradient(last, ragged<Letters, Batch, Width>());
  check_gradient(last, ragged<Batch, Head, Letters, Width>());
  check_gradient(last, ragged<Letters, Head, Batch>());
  check_gradient([](auto&, auto const& x) { return sp::last<Time>(x); },
                 counted(sp::tensor<double, Batch, Time, Width>(Batch{2}, Time{3})));
}
