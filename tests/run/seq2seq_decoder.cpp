// SPDX-License-Identifier: BSL-1.0
#include "../support/model_gradient_check.hpp"
#include <shapeproof/core/check.hpp>
#include <shapeproof/data/teacher_forcing.hpp>
#include <shapeproof/nn/additive_attention.hpp>
#include <shapeproof/nn/bidirectional_lstm.hpp>
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/nn/general_attention.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<> {};
struct Embed : sp::axis<3> {};
struct State : sp::axis<4> {};
struct Encoded : sp::axis<5> {};
struct Inner : sp::axis<3> {};

template <class T>
using general = sp::general_attention<State, Encoded, T>;
template <class T>
using additive = sp::additive_attention<State, Encoded, Inner, T>;
template <class Attention, class Memory, std::size_t Layers, sp::input_feeding Feeding, class T>
struct holder {
  using decoder_type = sp::attention_decoder<Phone, Embed, State, Memory, Layers, Attention, Feeding, T>;
  BOOST_HANA_DEFINE_STRUCT(holder, (decoder_type, decoder));

  // h and c of all layers start from two tensors.
  auto operator()(auto const& prefix, auto const& memory, auto const& h, auto const& c) const {
    std::array<std::tuple<std::remove_cvref_t<decltype(h)>, std::remove_cvref_t<decltype(c)>>, Layers> states;
    for (auto& layer : states) layer = std::tuple(h, c);
    return decoder.scores(prefix, decoder.start(states), decoder.prepare(memory));
  }
};

template <class X>
X filled(X x, double from) {
  for (auto& value : x.unnamed()) value = static_cast<std::remove_cvref_t<decltype(value)>>(std::sin(from += 1.3));
  return x;
}
Phone const phone{6};
Batch const batch{3};
Letters const letters{{2, 0, 3}};
template <class T, class Memory>
auto memory_of() {
  return filled(sp::tensor<T, Letters, Batch, Memory>(letters, batch), 0);
}
template <class T, class Width = State>
auto state_of(double from) {
  return filled(sp::tensor<T, Batch, Width>(batch), from);
}
auto some_prefix() {
  auto const tokens =
      sp::check_index(sp::tensor<int, Phones, Batch>::of({2, 3, 4, 5, 2, 3, 0, 4, 0}, Phones{{2, 3, 1}}, batch), phone);
  return sp::teacher_forcing(
             tokens, sp::sequence_markers<Phone>{.begin = sp::check_index(0, phone), .end = sp::check_index(1, phone)})
      .prefix;
}

// Each step of a search gives what teacher forcing gives there.
template <class Holder>
void check_steps() {
  using T = typename sp::model<Holder>::scalar;
  sp::model<Holder> const model(7, phone);
  using Memory = sp::detail::first_axis<typename Holder::decoder_type::Context::made_of>;
  auto const memory = memory_of<T, Memory>();
  auto const prefix = some_prefix();
  auto const h = state_of<T>(3);
  auto const c = state_of<T, sp::cell<State>>(5);
  auto const all = model(prefix, memory, h, c);
  static_assert(std::is_same_v<sp::axes_of<decltype(all)>, sp::axes<sp::prefix<Phones>, Batch, Phone>>);
  std::array<std::tuple<sp::tensor<T, Batch, State>, sp::tensor<T, Batch, sp::cell<State>>>,
             std::tuple_size_v<decltype(model.decoder.layers.above)> + 1>
      states;
  for (auto& layer : states) layer = std::tuple(h, c);
  auto const prepared = model.decoder.prepare(memory);
  auto state = model.decoder.start(states);
  for (auto post : prefix.template extent<sp::prefix<Phones>>()) {
    std::vector<int> raw;
    for (auto b : batch) raw.push_back(prefix(post, b).value());
    auto const ids = sp::check_index(sp::tensor<int, Batch>::of(raw, batch), phone);
    auto next = model.decoder.step(ids, state, prepared);
    for (auto b : batch)
      if (post.value() < prefix.template extent<sp::prefix<Phones>>().lengths()[static_cast<std::size_t>(b.value())])
        for (auto v : phone) CHECK(next.scores(b, v) == all(post, b, v));
    state = std::move(next.state);
  }
}

template <class Holder, class Memory>
void check_gradients() {
  sp::model<Holder> model(7, phone);
  auto const prefix = some_prefix();
  auto const of = [&](auto& on, auto const& m, auto const& h, auto const& c) { return model(on(prefix), m, h, c); };
  auto const memory = memory_of<double, Memory>();
  check_gradient(of, memory, state_of<double>(3), state_of<double, sp::cell<State>>(5));
  check_model_gradient(model, 12, of, memory, state_of<double>(3), state_of<double, sp::cell<State>>(5));
}
constexpr auto fed = sp::input_feeding::on, unfed = sp::input_feeding::off;
} // namespace

TEST_CASE("steps give the scores of teacher forcing, to the bit") {
  check_steps<holder<general<float>, Encoded, 1, unfed, float>>();
  check_steps<holder<general<float>, Encoded, 2, fed, float>>();
  check_steps<holder<additive<float>, Encoded, 2, unfed, float>>();
  check_steps<holder<additive<double>, Encoded, 1, fed, double>>();
  check_steps<holder<sp::dot_attention<State>, State, 3, unfed, float>>();
}

TEST_CASE("gradients of a decoder with each kind of attention, with and without input feeding") {
  check_gradients<holder<general<double>, Encoded, 2, unfed, double>, Encoded>();
  check_gradients<holder<additive<double>, Encoded, 1, fed, double>, Encoded>();
  check_gradients<holder<sp::dot_attention<State>, State, 2, fed, double>, State>();
}

TEST_CASE("dropout acts on a tape alone, and its gradients are right") {
  using dropped = holder<general<double>, Encoded, 2, fed, double>;
  sp::model<dropped> model(7, phone);
  auto const memory = memory_of<double, Encoded>();
  auto const h = state_of<double>(3);
  auto const c = state_of<double, sp::cell<State>>(5);
  auto const prefix = some_prefix();
  auto const before = model(prefix, memory, h, c);
  model.decoder.token_dropout = model.decoder.combined_dropout = model.decoder.layers.dropout_rate = 0.3;
  auto const after = model(prefix, memory, h, c);
  CHECK(std::equal(before.unnamed().begin(), before.unnamed().end(), after.unnamed().begin()));
  auto const of = [&](auto& on, auto const& m, auto const& first, auto const& cell) {
    return model(on(prefix), m, first, cell);
  };
  check_derivatives(of, memory, h, c);
  check_model_gradient(model, 6, of, memory, h, c);
}
