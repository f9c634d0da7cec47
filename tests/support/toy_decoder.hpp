// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <shapeproof/core/random.hpp>
#include <shapeproof/core/tensor.hpp>
#include <shapeproof/data/sequence_markers.hpp>
#include <shapeproof/ops/detail/layout.hpp>
#include <vector>

// A decoder of a few random numbers for tests of searches: small enough to try every output, and written without any
// operation of the library. The vocabulary is static, so that markers need no check: 0 begins, 1 ends.
namespace toy {

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<3> {};

template <class Scores, class State, class Weights>
struct answer {
  Scores scores;
  State state;
  Weights weights;
};

template <int Tokens>
struct Vocab : sp::axis<Tokens> {};

template <int Tokens>
class decoder {
  double input_[Tokens][3], output_[Tokens][3];
  double sharpness_;

public:
  using Token = Vocab<Tokens>;
  int calls = 0;     // of step
  int positions = 0; // scored by all calls

  explicit decoder(std::uint64_t seed, double sharpness = 3) : sharpness_(sharpness) {
    sp::random_sequence random(seed);
    for (auto& row : input_)
      for (double& x : row) x = random.uniform(-2, 2);
    for (auto& row : output_)
      for (double& x : row) x = random.uniform(-1, 1);
  }
  static sp::sequence_markers<Token> markers() { return {.begin = sp::at<Token, 0>(), .end = sp::at<Token, 1>()}; }

  // One step from state h to itself, with what the input adds up to: scores[Tokens].
  void step(int token, double input, double* h, double* scores) const {
    double const old[] = {h[0], h[1], h[2]};
    for (int j = 0; j < 3; ++j) h[j] = std::sin(0.9 * old[(j + 1) % 3] + input_[token][j] + input);
    for (int v = 0; v < Tokens; ++v) {
      scores[v] = 0;
      for (int j = 0; j < 3; ++j) scores[v] += sharpness_ * output_[v][j] * h[j];
    }
  }
  static std::vector<double> log_softmax(double const* scores) {
    double total = 0;
    for (int v = 0; v < Tokens; ++v) total += std::exp(scores[v]);
    std::vector<double> result;
    for (int v = 0; v < Tokens; ++v) result.push_back(scores[v] - std::log(total));
    return result;
  }

  // As a search calls it: ids [Batch...], state [Batch..., Hidden], memory [Letters, Batch].
  template <class... R>
  auto operator()(sp::tensor<sp::index<Token>, R...> const& ids, sp::tensor<double, R..., Hidden> const& state,
                  sp::tensor<double, Letters, Batch> const& memory) {
    ++calls;
    auto const x = sp::detail::access::of(ids);
    auto const m = sp::detail::access::of(memory);
    sp::extent_t const rows = x.s.elements(), batch = x.s.template size<Batch>();
    positions += static_cast<int>(rows);
    answer<sp::tensor<double, R..., Token>, sp::tensor<double, R..., Hidden>,
           sp::tensor<sp::probability<float>, R..., Letters>>
        result;
    result.scores = sp::detail::unwritten<double>(sp::detail::shape_from("toy", sp::axes<R..., Token>{}, x.s));
    result.state = state;
    result.weights = sp::detail::unwritten<sp::probability<float>>(
        sp::detail::shape_from("toy", sp::axes<R..., Letters>{}, x.s, m.s));
    auto const& lengths = m.s.template stored<Letters>().extent;
    for (sp::extent_t row = 0; row < rows; ++row) {
      sp::extent_t const b = row / (batch == 0 ? 1 : rows / batch);
      double input = 0;
      for (sp::extent_t t = 0; t < lengths.lengths[b]; ++t) input += m.p[t * batch + b];
      double* const h = sp::detail::access::data(result.state) + row * 3;
      step(x.p[row], input, h, sp::detail::access::data(result.scores) + row * Tokens);
      float* const w = sp::detail::access::data(result.weights) + row * lengths.longest;
      for (sp::extent_t t = 0; t < lengths.longest; ++t) // of the token that goes in and the place in the input
        w[t] = t < lengths.lengths[b] ? static_cast<float>(x.p[row]) / 16 + static_cast<float>(t) / 64 : 0;
    }
    return result;
  }
};

// Inputs of given lengths, their numbers by row: the same for a row wherever it stands.
struct inputs {
  sp::tensor<double, Batch, Hidden> state;
  sp::tensor<double, Letters, Batch> memory;
};
inline inputs inputs_of(std::vector<int> const& names, std::vector<int> const& lengths, sp::extent_t padded_to = 0) {
  Batch const batch{names.size()};
  inputs result{sp::tensor<double, Batch, Hidden>(batch),
                sp::tensor<double, Letters, Batch>(Letters{{lengths, padded_to}}, batch)};
  auto const longest = result.memory.extent<Letters>().size();
  for (std::size_t b = 0; b < names.size(); ++b) {
    sp::random_sequence random(static_cast<std::uint64_t>(names[b]));
    for (std::size_t j = 0; j < 3; ++j) result.state.unnamed()[b * 3 + j] = random.uniform(-1, 1);
    for (std::size_t t = 0; t < static_cast<std::size_t>(longest); ++t)
      result.memory.unnamed()[t * names.size() + b] = static_cast<int>(t) < lengths[b] ? random.uniform(-1, 1) : 1e3;
  }
  return result;
}

// What one output scores, computed by itself.
template <int Tokens>
double log_probability(decoder<Tokens> const& model, inputs const& all, std::size_t row, std::vector<int> tokens,
                       bool complete) {
  if (complete) tokens.push_back(1);
  auto const batch = static_cast<std::size_t>(all.state.template extent<Batch>().size());
  double input = 0, sum = 0, h[3], scores[Tokens];
  int const length = all.memory.template extent<Letters>().lengths()[row];
  for (int t = 0; t < length; ++t) input += all.memory.unnamed()[static_cast<std::size_t>(t) * batch + row];
  for (std::size_t j = 0; j < 3; ++j) h[j] = all.state.unnamed()[row * 3 + j];
  int before = 0;
  for (int token : tokens) {
    model.step(before, input, h, scores);
    sum += model.log_softmax(scores)[static_cast<std::size_t>(token)];
    before = token;
  }
  return sum;
}

} // namespace toy
