// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <shapeproof/data/utf8.hpp>

#include <array>
#include <string_view>

namespace examples {

// Columns a character takes in a terminal: 0 for marks that combine with the one before, 2 for East Asian wide
// characters and emoji, else 1. By blocks (Unicode 15: general category Mn, Me, Cf; EastAsianWidth W and F).
inline int terminal_columns(char32_t character) {
  struct range {
    char32_t first, last;
    int columns;
  };
  static constexpr std::array<range, 20> ranges{{
      {0x0300, 0x036F, 0}, {0x0483, 0x0489, 0}, {0x0591, 0x05BD, 0}, {0x0610, 0x061A, 0},   {0x064B, 0x065F, 0},
      {0x1100, 0x115F, 2}, {0x1AB0, 0x1AFF, 0}, {0x1DC0, 0x1DFF, 0}, {0x200B, 0x200F, 0},   {0x20D0, 0x20F0, 0},
      {0x2E80, 0x303E, 2}, {0x3041, 0xA4CF, 2}, {0xAC00, 0xD7A3, 2}, {0xF900, 0xFAFF, 2},   {0xFE00, 0xFE0F, 0},
      {0xFE20, 0xFE2F, 0}, {0xFE30, 0xFE6F, 2}, {0xFF01, 0xFF60, 2}, {0x1F300, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
  }};
  for (auto const& range : ranges)
    if (range.first <= character && character <= range.last) return range.columns;
  return 1;
}

// Columns of a text. Throws data_error if it is not UTF-8.
inline int terminal_columns(std::string_view text) {
  int columns = 0;
  sp::for_each_code_point(text, [&](char32_t c, std::string_view) { columns += terminal_columns(c); });
  return columns;
}

} // namespace examples
