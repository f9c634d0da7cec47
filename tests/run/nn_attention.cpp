// SPDX-License-Identifier: BSL-1.0
#include "../support/model_gradient_check.hpp"
#include <cmath>
#include <shapeproof/nn/additive_attention.hpp>
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/nn/general_attention.hpp>
#include <shapeproof/ops/rename.hpp>
#include <shapeproof/seq2seq/hypotheses.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct State : sp::axis<4> {};
struct Encoded : sp::axis<5> {};
struct Narrow : sp::axis<4> {};
struct Inner : sp::axis<3> {};

template <class Attention>
struct holder {
  BOOST_HANA_DEFINE_STRUCT(holder, (Attention, attention));
};
using general = holder<sp::general_attention<State, Encoded, double>>;
using additive = holder<sp::additive_attention<State, Encoded, Inner, double>>;

template <class X>
X filled(X x, double from) {
  for (auto& value : x.unnamed()) value = std::sin(from += 1.3);
  return x;
}
Batch const batch{3};
Letters const letters{{2, 0, 3}};
Phones const phones{{1, 2, 2}};
auto const memory = filled(sp::tensor<double, Letters, Batch, Encoded>(letters, batch), 0);
auto const queries = filled(sp::tensor<double, Phones, Batch, State>(phones, batch), 7);

// Weights and context of one query by themselves, from the energies of its real positions.
template <class Energy, class Weights, class Context>
void check_rows(Energy const& energy, Weights const& weights, Context const& context) {
  for (auto p : queries.extent<Phones>())
    for (auto b : queries.extent<Batch>()) {
      int const real = letters.lengths()[static_cast<std::size_t>(b.value())];
      double total = 0;
      for (int l = 0; l < real; ++l) total += std::exp(energy(p, b, sp::unchecked_index<Letters>(l)));
      std::vector<double> mean(5);
      for (auto l : memory.extent<Letters>()) {
        double const expected = l.value() < real ? std::exp(energy(p, b, l)) / total : 0;
        CHECK(std::abs(weights(p, b, l).value() - expected) < 1e-12);
        for (auto e : memory.extent<Encoded>()) mean[static_cast<std::size_t>(e.value())] += expected * memory(l, b, e);
      }
      for (auto e : memory.extent<Encoded>())
        CHECK(std::abs(context(p, b, e) - mean[static_cast<std::size_t>(e.value())]) < 1e-12);
    }
}
} // namespace

TEST_CASE("general attention is Luong's") {
  sp::model<general> const model(3);
  auto const& weight = model.attention.weight;
  auto const [context, weights] = model.attention(queries, model.attention.prepare(memory));
  static_assert(std::is_same_v<decltype(context), sp::tensor<double, Phones, Batch, Encoded> const>);
  static_assert(
      std::is_same_v<decltype(weights), sp::tensor<sp::distribution<double, Letters>, Phones, Batch, Letters> const>);
  check_rows(
      [&](auto p, auto b, auto l) {
        double energy = 0;
        for (auto e : memory.extent<Encoded>())
          for (auto s : queries.extent<State>())
            energy += queries(p, b, s) * memory(l, b, e) *
                      weight.unnamed()[static_cast<std::size_t>(e.value() * 4 + s.value())];
        return energy;
      },
      weights, context);
}

TEST_CASE("additive attention is Bahdanau's") {
  sp::model<additive> model(3);
  auto& layer = model.attention;
  for (std::size_t i = 0; i < 3; ++i) layer.keys.bias.unnamed()[i] = 0.1 * static_cast<double>(i);
  auto const [context, weights] = layer(queries, layer.prepare(memory));
  static_assert(std::is_same_v<decltype(context), sp::tensor<double, Phones, Batch, Encoded> const>);
  check_rows(
      [&](auto p, auto b, auto l) {
        double energy = 0;
        for (std::size_t i = 0; i < 3; ++i) {
          double sum = layer.keys.bias.unnamed()[i];
          for (auto e : memory.extent<Encoded>())
            sum += memory(l, b, e) * layer.keys.weight.unnamed()[static_cast<std::size_t>(e.value()) * 3 + i];
          for (auto s : queries.extent<State>())
            sum += queries(p, b, s) * layer.query_weight.unnamed()[static_cast<std::size_t>(s.value()) * 3 + i];
          energy += layer.energy_weight.unnamed()[i] * std::tanh(sum);
        }
        return energy;
      },
      weights, context);
  for (double v : layer.energy_weight.unnamed()) CHECK(v != 0); // from zero the projections would not start to learn
}

TEST_CASE("dot attention looks at a memory of its own width, renamed if it has another name") {
  sp::dot_attention<State> const layer;
  auto const narrow = filled(sp::tensor<double, Letters, Batch, Narrow>(letters, batch), 3);
  auto const prepared = layer.prepare(sp::rename<Narrow, State>(narrow));
  auto const [context, weights] = layer(queries, prepared);
  static_assert(std::is_same_v<decltype(context), sp::tensor<double, Phones, Batch, State> const>);
  for (auto p : queries.extent<Phones>())
    for (auto b : queries.extent<Batch>()) {
      int const real = letters.lengths()[static_cast<std::size_t>(b.value())];
      double total = 0;
      std::vector<double> energies;
      for (int l = 0; l < real; ++l) {
        energies.push_back(0);
        for (auto s : queries.extent<State>())
          energies.back() += queries(p, b, s) * prepared(sp::unchecked_index<Letters>(l), b, s);
        total += std::exp(energies.back());
      }
      for (int l = 0; l < 3; ++l)
        CHECK(std::abs(weights(p, b, sp::unchecked_index<Letters>(l)).value() -
                       (l < real ? std::exp(energies[static_cast<std::size_t>(l)]) / total : 0)) < 1e-12);
    }
}

TEST_CASE("queries over hypotheses, or over the batch alone, get what they get elsewhere, to the bit") {
  using Beam = sp::hypotheses<Batch>;
  sp::model<general> const by_general(3);
  sp::model<additive> const by_additive(3);
  auto const check = [&](auto const& layer) {
    auto const prepared = layer.prepare(memory);
    auto const all = layer(queries, prepared);
    sp::tensor<double, Batch, Beam, State> turned(batch, Beam{2});
    for (auto p : queries.extent<Phones>())
      for (auto b : queries.extent<Batch>())
        for (auto s : queries.extent<State>()) turned(b, sp::unchecked_index<Beam>(p.value()), s) = queries(p, b, s);
    auto const of_beam = layer(turned, prepared);
    static_assert(std::is_same_v<sp::axes_of<decltype(of_beam.weights)>, sp::axes<Batch, Beam, Letters>>);
    for (auto p : queries.extent<Phones>()) {
      sp::tensor<double, Batch, State> one(batch);
      for (auto b : queries.extent<Batch>())
        for (auto s : queries.extent<State>()) one(b, s) = queries(p, b, s);
      auto const of_one = layer(one, prepared);
      auto const k = sp::unchecked_index<Beam>(p.value());
      for (auto b : queries.extent<Batch>()) {
        for (auto l : memory.extent<Letters>()) {
          CHECK(of_beam.weights(b, k, l) == all.weights(p, b, l));
          CHECK(of_one.weights(b, l) == all.weights(p, b, l));
        }
        for (auto e : memory.extent<Encoded>()) {
          CHECK(of_beam.context(b, k, e) == all.context(p, b, e));
          CHECK(of_one.context(b, e) == all.context(p, b, e));
        }
      }
    }
  };
  check(by_general.attention);
  check(by_additive.attention);
}

TEST_CASE("gradients of queries, memory and parameters") {
  sp::model<general> by_general(3);
  sp::model<additive> by_additive(5);
  sp::dot_attention<State> const by_dot;
  auto const context = [](auto const& layer) {
    return [&layer](auto&, auto const& q, auto const& m) { return layer(q, layer.prepare(m)).context; };
  };
  auto const weights = [](auto const& layer) {
    return [&layer](auto&, auto const& q, auto const& m) { return layer(q, layer.prepare(m)).weights; };
  };
  auto const narrow = filled(sp::tensor<double, Letters, Batch, State>(letters, batch), 3);
  check_gradient(context(by_dot), queries, narrow);
  check_gradient(context(by_general.attention), queries, memory);
  check_gradient(weights(by_general.attention), queries, memory);
  check_gradient(context(by_additive.attention), queries, memory);
  check_gradient(weights(by_additive.attention), queries, memory);
  check_model_gradient(by_general, 20, context(by_general.attention), queries, memory);
  check_model_gradient(by_additive, 20, context(by_additive.attention), queries, memory);
}
