// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "phones.hpp"

#include <shapeproof/data/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace g2p {

using pronunciation = std::vector<std::string>; // phones

struct entry {
  std::string word;                          // unique in a dictionary; its letters are sp::split_code_points(word)
  std::vector<pronunciation> pronunciations; // at least one, each once, in the order of the file
};

// Longer words and pronunciations are taken for a damaged file (CMUdict's longest have 28 letters and 28 phones).
inline constexpr std::size_t longest_word = 100, longest_pronunciation = 100;

// What is wrong with a word, as a sentence; empty if nothing is. Throws data_error if it is not UTF-8.
inline std::string fault_of_word(std::string_view word) {
  std::size_t letters = 0;
  bool blank = false, control = false;
  sp::for_each_code_point(word, [&](char32_t letter, std::string_view) {
    ++letters;
    blank = blank || letter == ' ' || letter == 0xA0;
    control = control || letter < 0x20 || (letter >= 0x7F && letter < 0xA0);
  });
  if (letters == 0) return "the word is empty";
  if (blank) return "the word has a blank in it";
  if (control) return "the word has a control character in it";
  if (letters <= longest_word) return {};
  return "the word has " + std::to_string(letters) + " letters, more than " + std::to_string(longest_word);
}

// A word that a user types, as dictionaries spell it: ASCII letters become upper case. Throws data_error.
inline std::string spelled(std::string_view word) {
  std::string const fault = fault_of_word(word);
  if (!fault.empty()) throw sp::data_error(fault);
  return upper_case(word);
}

// Joins the pronunciations of equal words and drops repeated ones; words stay in the order of their first line.
inline std::vector<entry> join_words(std::vector<std::pair<std::string, pronunciation>> lines) {
  std::vector<std::size_t> order(lines.size()); // by word, then by line
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    int const words = lines[a].first.compare(lines[b].first);
    return words != 0 ? words < 0 : a < b;
  });
  std::vector<std::size_t> first_line(lines.size()); // of the same word
  for (std::size_t i = 0; i < order.size(); ++i) {
    bool const same = i > 0 && lines[order[i]].first == lines[order[i - 1]].first;
    first_line[order[i]] = same ? first_line[order[i - 1]] : order[i];
  }
  std::vector<entry> entries;
  std::vector<std::size_t> place(lines.size()); // of the entry that a line began
  for (std::size_t line = 0; line < lines.size(); ++line) {
    if (first_line[line] == line) {
      place[line] = entries.size();
      entries.push_back({std::move(lines[line].first), {}});
    }
    auto& known = entries[place[first_line[line]]].pronunciations;
    if (std::find(known.begin(), known.end(), lines[line].second) == known.end())
      known.push_back(std::move(lines[line].second));
  }
  return entries;
}

// FNV-1a, 64 bits (Fowler, Noll, Vo).
constexpr std::uint64_t fnv1a64(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

struct split {
  std::vector<entry> training, development;
};

// One word in forty (rounded down) is held out with all its pronunciations: those whose FNV-1a hash is smallest. Both
// parts keep the order of the dictionary. Of fewer than 40 words none is held out.
inline split split_by_hash(std::vector<entry> entries) {
  std::vector<std::uint64_t> hashes;
  for (entry const& entry : entries) hashes.push_back(fnv1a64(entry.word));
  std::vector<std::uint64_t> sorted = hashes;
  std::sort(sorted.begin(), sorted.end());
  std::uint64_t const limit = sorted.empty() ? 0 : sorted[sorted.size() / 40];
  split result;
  for (std::size_t i = 0; i < entries.size(); ++i)
    (hashes[i] < limit ? result.development : result.training).push_back(std::move(entries[i]));
  return result;
}

} // namespace g2p
