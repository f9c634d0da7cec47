// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"

#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/argmax.hpp>
#include <shapeproof/ops/dot.hpp>
#include <shapeproof/ops/multiply.hpp>
#include <shapeproof/ops/rename.hpp>
#include <shapeproof/ops/scan.hpp>
#include <shapeproof/ops/stack.hpp>
#include <shapeproof/ops/sum.hpp>
#include <shapeproof/ops/tanh.hpp>
#include <shapeproof/ops/unstack.hpp>

#include <doctest/doctest.h>

#include <utility>
#include <vector>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Steps : sp::axis<3> {};
struct Hidden : sp::axis<2> {};
struct Letters : sp::ragged<Batch> {};
struct Word : sp::axis<> {};

template <class... A>
sp::tensor<double, A...> numbers(double start, auto const&... extents) {
  sp::tensor<double, A...> x(extents...);
  for (std::size_t i = 0; double& v : x.unnamed()) v = start * gradient_check::weight(i++);
  return x;
}
// h' = tanh(x + h w), y = h' * x: an output that depends on the step, the state and the weights.
auto const cell = [](auto const& w) {
  return [&w](auto const& x, auto const& h) {
    auto const next = tanh(x + sp::rename<sp::prev<Hidden>, Hidden>(sp::dot<Hidden>(h, w)));
    return std::pair(next * x, next);
  };
};
using recurrent = sp::tensor<double, Hidden, sp::prev<Hidden>>;
} // namespace

TEST_CASE("scan gives the values and gradients of its steps written out") {
  auto const x = numbers<Steps, Batch, Hidden>(0.9, Batch{2});
  auto const start = numbers<Batch, Hidden>(0.3, Batch{2});
  auto const w = numbers<Hidden, sp::prev<Hidden>>(0.7, Hidden{});
  auto const scanned = [](auto&, auto const& in, auto const& h, auto const& weight) {
    auto const walked = sp::scan<Steps>(in, h, cell(weight));
    return walked.outputs * walked.state; // the state after the last step has a gradient, too
  };
  auto const unrolled = [](auto&, auto const& in, auto const& h, auto const& weight) {
    auto const step = cell(weight);
    auto const each = sp::unstack<Steps>(in);
    auto const [y0, h0] = step(each[0], h);
    auto const [y1, h1] = step(each[1], h0);
    auto const [y2, h2] = step(each[2], h1);
    return sp::stack<Steps>(y0, y1, y2) * h2;
  };
  check_gradient(scanned, x, start, w);

  sp::tape one, two;
  auto const run = [&](sp::tape& tape, auto const& f) {
    auto const a = tape.watch(x);
    auto const h = tape.watch(start);
    auto const b = tape.watch(w);
    auto const y = f(tape, a, h, b);
    tape.backward(gradient_check::weighted_sum(y));
    return std::vector{gradient_check::values_of(y), gradient_check::values_of(tape.gradient_of(a)),
                       gradient_check::values_of(tape.gradient_of(h)), gradient_check::values_of(tape.gradient_of(b))};
  };
  auto const a = run(one, scanned), b = run(two, unrolled);
  for (std::size_t part = 0; part < a.size(); ++part)
    for (std::size_t i = 0; i < a[part].size(); ++i)
      CHECK(gradient_check::relative_error(a[part][i], b[part][i]) < 1e-12);
}

TEST_CASE("the state is whatever a step takes and gives") {
  auto const x = numbers<Time, Batch>(1, Time{4}, Batch{2});
  auto const walked = sp::scan<Time>(x, 0, [](auto const& one, int n) { return std::pair(one * n, n + 1); });
  CHECK(walked.state == 4);
  for (int t = 0; t < 4; ++t)
    CHECK(walked.outputs.unnamed()[static_cast<std::size_t>(2 * t)] ==
          t * x.unnamed()[static_cast<std::size_t>(2 * t)]);
  using pair = std::pair<sp::tensor<double, Batch>, int>;
  auto const both = sp::scan<Time>(x, pair(numbers<Batch>(0, Batch{2}), 0), [](auto const& one, pair const& state) {
    auto next = pair(state.first + one, state.second + 1);
    return std::pair(next.first, next);
  });
  CHECK(both.state.second == 4);
  auto const total = sum<Time>(x);
  for (std::size_t b = 0; b < 2; ++b) CHECK(both.state.first.unnamed()[b] == doctest::Approx(total.unnamed()[b]));
}

TEST_CASE("a step that is not used, a step used twice, and an input without a gradient") {
  auto const x = numbers<Time, Batch>(1, Time{3}, Batch{2});
  check_gradient(
      [](auto&, auto const& in) {
        auto const first =
            sp::scan<Time>(in, 0, [](auto const& one, int n) { return std::pair(one * one * n, n + 1); });
        return sum<Time>(first.outputs) + sum<Time>(in);
      },
      x);
  check_gradient(
      [](auto& on, auto const& start) {
        auto const walked = sp::scan<Time>(on(numbers<Time, Batch>(1, Time{3}, Batch{2})), start,
                                           [](auto const& one, auto const& h) { return std::pair(h, one * h); });
        return walked.outputs;
      },
      numbers<Batch>(0.5, Batch{2}));
}

TEST_CASE("along a ragged axis the outputs have its lengths, and padding gets no gradient") {
  Letters const letters{{3, 0, 1}};
  auto const x = numbers<Letters, Batch, Hidden>(0.8, letters, Batch{3});
  auto const w = numbers<Hidden, sp::prev<Hidden>>(0.7, Hidden{});
  check_gradient(
      [](auto& on, auto const& in, auto const& weight) {
        return sp::scan<Letters>(in, on(numbers<Batch, Hidden>(0.3, Batch{3})), cell(weight)).outputs;
      },
      x, w);
  auto const y = sp::scan<Letters>(x, numbers<Batch, Hidden>(0.3, Batch{3}), cell(w)).outputs;
  static_assert(std::is_same_v<decltype(y), sp::tensor<double, Letters, Batch, Hidden> const>);
  CHECK(y.extent<Letters>().lengths()[2] == 1);
}

TEST_CASE("outputs may be ids, and carry the one extent they were checked against") {
  auto const x =
      sp::tensor<double, Time, Batch, Word>::of({1, 2, 3, 6, 5, 4, 9, 7, 8, 1, 3, 2}, Time{2}, Batch{2}, Word{3});
  auto const step = [](auto const& one, int n) { return std::pair(sp::argmax<Word>(one), n); };
  auto const ids = sp::scan<Time>(x, 0, step).outputs;
  static_assert(std::is_same_v<decltype(ids), sp::tensor<sp::index<Word>, Time, Batch> const>);
  CHECK(sp::detail::bound_value<sp::index<Word>>(sp::detail::access::of(ids)) == 3);
  CHECK(std::vector<int>(ids.unnamed().begin(), ids.unnamed().end()) == std::vector<int>{2, 0, 0, 1});
  sp::tape tape;
  auto const taped = sp::scan<Time>(tape.watch(x), 0, step).outputs;
  CHECK(gradient_check::values_of(taped) == std::vector<double>{2, 0, 0, 1});
  auto const uneven = [](auto const&, int n) {
    return std::pair(sp::check_index(sp::tensor<int, Batch>(Batch{2}), Word{3 + n}), n + 1);
  };
  CHECK_THROWS_WITH_AS(sp::scan<Time>(x, 0, uneven), "scan: the extents of Word differ: 3 and 4", sp::extent_error);
}

TEST_CASE("extents are compared, and there must be a first step") {
  auto const x = numbers<Time, Batch>(1, Time{2}, Batch{2});
  auto const growing = [](auto const&, int n) { return std::pair(sp::tensor<double, Word>(Word{n}), n + 1); };
  CHECK_THROWS_WITH_AS(sp::scan<Time>(x, 1, growing), "scan: the extents of Word differ: 1 and 2", sp::extent_error);
  auto const other = [](auto const&, int n) { return std::pair(sp::tensor<double, Batch>(Batch{3}), n); };
  CHECK_THROWS_WITH_AS(sp::scan<Time>(x, 1, other), "scan: the extents of Batch differ: 2 and 3", sp::extent_error);
  auto const none = sp::tensor<double, Time, Batch>(Time{0}, Batch{2});
  CHECK_THROWS_WITH_AS(sp::scan<Time>(none, 1, other), "scan: Time has no position to start with", sp::extent_error);
}
