// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../utf8.hpp"
#include "string_table.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace sp::detail {

// Levenshtein's distance in code points, or `limit` + 1 if it is more than `limit`.
inline extent_t edit_distance(std::u32string const& a, std::u32string const& b, extent_t limit) {
  auto const n = static_cast<extent_t>(a.size()), m = static_cast<extent_t>(b.size());
  if (n - m > limit || m - n > limit) return limit + 1;
  std::vector<extent_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = static_cast<extent_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    extent_t diagonal = row[0];
    extent_t smallest = row[0] = static_cast<extent_t>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      extent_t const replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
      smallest = std::min(smallest, row[j]);
    }
    if (smallest > limit) return limit + 1;
  }
  return std::min(row.back(), limit + 1);
}

// The number of the token from `first` on that `text` most likely means: the same but for ASCII case, else within one
// third of its length in edits; -1 if there is none. Both must be UTF-8.
inline extent_t nearest_token(string_table const& tokens, extent_t first, std::string_view text) {
  auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  auto const same_letter = [&](char a, char b) { return lower(a) == lower(b); };
  for (extent_t id = first; id < tokens.size(); ++id) {
    std::string_view const token = tokens[id];
    if (std::equal(token.begin(), token.end(), text.begin(), text.end(), same_letter)) return id;
  }
  std::u32string const sought = decode_utf8(text);
  extent_t best = static_cast<extent_t>(sought.size()) / 3 + 1, nearest = -1;
  for (extent_t id = first; id < tokens.size() && best > 1; ++id) {
    extent_t const distance = edit_distance(sought, decode_utf8(tokens[id]), best - 1);
    if (distance >= best) continue;
    best = distance;
    nearest = id;
  }
  return nearest;
}

} // namespace sp::detail
