// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <shapeproof/core/error.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace g2p {

// The least number of insertions, deletions and substitutions that turn one sequence into the other (Levenshtein).
template <class Token>
std::size_t edit_distance(std::vector<Token> const& from, std::vector<Token> const& to) {
  std::vector<std::size_t> row(to.size() + 1); // distances of the prefix of `from` so far to each prefix of `to`
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      std::size_t const substituted = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

// Errors over many words. For each word the closest reference counts, the shorter one where two are equally close.
struct error_rates {
  std::size_t words = 0, wrong_words = 0, edits = 0, reference_phones = 0;

  // Throws usage_error if there is no reference, or an empty one.
  template <class Token>
  void add(std::vector<Token> const& predicted, std::vector<std::vector<Token>> const& references) {
    std::size_t best = 0, length = 0; // no reference yet: references are not empty
    for (auto const& reference : references) {
      if (reference.empty()) throw sp::usage_error("error_rates: a reference pronunciation is empty");
      std::size_t const distance = edit_distance(predicted, reference);
      if (length != 0 && (distance > best || (distance == best && reference.size() >= length))) continue;
      best = distance;
      length = reference.size();
    }
    if (length == 0) throw sp::usage_error("error_rates: a word has no reference pronunciation");
    ++words;
    wrong_words += best != 0;
    edits += best;
    reference_phones += length;
  }

  // WER and PER in percent, of at least one word.
  double word_errors() const { return 100.0 * static_cast<double>(wrong_words) / static_cast<double>(words); }
  double phone_errors() const { return 100.0 * static_cast<double>(edits) / static_cast<double>(reference_phones); }
};

} // namespace g2p
