// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <array>
#include <shapeproof/core/check.hpp>
#include <shapeproof/core/random_tensor.hpp>
#include <shapeproof/data/teacher_forcing.hpp>
#include <shapeproof/nn/bidirectional_gru.hpp>
#include <shapeproof/nn/general_attention.hpp>
#include <shapeproof/seq2seq/beam_search.hpp>
#include <shapeproof/seq2seq/decoder.hpp>
#include <shapeproof/seq2seq/greedy_search.hpp>
#include <shapeproof/tape/model.hpp>

#include "../support/gradient_check.hpp"
#include "../support/model_gradient_check.hpp"

// A decoder of GRUs carries h alone; all else it has in common with one of LSTMs.
namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<7> {};
struct Embed : sp::axis<3> {};
struct State : sp::axis<4> {};
struct Encoded : sp::axis<5> {};
Batch const three{3};
Letters const letters{{1, 4, 2}};
sp::sequence_markers<Phone> const markers{.begin = sp::at<Phone, 0>(), .end = sp::at<Phone, 1>()};

template <class T, sp::input_feeding Feeding>
struct writer {
  using attention = sp::general_attention<State, Encoded, T>;
  using decoder_type = sp::attention_decoder<Phone, Embed, State, Encoded, 2, attention, Feeding, T, sp::gru>;
  BOOST_HANA_DEFINE_STRUCT(writer, (decoder_type, decoder));

  auto operator()(auto const& prefix, auto const& memory, auto const& below, auto const& above) const {
    return decoder.scores(prefix, decoder.start(std::array{below, above}), decoder.prepare(memory));
  }
};

template <class T>
struct example {
  sp::random_sequence random{9};
  sp::tensor<T, Letters, Batch, Encoded> memory =
      sp::random_uniform<T, Letters, Batch, Encoded>(random, -1, 1, letters, three);
  sp::tensor<T, Batch, State> below = sp::random_uniform<T, Batch, State>(random, -1, 1, three);
  sp::tensor<T, Batch, State> above = sp::random_uniform<T, Batch, State>(random, -1, 1, three);
  sp::tensor<sp::index<Phone>, sp::prefix<Phones>, Batch> prefix =
      sp::teacher_forcing(sp::check_index<Phone>(sp::tensor<int, Phones, Batch>::of({6, 2, 5, 4, 3, 0, 2, 0, 0},
                                                                                    Phones{{3, 2, 1}}, three)),
                          markers)
          .prefix;
};

template <sp::input_feeding Feeding>
void check_steps() {
  sp::model<writer<float, Feeding>> const model(3);
  example<float> const e;
  auto const all = model(e.prefix, e.memory, e.below, e.above);
  auto const memory = model.decoder.prepare(e.memory);
  auto state = model.decoder.start(std::array{e.below, e.above});
  auto const posts = e.prefix.template extent<sp::prefix<Phones>>();
  for (auto post : posts) {
    sp::tensor<int, Batch> ids(three);
    for (auto b : three) ids(b) = e.prefix(post, b).value();
    auto next = model.decoder.step(sp::check_index<Phone>(ids), state, memory);
    for (auto b : three)
      for (auto v : Phone{})
        if (post.value() < posts.lengths()[static_cast<std::size_t>(b.value())])
          CHECK(next.scores(b, v) == all(post, b, v));
    state = std::move(next.state);
  }
}
template <sp::input_feeding Feeding>
void check_derivatives_of() {
  sp::model<writer<double, Feeding>> model(4);
  example<double> const e;
  auto const of = [&](auto& on, auto const&... x) { return model(on(e.prefix), x...); };
  check_gradient(of, e.memory, e.below, e.above);
  check_model_gradient(model, 12, of, e.memory, e.below, e.above);
}
} // namespace

TEST_CASE("steps of a decoder of GRUs give the scores of teacher forcing, to the bit") {
  check_steps<sp::input_feeding::off>();
  check_steps<sp::input_feeding::on>();
}

TEST_CASE("gradients of a decoder of GRUs") {
  check_derivatives_of<sp::input_feeding::off>();
  check_derivatives_of<sp::input_feeding::on>();
}

TEST_CASE("a search goes on with the states of GRUs") {
  sp::model<writer<float, sp::input_feeding::on>> const model(5);
  example<float> const e;
  auto const step = [&](auto const& ids, auto const& state, auto const& memory) {
    return model.decoder.step(ids, state, memory);
  };
  auto const start = model.decoder.start(std::array{e.below, e.above});
  auto const memory = model.decoder.prepare(e.memory);
  auto const best = sp::greedy_search<Phone, Batch>(step, start, memory, {.markers = markers, .maximum_length = {5}});
  auto const narrow = sp::beam_search<Phone, Batch>(
      step, start, memory, {.markers = markers, .beam = 1, .n_best = 1, .maximum_length = {5}});
  REQUIRE(best.size() == 3);
  for (std::size_t row = 0; row < 3; ++row) CHECK(best[row].tokens == narrow[row][0].tokens);
}
