// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "model.hpp"
#include "vocabularies.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

namespace dates {

using hypothesis = sp::hypothesis<IsoCharacter>;

// What the model takes written dates to mean and, if that is wanted, how much it looked at each of their characters.
// Throws data_error naming number and character of one that holds what is not in the vocabulary.
std::vector<hypothesis> read(date_reader const& model, vocabularies const& with,
                             std::span<spelling<WrittenCharacter> const> written, bool alignments = false);

// One example as it was read.
struct reading {
  example wanted;
  spelling<IsoCharacter> iso; // what the model gave
  bool right() const { return iso == wanted.iso; }
};

std::vector<reading> read(date_reader const& model, vocabularies const& with, std::vector<example> const& examples);

// The share of examples that were read right in every character: 0..1.
inline double exact_match(std::vector<reading> const& readings) {
  auto const right = std::ranges::count_if(readings, &reading::right);
  return static_cast<double>(right) / static_cast<double>(readings.size());
}

} // namespace dates
