// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "support.hpp"
#include <algorithm>
#include <cmath>
#include <shapeproof/cuda.hpp>

// A model for the tests of training on a GPU, which gives what it gives on the host, and goes on there.
namespace small_reader {

struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};
struct Width : sp::axis<3> {};

struct reader {
  BOOST_HANA_DEFINE_STRUCT(reader, (sp::embedding<Word, Width>, words), (sp::parameter<float, Width>, shift),
                           (double, rate));
  auto operator()(sp::operand auto const& ids) const { return sp::dropout(words(ids) + shift, rate); }
};

struct batch {
  sp::tensor<sp::index<Word>, Batch> words;
  sp::tensor<float, Batch, Width> answers;
};

// Example i is about word i % 7, and its answer is about a quarter of the word.
inline batch batch_of(std::span<sp::extent_t const> examples, float more = 0) {
  sp::tensor<int, Batch> words(Batch{examples.size()});
  sp::tensor<float, Batch, Width> answers(Batch{examples.size()});
  for (std::size_t i = 0; i < examples.size(); ++i) {
    words.unnamed()[i] = static_cast<int>(examples[i] % 7);
    for (std::size_t j = 0; j < 3; ++j)
      answers.unnamed()[3 * i + j] =
          0.25f * static_cast<float>(examples[i] % 7) + 0.125f * static_cast<float>(j) + more;
  }
  return {sp::check_index<Word>(words, Word{7}), std::move(answers)};
}
inline batch some_batch(float more = 0) { return batch_of(std::vector<sp::extent_t>{3, 4, 5, 9, 13, 14, 27}, more); }

auto loss_of(auto const& model, auto& tape, batch const& one) {
  return sp::mean(sp::square(model(tape(one.words)) - tape(one.answers)));
}

using host_model = sp::model<reader>;
using gpu_model = sp::cuda::model<reader>;

template <class Model>
std::vector<float> numbers_of(Model const& model) {
  host_model const here(model);
  return {here.flat().begin(), here.flat().end()};
}

inline void check_close(std::vector<float> const& a, std::vector<float> const& b, float tolerance = 1e-6f) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    CAPTURE(i);
    CHECK(std::fabs(a[i] - b[i]) <= tolerance);
  }
}

// Some updates with gradients of one batch, then of another.
template <class Tape, class Model, class Optimizer>
void update(Model& model, Optimizer& optimizer, int first, int last) {
  Tape tape{model};
  for (int i = first; i < last; ++i) {
    tape.clear();
    tape.backward(loss_of(model, tape, some_batch(static_cast<float>(i))));
    if (i % 2 == 0) {
      optimizer.step(model, tape.gradient());
    } else {
      auto const clipped = sp::clip_global_norm<float>(tape.gradient(), 0.5);
      CHECK(clipped.scale < 1);
      optimizer.step(model.flat(), tape.gradient(), 2 * optimizer.learning_rate, clipped.scale);
    }
  }
}

} // namespace small_reader
