// SPDX-License-Identifier: BSL-1.0
#include "../support/allocation_count.hpp"

#include <shapeproof/core/check.hpp>
#include <shapeproof/cpu/parallel.hpp>
#include <shapeproof/nn/bidirectional_gru.hpp>
#include <shapeproof/nn/bidirectional_lstm.hpp>
#include <shapeproof/nn/embedding.hpp>
#include <shapeproof/nn/layer_normalisation.hpp>
#include <shapeproof/nn/linear.hpp>
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/cross_entropy.hpp>
#include <shapeproof/ops/dropout.hpp>
#include <shapeproof/ops/multiply.hpp>
#include <shapeproof/ops/scan.hpp>
#include <shapeproof/ops/softmax.hpp>
#include <shapeproof/tape/model.hpp>
#include <shapeproof/tape/tape.hpp>
#include <shapeproof/train/clip.hpp>
#include <shapeproof/train/optimizer.hpp>

#include <doctest/doctest.h>

#include <utility>
#include <vector>

// What allocates: the first step of a size. All later ones, whatever a step consists of, must not.
namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<27> {};
struct Tag : sp::axis<5> {};
struct Embed : sp::axis<16> {};
struct Half : sp::axis<24> {};
using Hidden = sp::both<Half, sp::reversed<Half>>;

template <class Reader>
struct tagger {
  using letter_table = sp::embedding<Letter, Embed>;
  using normalisation = sp::layer_normalisation<Hidden>;
  using readout = sp::linear<Hidden, Tag>;
  BOOST_HANA_DEFINE_STRUCT(tagger, (letter_table, letters), (Reader, reader), (normalisation, norm), (readout, scores));
  auto operator()(auto const& words) const {
    auto const read = norm(sp::dropout(reader(letters(words)), 0.1));
    auto const first = scores(read);
    auto const mixed = sp::scan<Letters>(first, 0, [](auto const& now, int n) { return std::pair(now * 0.5, n + 1); });
    return mixed.outputs + first;
  }
};

using lstms = sp::bidirectional_lstm<Embed, Half>;
using grus = sp::bidirectional_gru<Embed, Half>;

template <class Axis>
auto ids(Letters const& letters, int extent) {
  sp::tensor<int, Letters, Batch> raw(letters, Batch{letters.lengths().size()});
  for (int i = 0; int& id : raw.unnamed()) id = i++ % extent;
  return sp::check_index<Axis>(raw);
}
} // namespace

TEST_CASE_TEMPLATE("a training step of a size seen before takes nothing from the heap", Reader, lstms, grus) {
  sp::model<tagger<Reader>> model(1);
  sp::tape tape{model};
  sp::adam<> optimizer{.learning_rate = 0.01};
  Letters const long_words{{9, 3, 7, 7, 1, 5, 9, 2}}, short_words{{2, 4, 1}};
  auto const in = ids<Letter>(long_words, 27), other = ids<Letter>(short_words, 27);
  auto const out = ids<Tag>(long_words, 5), other_out = ids<Tag>(short_words, 5);
  auto const step = [&] {
    tape.backward(sp::cross_entropy<Tag>(model(tape(in)), out), 0.5f); // two passes: gradients are accumulated
    tape.clear_values();
    tape.backward(sp::cross_entropy<Tag>(model(tape(other)), other_out), 0.5f);
    auto const clipped = sp::clip_global_norm<float>(tape.gradient(), 1);
    optimizer.step(model.flat(), tape.gradient(), 0.01, clipped.scale);
    tape.clear();
  };
  for (int threads : {1, 2}) {
    CAPTURE(threads);
    auto const threads_before = sp::threads();
    sp::set_threads(threads);
    step();
    step(); // the second merges the memory that the first was too large for
    auto const before = allocation_count();
    for (int times = 0; times < 5; ++times) step();
    CHECK(allocation_count() == before);
    sp::set_threads(threads_before);
  }
}

TEST_CASE_TEMPLATE("inference at a size seen before takes nothing from the heap", Reader, lstms, grus) {
  sp::model<tagger<Reader>> const model(1);
  auto const in = ids<Letter>(Letters{{9, 3, 7, 7, 1, 5, 9, 2}}, 27);
  auto const infer = [&] { return sp::softmax<Tag>(model(in)).size(); };
  infer();
  infer();
  auto const before = allocation_count();
  for (int times = 0; times < 5; ++times) infer();
  CHECK(allocation_count() == before);
}
