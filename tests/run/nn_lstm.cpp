// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "shapeproof/core/random_tensor.hpp"
#include "shapeproof/nn/stacked_lstm.hpp"
#include "shapeproof/ops/add.hpp"
#include "shapeproof/ops/multiply.hpp"
#include "shapeproof/ops/sum.hpp"
#include "shapeproof/tape/model.hpp"

namespace {
#include "../reference/lstm.inc"

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct In : sp::axis<2> {};
struct Hidden : sp::axis<3> {};
using encoder_type = sp::stacked_bidirectional_lstm<In, Hidden, 2, double>;

// The numbers of tests/reference/lstm.py
void fill(std::span<double> to, int start) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = std::sin(1.7 * (start + 1 + static_cast<int>(i)));
}
template <class X>
X numbers(X x, int start) {
  fill(x.unnamed(), start);
  return x;
}
template <class X>
void check_equal(X const& got, std::span<double const> expected, double bound = 1e-14) {
  auto const values = got.unnamed();
  REQUIRE(values.size() == expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    CAPTURE(i);
    CHECK(std::abs(values[i] - expected[i]) < bound);
  }
}
std::span<double const> part(std::span<double const> all, std::size_t index) {
  return all.subspan(index * all.size() / 4, all.size() / 4); // of two layers and two directions
}

struct torch_case {
  Batch batch{3};
  Letters letters{{3, 1, 4}};
  sp::model<encoder_type> encoder{1};
  sp::tensor<double, Letters, Batch, In> x = numbers(sp::tensor<double, Letters, Batch, In>(letters, batch), 0);

  torch_case() {
    int start = 1000;
    sp::for_each_parameter(encoder, [&](auto, auto& p) {
      fill(p.unnamed(), start);
      start += static_cast<int>(p.size());
    });
  }
};

} // namespace

TEST_CASE("two bidirectional layers give what PyTorch gives") {
  torch_case const given;
  auto const run = given.encoder.run(given.x);
  check_equal(run.outputs, lstm_outputs);
  for (std::size_t layer = 0; layer < 2; ++layer) {
    auto const& [forward, backward] = run.state[layer];
    check_equal(std::get<0>(forward), part(lstm_h, 2 * layer));
    check_equal(std::get<1>(forward), part(lstm_c, 2 * layer));
    check_equal(std::get<0>(backward), part(lstm_h, 2 * layer + 1));
    check_equal(std::get<1>(backward), part(lstm_c, 2 * layer + 1));
  }
}

TEST_CASE("their gradients through outputs and states are PyTorch's") {
  torch_case const given;
  sp::tape tape{given.encoder};
  auto const x = tape.watch(given.x);
  auto const run = given.encoder.run(x);
  using outputs_type = sp::tensor<double, Letters, Batch, encoder_type::Outputs>;
  auto const weighted = [&](auto const& value, auto const& weights) { return sp::sum(value * tape(weights)); };
  auto loss = weighted(run.outputs, numbers(outputs_type(given.letters, given.batch), 100));
  for (std::size_t layer = 0; layer < 2; ++layer) {
    auto const& [forward, backward] = run.state[layer];
    auto const add = [&](auto const& value, int start) {
      loss = loss + weighted(value, numbers(sp::signature<decltype(value)>(given.batch), start));
    };
    int const place = static_cast<int>(layer) * 18;
    add(std::get<0>(forward), 200 + place), add(std::get<1>(forward), 300 + place);
    add(std::get<0>(backward), 209 + place), add(std::get<1>(backward), 309 + place);
  }
  tape.backward(loss);
  check_equal(tape.gradient_of(x), lstm_gradient_x, 1e-13);
  std::span<double const> expected = lstm_gradient_weights;
  sp::for_each_parameter(given.encoder, [&](auto name, auto const& p) {
    CAPTURE(std::string(name.view()));
    auto const offset = p.unnamed().data() - given.encoder.flat().data();
    auto const n = p.unnamed().size();
    for (std::size_t i = 0; i < n; ++i) {
      CAPTURE(i);
      CHECK(std::abs(tape.gradient<double>()[static_cast<std::size_t>(offset) + i] - expected[i]) < 1e-12);
    }
    expected = expected.subspan(n);
  });
  CHECK(expected.empty());
}

TEST_CASE("steps through a stack give the bits of the sequences, from any state, and take no memory from the system") {
  sp::model<sp::stacked_lstm<In, Hidden, 3>> const decoder(5);
  Batch const batch{7};
  sp::tensor<float, Letters, Batch, In> x(Letters{std::vector<int>(7, 5)}, batch);
  sp::random_sequence random(3);
  auto const h = sp::random_uniform<float, Batch, Hidden>(random, -1, 1, batch);
  auto const c = sp::random_uniform<float, Batch, sp::cell<Hidden>>(random, -1, 1, batch);
  for (float& v : x.unnamed()) v = static_cast<float>(random.uniform(-1, 1));
  std::array<std::tuple<sp::tensor<float, Batch, Hidden>, sp::tensor<float, Batch, sp::cell<Hidden>>>, 3> state;
  state.fill({h, c});
  auto const whole = decoder.run(x, state);
  std::size_t allocations = 0;
  for (auto t : x.extent<Letters>()) {
    sp::tensor<float, Batch, In> here(batch);
    for (auto b : batch)
      for (auto i : In{}) here(b, i) = x(t, b, i);
    state = decoder.step(here, state);
    for (auto b : batch)
      for (auto k : Hidden{}) CHECK(std::get<0>(state[2])(b, k) == whole.outputs(t, b, k));
    std::size_t const now = sp::detail::storage_pool::mine().system_allocations() + sp::arena::system_allocations();
    if (t.value() > 1) CHECK(now == allocations);
    allocations = now;
  }
  for (std::size_t layer = 0; layer < 3; ++layer) {
    CHECK(std::ranges::equal(std::get<0>(state[layer]).unnamed(), std::get<0>(whole.state[layer]).unnamed()));
    CHECK(std::ranges::equal(std::get<1>(state[layer]).unnamed(), std::get<1>(whole.state[layer]).unnamed()));
  }
}

TEST_CASE("forget gates start open, the other biases at zero") {
  sp::model<sp::lstm<In, Hidden>> const layer(2);
  std::vector<float> const expected{0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0};
  CHECK(std::ranges::equal(layer.bias.unnamed(), expected));
}

TEST_CASE("dropout between layers acts on a tape only") {
  sp::model<sp::stacked_lstm<In, Hidden, 2>> model(4);
  sp::tensor<float, Letters, Batch, In> x(Letters{{4, 2}}, Batch{2});
  for (float& v : x.unnamed()) v = 0.5f;
  auto const without = model(x);
  model.dropout_rate = 0.5;
  auto const plain = model(x);
  CHECK(std::ranges::equal(plain.unnamed(), without.unnamed()));
  sp::tape tape{model};
  auto const taped = model(tape(x));
  auto const* values = sp::detail::access::of(taped).p;
  CHECK(!std::equal(values, values + taped.size(), without.unnamed().begin()));
}
