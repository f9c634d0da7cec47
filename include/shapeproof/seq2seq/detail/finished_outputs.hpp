// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <span>
#include <vector>

#include "../../core/extent.hpp"

namespace sp::detail {

// Where an output ended, and what it scored.
struct finished_output {
  double score, normalised;
  extent_t last, slot, k; // hypothesis k of the row in `slot` of step `last` is its last token
  bool complete;
};

// The best few outputs that ended, of each row, best first; of equal ones the first that ended.
class finished_outputs {
  extent_t most_;
  std::vector<finished_output> outputs_; // [rows, most]
  std::vector<extent_t> counts_;         // [rows]

public:
  finished_outputs(extent_t rows, extent_t most)
      : most_(most), outputs_(static_cast<std::size_t>(rows * most)), counts_(static_cast<std::size_t>(rows)) {}

  std::span<finished_output const> of(extent_t row) const {
    return {outputs_.data() + row * most_, static_cast<std::size_t>(counts_[static_cast<std::size_t>(row)])};
  }
  // Whether as many ended as are wanted, and nothing of at most this normalised score would get among them.
  bool beats(extent_t row, double normalised) const {
    auto const outputs = of(row);
    return std::ssize(outputs) == most_ && outputs.back().normalised >= normalised;
  }
  void add(extent_t row, finished_output const& output) {
    if (beats(row, output.normalised)) return;
    extent_t& count = counts_[static_cast<std::size_t>(row)];
    finished_output* const outputs = outputs_.data() + row * most_;
    extent_t at = count < most_ ? count++ : most_ - 1;
    for (; at > 0 && outputs[at - 1].normalised < output.normalised; --at) outputs[at] = outputs[at - 1];
    outputs[at] = output;
  }
};

// ((5 + n) / 6)^alpha of Wu et al. (2016), for outputs of n tokens, markers counted.
inline double length_penalty(extent_t n, double alpha) { return std::pow((5 + static_cast<double>(n)) / 6, alpha); }

} // namespace sp::detail
