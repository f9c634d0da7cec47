// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <tuple>
#include <utility>

#include "../support/allocation_count.hpp"
#include "shapeproof/core/random_tensor.hpp"
#include "shapeproof/nn/stacked_gru.hpp"
#include "shapeproof/ops/add.hpp"
#include "shapeproof/ops/mean.hpp"
#include "shapeproof/ops/multiply.hpp"
#include "shapeproof/ops/square.hpp"
#include "shapeproof/ops/sum.hpp"
#include "shapeproof/tape/model.hpp"

namespace {
#include "../reference/gru.inc"

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct In : sp::axis<2> {};
struct Hidden : sp::axis<3> {};
Letters const letters{{2, 4, 1}};
Batch const three{3};
using double_words = sp::tensor<double, Letters, Batch, In>;
using reader = sp::stacked_bidirectional_gru<In, Hidden, 2, double>;

// sin(1.7 n) from n = start + 1 on, as in tests/reference/gru.py
template <class X>
X&& counted(X&& x, int& start) {
  for (double& value : x.unnamed()) value = std::sin(1.7 * ++start);
  return std::forward<X>(x);
}
template <class X>
X counted_from(int start, X x) {
  return counted(std::move(x), start);
}
double farthest(std::span<double const> got, std::span<double const> expected) {
  REQUIRE(got.size() == expected.size());
  double most = 0;
  for (std::size_t i = 0; i < got.size(); ++i) most = std::fmax(most, std::abs(got[i] - expected[i]));
  return most;
}
// Layer and direction k of those that gru.inc has one after the other
std::span<double const> h_of(std::size_t k) { return std::span(gru_h).subspan(9 * k, 9); }

struct with_numbers_of_the_reference : sp::model<reader> {
  with_numbers_of_the_reference() : sp::model<reader>(1) {
    int start = 1000;
    sp::for_each_parameter(*static_cast<sp::model<reader>*>(this), [&](auto, auto& p) { counted(p, start); });
  }
};
} // namespace

TEST_CASE("two bidirectional layers of GRUs give what PyTorch gives, and its gradients") {
  with_numbers_of_the_reference const model;
  auto const x = counted_from(0, double_words(letters, three));
  auto const plain = model.run(x);
  CHECK(farthest(plain.outputs.unnamed(), gru_outputs) < 1e-14);
  for (std::size_t layer = 0; layer < 2; ++layer) {
    CHECK(farthest(std::get<0>(plain.state[layer]).unnamed(), h_of(2 * layer)) < 1e-14);
    CHECK(farthest(std::get<1>(plain.state[layer]).unnamed(), h_of(2 * layer + 1)) < 1e-14);
  }
  sp::tape tape{static_cast<sp::model<reader> const&>(model)};
  auto const in = tape.watch(x);
  auto const run = model.run(in);
  auto const times = [&](auto const& value, int start) {
    return sp::sum(value * tape(counted_from(start, sp::signature<decltype(value)>(three))));
  };
  auto loss = sp::sum(run.outputs * tape(counted_from(100, decltype(plain.outputs)(letters, three))));
  loss = loss + times(std::get<0>(run.state[0]), 200) + times(std::get<1>(run.state[0]), 209);
  loss = loss + times(std::get<0>(run.state[1]), 218) + times(std::get<1>(run.state[1]), 227);
  tape.backward(loss);
  CHECK(farthest(tape.gradient_of(in).unnamed(), gru_gradient_x) < 1e-13);
  // The flat buffer has gaps between its parameters.
  std::span<double const> expected = gru_gradient_weights;
  sp::for_each_parameter(static_cast<sp::model<reader> const&>(model), [&](auto name, auto const& p) {
    CAPTURE(name.view().size());
    auto const at = static_cast<std::size_t>(p.unnamed().data() - model.flat().data()), n = p.unnamed().size();
    CHECK(farthest(tape.gradient<double>().subspan(at, n), expected.first(n)) < 1e-12);
    expected = expected.subspan(n);
  });
  CHECK(expected.empty());
}

TEST_CASE("a row of a GRU is read alone as among others") {
  sp::model<sp::stacked_bidirectional_gru<In, Hidden, 2>> const model(3);
  sp::random_sequence random(4);
  auto const all = sp::random_uniform<float, Letters, Batch, In>(random, -1, 1, letters, three);
  auto const together = model.run(all);
  for (auto b : three) {
    int const length = letters.lengths()[static_cast<std::size_t>(b.value())];
    sp::tensor<float, Letters, Batch, In> row(Letters{{length}}, Batch{1});
    auto const only = sp::check_index<Batch>(0, Batch{1});
    for (auto t : row.extent<Letters>())
      for (auto i : In{}) row(t, only, i) = all(sp::check_index<Letters>(t.value(), letters), b, i);
    auto const alone = model.run(row);
    for (auto t : row.extent<Letters>())
      for (auto h : reader::Outputs{})
        CHECK(alone.outputs(t, only, h) == together.outputs(sp::check_index<Letters>(t.value(), letters), b, h));
    for (auto h : Hidden{}) CHECK(std::get<0>(alone.state[1])(only, h) == std::get<0>(together.state[1])(b, h));
  }
}

TEST_CASE("steps through a stack of GRUs give the bits of the sequences and take no memory from the system") {
  sp::model<sp::stacked_gru<In, Hidden, 3>> const model(5);
  sp::random_sequence random(6);
  Batch const five{5};
  auto const x = sp::random_uniform<float, Letters, Batch, In>(random, -1, 1, Letters{{6, 6, 6, 6, 6}}, five);
  std::array<sp::tensor<float, Batch, Hidden>, 3> state;
  state.fill(sp::random_uniform<float, Batch, Hidden>(random, -1, 1, five));
  auto const whole = model.run(x, state);
  std::ptrdiff_t allocations = 0;
  for (auto t : x.extent<Letters>()) {
    sp::tensor<float, Batch, In> here(five);
    std::ranges::copy(x.unnamed().subspan(static_cast<std::size_t>(t.value()) * 10, 10), here.unnamed().begin());
    state = model.step(here, state);
    CHECK(std::ranges::equal(state[2].unnamed(),
                             whole.outputs.unnamed().subspan(static_cast<std::size_t>(t.value()) * 15, 15)));
    if (t.value() > 1) CHECK(allocation_count() == allocations);
    allocations = allocation_count();
  }
  for (std::size_t layer = 0; layer < 3; ++layer)
    CHECK(std::ranges::equal(state[layer].unnamed(), whole.state[layer].unnamed()));
}

TEST_CASE("a GRU starts with biases of zero, its weights scaled by one gate") {
  sp::model<sp::gru<In, Hidden>> const layer(2);
  CHECK(std::ranges::all_of(layer.bias.unnamed(), [](float b) { return b == 0; }));
  CHECK(std::ranges::all_of(layer.recurrent_bias.unnamed(), [](float b) { return b == 0; }));
  float const limit = std::sqrt(6.f / (2 + 3)), most = std::ranges::max(layer.w_ih.unnamed());
  CHECK(most <= limit);
  CHECK(most > limit / 2);
}

TEST_CASE("dropout between GRUs acts on a tape only, where all parameters are trained") {
  sp::model<sp::stacked_gru<In, Hidden, 2>> model(7);
  sp::random_sequence random(8);
  auto const x = sp::random_uniform<float, Letters, Batch, In>(random, -1, 1, letters, three);
  auto const values = [&] {
    sp::tape tape{model};
    auto const loss = sp::mean(sp::square(model(tape(x))));
    tape.backward(loss);
    CHECK(tape.untouched(model).empty());
    return loss.value();
  };
  auto const plain = [&] { return sp::mean(sp::square(model(x))).value(); };
  float const without = plain();
  CHECK(values() == without);
  model.dropout_rate = 0.5;
  CHECK(plain() == without);
  CHECK(values() != without);
}
