// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "../support/gradient_check.hpp"
#include "shapeproof/core/random.hpp"
#include "shapeproof/nn/stacked_lstm.hpp"
#include "shapeproof/ops/concat.hpp"
#include "shapeproof/ops/first_last.hpp"
#include "shapeproof/ops/mean.hpp"
#include "shapeproof/ops/permute.hpp"
#include "shapeproof/ops/rename.hpp"
#include "shapeproof/ops/square.hpp"
#include "shapeproof/tape/model.hpp"

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Time : sp::axis<> {};
struct In : sp::axis<3> {};
struct Hidden : sp::axis<5> {};

template <class X>
X random(X x, std::uint64_t seed) {
  sp::random_sequence numbers(seed);
  for (auto& v : x.unnamed()) v = static_cast<typename X::element>(numbers.uniform(-1, 1));
  return x;
}
Letters const letters{{3, 1, 0, 4}};
Batch const four{4};
auto const words = random(sp::tensor<double, Letters, Batch, In>(letters, four), 1);
auto const w_ih = random(sp::tensor<double, In, sp::gates<Hidden>>(In{}), 2);
auto const w_hh = random(sp::tensor<double, sp::prev<Hidden>, sp::gates<Hidden>>(sp::prev<Hidden>{}), 3);
auto const bias = random(sp::tensor<double, sp::gates<Hidden>>(sp::gates<Hidden>{}), 4);
auto const h0 = random(sp::tensor<double, Batch, Hidden>(four), 5);
auto const c0 = random(sp::tensor<double, Batch, sp::cell<Hidden>>(four), 6);
constexpr auto backwards = sp::reading::reversed;
} // namespace

TEST_CASE("gradients through outputs and states") {
  check_gradient([](auto&, auto const& x, auto const& i, auto const& r,
                    auto const& b) { return sp::lstm_sequence(x, i, r, b).outputs; },
                 words, w_ih, w_hh, bias);
  check_gradient([](auto&, auto const& x, auto const& i, auto const& r,
                    auto const& b) { return sp::lstm_sequence<void, backwards>(x, i, r, b).outputs; },
                 words, w_ih, w_hh, bias);
  // Constants come onto the tape with `on`.
  check_gradient(
      [](auto& on, auto const& x, auto const& h, auto const& c) {
        return sp::lstm_sequence(x, on(w_ih), on(w_hh), on(bias), std::tuple{h, c}).outputs;
      },
      words, h0, c0);
  check_gradient(
      [](auto& on, auto const& x, auto const& h, auto const& c) {
        auto const state = sp::lstm_sequence<void, backwards>(x, on(w_ih), on(w_hh), on(bias), std::tuple{h, c}).state;
        return sp::concat(std::get<0>(state), std::get<1>(state));
      },
      words, h0, c0);
}

TEST_CASE("gradients of one step") {
  check_gradient(
      [](auto&, auto const& x, auto const& i, auto const& r, auto const& b, auto const& h, auto const& c) {
        auto const [h1, c1] = sp::lstm_step(x, i, r, b, std::tuple{h, c});
        return sp::concat(h1, c1);
      },
      random(sp::tensor<double, Batch, In>(four), 7), w_ih, w_hh, bias, h0, c0);
}

TEST_CASE("the axes may stand in any order, and a plain axis may be time") {
  auto const first = sp::lstm_sequence(words, w_ih, w_hh, bias);
  auto const other = sp::lstm_sequence(sp::permute<Batch, In, Letters>(words), w_ih, w_hh, bias);
  static_assert(std::is_same_v<decltype(other.outputs), sp::tensor<double, Batch, Hidden, Letters>>);
  for (auto t : letters)
    for (auto b : four)
      for (auto h : Hidden{}) CHECK(first.outputs(t, b, h) == other.outputs(t, b, h));
  auto const dense = random(sp::tensor<double, Time, Batch, In>(Time{4}, four), 8);
  auto const full = sp::lstm_sequence<Time>(dense, w_ih, w_hh, bias).outputs;
  CHECK(full.extent<Time>().size() == 4);
}

TEST_CASE("the state is what the last real position gave, and a row of length 0 keeps its start") {
  auto const run = sp::lstm_sequence(words, w_ih, w_hh, bias, std::tuple{h0, c0});
  auto const ends = sp::last<Letters>(run.outputs);
  auto const& h = std::get<0>(run.state);
  auto const empty = sp::check_index<Batch>(2, four);
  for (auto b : four)
    for (auto k : Hidden{}) CHECK(h(b, k) == (b == empty ? h0(b, k) : ends(b, k)));
}

TEST_CASE("steps give the bits of the sequence") {
  auto const dense = random(sp::tensor<float, Time, Batch, In>(Time{4}, four), 9);
  sp::model<sp::lstm<In, Hidden>> const layer(3);
  auto const whole = layer.run<Time>(dense);
  std::tuple state{sp::tensor<float, Batch, Hidden>(four), sp::tensor<float, Batch, sp::cell<Hidden>>(four)};
  for (auto t : Time{4}) {
    sp::tensor<float, Batch, In> x(four);
    for (auto b : four)
      for (auto i : In{}) x(b, i) = dense(t, b, i);
    state = layer.step(x, state);
    for (auto b : four)
      for (auto k : Hidden{}) CHECK(std::get<0>(state)(b, k) == whole.outputs(t, b, k));
  }
}

TEST_CASE("stacks of layers read, and give a state for each layer") {
  sp::model<sp::stacked_bidirectional_lstm<In, Hidden, 2>> encoder(1);
  encoder.dropout_rate = 0.3;
  auto const x = random(sp::tensor<float, Letters, Batch, In>(letters, four), 10);
  auto const run = encoder.run(x);
  static_assert(std::tuple_size_v<decltype(run.state)> == 2);
  CHECK(run.outputs.extent<Letters>().total() == 8);
  sp::tape tape{encoder};
  auto const taped = encoder(tape(x));
  tape.backward(sp::mean(sp::square(taped)));
  CHECK(tape.untouched(encoder).empty());
}

TEST_CASE("extents are compared before any work") {
  sp::tensor<double, Batch, Hidden> other(Batch{3});
  sp::tensor<double, Batch, sp::cell<Hidden>> cells(Batch{3});
  CHECK_THROWS_WITH_AS(sp::lstm_sequence(words, w_ih, w_hh, bias, std::tuple{other, cells}),
                       "lstm: the extents of Batch differ: 4 and 3", sp::extent_error);
}
