// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <shapeproof/core/view.hpp>
#include <shapeproof/tape/model.hpp>
#include <shapeproof/tape/operation.hpp>
#include <shapeproof/train/fit.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

// A model that is trained in microseconds, for tests of training itself: a table and a shift should give each example its
// label. The loss draws random numbers from the tape, as dropout does.
namespace sp::test {

struct Word : axis<7> {};
struct Width : axis<3> {};

struct small_model {
  BOOST_HANA_DEFINE_STRUCT(small_model, (parameter<float, Word, Width>, table), (parameter<float, Width>, shift));
};

struct small_batch {
  std::vector<int> words;
  std::vector<float> labels;
  std::vector<float> weights; // of the positions of an example in the mean
  bool broken_gradient = false;
};

// mean over positions of (table[word, 0] * noise + shift[0] - label)^2; the noise is 1 +- 1/8, or 1 if there is none.
inline taped<float> small_loss(small_model const& model, tape& recording, small_batch const& batch, bool noisy) {
  detail::on_tape<host> const at{"squared_error", &recording};
  auto const table = at.on(model.table);
  auto const shift = at.on(model.shift);
  auto y = at.make<float>(detail::shape<>());
  float const noise =
      noisy ? 1 + (static_cast<float>(recording.next_key() >> 40) / static_cast<float>(1 << 24) - 0.5f) / 4 : 1;
  int const* const words = batch.words.data();
  float const *const labels = batch.labels.data(), *const weights = batch.weights.data();
  std::size_t const count = batch.words.size();
  float total = 0;
  for (std::size_t i = 0; i < count; ++i) total += weights[i];
  auto const error = [=](std::size_t i) { return table.p[3 * words[i]] * noise + shift.p[0] - labels[i]; };
  *y.p = 0;
  for (std::size_t i = 0; i < count; ++i) *y.p += weights[i] / total * error(i) * error(i);
  float const spoiled = batch.broken_gradient ? std::numeric_limits<float>::quiet_NaN() : 0;
  at.record(y, [=](detail::recorder& t, float const* dy) {
    auto const to_table = t.want(table);
    for (std::size_t i = 0; i < count; ++i) to_table.p[3 * words[i]] += *dy * 2 * weights[i] / total * error(i) * noise;
    auto const to_shift = t.want(shift);
    for (std::size_t i = 0; i < count; ++i) to_shift.p[0] += *dy * 2 * weights[i] / total * error(i);
    to_shift.p[1] += spoiled;
  });
  return at.finish(y);
}

// Examples of 1 to 3 positions; example i is about word i % 7 and should give 0.25 * word.
struct small_data {
  std::vector<example_length> lengths;
  std::vector<float> labels;

  explicit small_data(int examples) {
    for (int i = 0; i < examples; ++i) {
      lengths.push_back({1 + i % 2, 1 + i % 3});
      labels.push_back(0.25f * static_cast<float>(i % 7));
    }
  }

  small_batch batch(std::span<extent_t const> examples) const {
    small_batch made;
    for (auto const example : examples) {
      auto const i = static_cast<std::size_t>(example);
      made.words.push_back(static_cast<int>(example % 7));
      made.labels.push_back(labels[i]);
      made.weights.push_back(static_cast<float>(lengths[i].target));
    }
    return made;
  }

  // The mean squared error over all words.
  static std::vector<double> evaluate(small_model const& model) {
    double sum = 0;
    for (int word = 0; word < 7; ++word) {
      auto const wanted = 0.25 * word;
      double const given = model.table.unnamed()[static_cast<std::size_t>(3 * word)] + model.shift.unnamed()[0];
      sum += (given - wanted) * (given - wanted) / 7;
    }
    return {sum, -sum};
  }

  // All of it as `fit` takes it.
  auto training(bool noisy = true) const {
    return training_data{.lengths = lengths,
                         .make_batch = [this](std::span<extent_t const> examples) { return batch(examples); },
                         .loss = [noisy](auto const& model, tape& recording,
                                         small_batch const& made) { return small_loss(model, recording, made, noisy); },
                         .evaluate = [](auto const& model) { return evaluate(model); },
                         .metrics = std::vector<std::string>{"error", "negative error"},
                         .probe = [](auto const& model, std::string_view) { return evaluate(model); },
                         .probe_input = std::string("all words")};
  }
};

template <class Model>
std::vector<float> numbers_of(Model const& model) {
  return {model.flat().begin(), model.flat().end()};
}

} // namespace sp::test
