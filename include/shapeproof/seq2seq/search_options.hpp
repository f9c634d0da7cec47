// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <string>

#include "../data/sequence_markers.hpp"

namespace sp {

// How many tokens an output may have at most: `tokens`, and so many more for each real position of its input. The
// number is rounded down. An output that reaches it is ended there, not complete.
struct maximum_length {
  extent_t tokens = 200;
  double per_input_position = 0;
};

// How greedy_search goes about it.
template <axis_tag Token>
struct greedy_options {
  sequence_markers<Token> markers; // of the vocabulary of the output
  sp::maximum_length maximum_length = {};
  bool scores = true;      // false saves the softmax; scores are NaN then
  bool alignments = false; // needs a step that gives weights
};

// How beam_search goes about it.
template <axis_tag Token>
struct beam_options {
  sequence_markers<Token> markers; // of the vocabulary of the output
  int beam = 5;                    // hypotheses that are followed at a time, for each input
  int n_best = 1;                  // outputs wanted for each input, at most as many as `beam`
  // Scores are compared after division by ((5 + n) / 6)^length_normalisation, n being the number of tokens and, of a
  // complete output, the end marker (Wu et al. 2016). 0 compares log probabilities, which favours short outputs.
  double length_normalisation = 0;
  sp::maximum_length maximum_length = {};
  bool alignments = false; // needs a step that gives weights
};

namespace detail {

inline void check(char const* search, maximum_length const& most) {
  if (most.tokens < 0)
    throw usage_error(std::string(search) + ": the maximum length cannot be " + std::to_string(most.tokens) +
                      " tokens");
  if (!(most.per_input_position >= 0) || !std::isfinite(most.per_input_position))
    throw usage_error(std::string(search) + ": the maximum length cannot grow by " +
                      std::to_string(most.per_input_position) + " tokens per input position");
}

template <class Token>
void check(greedy_options<Token> const& options) {
  check("greedy_search", options.maximum_length);
}

template <class Token>
void check(beam_options<Token> const& options) {
  check("beam_search", options.maximum_length);
  if (options.beam < 1)
    throw usage_error("beam_search: a beam of " + std::to_string(options.beam) + " hypotheses follows nothing");
  if (options.n_best < 1 || options.n_best > options.beam)
    throw usage_error("beam_search: the " + std::to_string(options.n_best) + " best are wanted, but with a beam of " +
                      std::to_string(options.beam) + " it must be 1 to as many");
  if (!(options.length_normalisation >= 0) || !std::isfinite(options.length_normalisation))
    throw usage_error("beam_search: a length normalisation of " + std::to_string(options.length_normalisation) +
                      " is not a power from 0 up");
}

} // namespace detail
} // namespace sp
