// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <span>
#include <tuple>

#include "shapeproof/core/random_tensor.hpp"
#include "shapeproof/cpu/parallel.hpp"
#include "shapeproof/nn.hpp"
#include "shapeproof/ops/mean.hpp"
#include "shapeproof/ops/rescale.hpp"
#include "shapeproof/tape/cast_model.hpp"

namespace {
#include "../reference/bfloat16.inc"

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Word : sp::axis<7> {};
struct In : sp::axis<5> {};
struct Hidden : sp::axis<3> {};
struct Inner : sp::axis<4> {};

template <class T>
struct layers {
  using affine_layer = sp::linear<In, Hidden, T>;
  using long_memory = sp::lstm<In, Hidden, T>;
  using gated_unit = sp::gru<In, Hidden, T>;
  BOOST_HANA_DEFINE_STRUCT(layers, (affine_layer, affine), (long_memory, lstm), (gated_unit, gru));
};

// The numbers of tests/reference/bfloat16.py
void fill(std::span<float> to, int start) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = static_cast<float>(std::sin(1.7 * (start + 1 + int(i))));
}
sp::model<layers<sp::bf16>> reference_layers() {
  sp::model<layers<float>> model(1);
  fill(model.affine.weight.unnamed(), 1000), fill(model.affine.bias.unnamed(), 3000);
  fill(model.lstm.w_ih.unnamed(), 1000), fill(model.lstm.w_hh.unnamed(), 2000), fill(model.lstm.bias.unnamed(), 3000);
  fill(model.gru.w_ih.unnamed(), 1000), fill(model.gru.w_hh.unnamed(), 2000), fill(model.gru.bias.unnamed(), 3000);
  fill(model.gru.recurrent_bias.unnamed(), 4000);
  return sp::cast<layers<sp::bf16>>(model);
}
sp::tensor<float, Letters, Batch, In> reference_input() {
  sp::tensor<float, Letters, Batch, In> x(Letters{{3, 1}}, Batch{2});
  fill(x.unnamed(), 0);
  return x;
}
template <class X>
void check_equal(X const& got, std::span<double const> expected) {
  auto const values = got.unnamed();
  REQUIRE(values.size() == expected.size());
  // A state that is rounded to the other side of a tie differs by more than the sums do.
  for (std::size_t i = 0; i < values.size(); ++i) CHECK(std::abs(double(values[i]) - expected[i]) < 2e-6);
}
template <class X, class Y>
bool same_bits(X const& x, Y const& y) {
  auto const a = x.unnamed(), b = y.unnamed();
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}
} // namespace

TEST_CASE("layers with weights in bf16 multiply rounded numbers and sum them as float") {
  auto const model = reference_layers();
  auto const x = reference_input();
  auto const y = model.affine(x);
  static_assert(std::is_same_v<decltype(y), sp::tensor<float, Letters, Batch, Hidden> const>);
  for (auto t : x.extent<Letters>())
    for (auto b : x.extent<Batch>())
      for (auto h : Hidden{})
        if (t.value() < x.extent<Letters>().lengths()[std::size_t(b.value())])
          CHECK(y(t, b, h) ==
                doctest::Approx(linear_outputs[(2 * t.value() + b.value()) * 3 + h.value()]).epsilon(1e-6));
  auto const scaled = sp::rescale(sp::tensor<std::uint8_t, Batch, In>::of({0, 255, 51, 102, 7}, Batch{1}));
  CHECK(same_bits(model.affine(scaled), model.affine(sp::cast<float>(scaled))));
  check_equal(model.lstm(x), lstm_outputs);
  check_equal(model.gru(x), gru_outputs);
}

namespace {
struct Wide : sp::axis<70> {};
struct Width : sp::axis<45> {};
struct HalfPage : sp::axis<128> {}; // of four gates
struct Steps : sp::axis<> {};

// The last part of a state: of an LSTM the cells, which every step goes into.
template <class H>
H const& last_part(H const& h) {
  return h;
}
template <class H, class C>
C const& last_part(std::tuple<H, C> const& state) {
  return std::get<1>(state);
}
template <class H>
void clear(H& h) {
  std::ranges::fill(h.unnamed(), 0.f);
}
template <class H, class C>
void clear(std::tuple<H, C>& state) {
  clear(std::get<0>(state)), clear(std::get<1>(state));
}

// Many rows and few are served by different kernels.
template <template <class, class, class, sp::reading> class Layer, class Width>
void check_rows() {
  auto const width = static_cast<std::size_t>(Width{}.size());
  sp::model<Layer<Wide, Width, float, sp::reading::forward>> const trained(3);
  auto const model = sp::cast<Layer<Wide, Width, sp::bf16, sp::reading::forward>>(trained);
  int const steps = 4, rows = 37;
  sp::random_sequence random(5);
  auto const x = sp::random_uniform<float, Steps, Batch, Wide>(random, -1, 1, Steps{steps}, Batch{rows});
  auto const all = model.template operator()<Steps>(x);
  int const threads = sp::threads();
  sp::set_threads(1);
  CHECK(same_bits(model.template operator()<Steps>(x), all));
  sp::set_threads(threads);
  auto const features = [&](int t, int row) { return x.unnamed().subspan(std::size_t((t * rows + row) * 70), 70); };
  for (int row : {0, 17, 36}) {
    sp::tensor<float, Steps, Batch, Wide> one(Steps{steps}, Batch{1});
    for (int t = 0; t < steps; ++t) std::ranges::copy(features(t, row), one.unnamed().begin() + t * 70);
    auto const alone = model.template run<Steps>(one);
    for (int t = 0; t < steps; ++t)
      CHECK(std::ranges::equal(alone.outputs.unnamed().subspan(std::size_t(t) * width, width),
                               all.unnamed().subspan(std::size_t(t * rows + row) * width, width)));
    auto state = alone.state;
    clear(state);
    for (int t = 0; t < steps; ++t) {
      sp::tensor<float, Batch, Wide> in(Batch{1});
      std::ranges::copy(features(t, row), in.unnamed().begin());
      state = model.step(in, state);
    }
    CHECK(same_bits(last_part(state), last_part(alone.state)));
  }
}
} // namespace

TEST_CASE("with weights in bf16 a row has the bits that it has alone, in a sequence and step by step") {
  check_rows<sp::lstm, Width>();
  check_rows<sp::lstm, HalfPage>();
  check_rows<sp::gru, Width>();
}

namespace {
template <class T>
struct reader {
  using letter_table = sp::embedding<Word, In, T>;
  using normal = sp::layer_normalisation<In, T>;
  using outwards = sp::linear_without_bias<In, Hidden, T>;
  using general = sp::general_attention<Hidden, In, T>;
  using additive = sp::additive_attention<Hidden, In, Inner, T>;
  BOOST_HANA_DEFINE_STRUCT(reader, (letter_table, letters), (normal, norm), (outwards, out), (general, choosing),
                           (additive, adding), (double, rate));
};
// The float model of which nothing is lost in bf16: layers without products of bf16 then give the same bits.
sp::model<reader<float>> rounded_reader() {
  sp::model<reader<float>> model(2);
  model.rate = 0.25;
  sp::for_each_parameter(model, [](auto, auto& p) {
    for (float& x : p.unnamed()) x = static_cast<float>(sp::bf16(x));
  });
  return model;
}
} // namespace

TEST_CASE("all else in a model with weights in bf16 is float") {
  auto const in_float = rounded_reader();
  auto const in_bf16 = sp::cast<reader<sp::bf16>>(in_float);
  auto const words =
      sp::check_index<Word>(sp::tensor<int, Letters, Batch>::of({0, 6, 3, 1, 2, 5}, Letters{{3, 2}}, Batch{2}));
  auto const read = [&](auto const& model) {
    auto const x = model.norm(model.letters(words));
    auto const query = sp::mean<Letters>(model.out(x));
    return std::tuple{x, query, model.choosing(query, model.choosing.prepare(x)).context};
  };
  auto const expected = read(in_float), got = read(in_bf16);
  static_assert(std::is_same_v<decltype(expected), decltype(got)>);
  CHECK(same_bits(std::get<0>(got), std::get<0>(expected)));
  CHECK(same_bits(std::get<1>(got), std::get<1>(expected)));
  CHECK(same_bits(std::get<2>(got), std::get<2>(expected)));
  // The projection of the memory is a linear layer, whose input is rounded.
  auto const asked = [&](auto const& model) {
    return model.adding(std::get<1>(expected), model.adding.prepare(std::get<0>(expected))).context;
  };
  auto const exact = asked(in_float), close = asked(in_bf16);
  for (std::size_t i = 0; i < exact.unnamed().size(); ++i)
    CHECK(close.unnamed()[i] == doctest::Approx(exact.unnamed()[i]).epsilon(0.02));
  CHECK(!same_bits(close, exact));
}
