// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../common/attention_picture.hpp"
#include "reading.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace dates {

inline constexpr std::size_t evaluation_dates = 5000;
inline constexpr std::uint64_t evaluation_seed = 1; // the same dates for every model

// A line for each: whether it was read right, as it was written, what was read and, if that is wrong, what it means.
inline void print_readings(std::vector<reading> const& readings) {
  int widest = 0;
  for (reading const& one : readings)
    widest = std::max(widest, examples::terminal_columns(one.wanted.written.characters));
  for (reading const& one : readings) {
    auto const& [written, iso] = one.wanted;
    int const space = widest - examples::terminal_columns(written.characters);
    std::printf("  %s %s%*s  %s", one.right() ? "✓" : "✗", written.characters.c_str(), space, "",
                one.iso.characters.c_str());
    std::printf(one.right() ? "\n" : " (it is %s)\n", iso.characters.c_str());
  }
}

// Reads dates of days that no model is trained on. Prints how many were right, and some of both kinds.
inline void print_evaluation(date_reader const& model, vocabularies const& with) {
  auto const readings = read(model, with, generate(evaluation_seed, part::evaluation, evaluation_dates));
  std::size_t right = 0, wrong = 0;
  std::vector<reading> right_samples, wrong_samples;
  for (reading const& one : readings)
    if (one.right() && right++ < 12)
      right_samples.push_back(one);
    else if (!one.right() && wrong++ < 4)
      wrong_samples.push_back(one);
  std::printf("exact match on unseen dates: %.2f %% (%zu of %zu)\n", 100 * exact_match(readings), right,
              readings.size());
  right_samples.insert(right_samples.end(), wrong_samples.begin(), wrong_samples.end());
  print_readings(right_samples);
}

// How much each character of the ISO form looked at each character of a written date.
inline examples::attention_picture attention_of(date_reader const& model, vocabularies const& with,
                                                std::string const& written) {
  std::vector<spelling<WrittenCharacter>> const texts{{written}};
  auto const found = read(model, with, texts, true).front();
  examples::attention_picture picture;
  picture.weights = found.alignment;
  for (auto const character : sp::split_code_points(written)) picture.inputs.emplace_back(character);
  for (auto const character : found.tokens) picture.outputs.emplace_back(with.iso.token(character));
  picture.title = written + " → " + decode(found.tokens, with.iso).characters;
  return picture;
}

} // namespace dates
