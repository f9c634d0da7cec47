// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <vector>

#include "../core/element.hpp"

namespace sp {

// One output that a search found for one input.
template <axis_tag Token>
struct hypothesis {
  std::vector<index<Token>> tokens; // without markers
  bool complete = false;            // it ended with the end marker; false: the maximum length cut it off
  double score = 0;      // log probability (natural): a sum over the tokens and, of a complete one, the end marker
  double normalised = 0; // the score divided by length normalisation, which beam search sorts by
  // If alignments were asked for: how much each token looked at each real position of the input.
  std::vector<float> alignment; // [tokens, input_positions]
  extent_t input_positions = 0;
};

} // namespace sp
