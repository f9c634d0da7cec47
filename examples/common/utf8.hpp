// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <shapeproof/core/error.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

// Bytes of the character that begins at `text[at]`; 0 where it is not well-formed UTF-8 (Unicode 15, table 3-7: no
// overlong form, no surrogate, nothing above U+10FFFF).
inline std::size_t character_bytes(std::string_view text, std::size_t at) {
  auto const byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
  auto const within = [](unsigned char value, int low, int high) { return low <= value && value <= high; };
  unsigned char const first = byte(0);
  if (first < 0x80) return 1;
  std::size_t const bytes = within(first, 0xC2, 0xDF)   ? 2
                            : within(first, 0xE0, 0xEF) ? 3
                            : within(first, 0xF0, 0xF4) ? 4
                                                        : 0;
  if (bytes == 0 || text.size() - at < bytes) return 0;
  int const low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  int const high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (!within(byte(1), low, high)) return 0;
  for (std::size_t offset = 2; offset < bytes; ++offset)
    if (!within(byte(offset), 0x80, 0xBF)) return 0;
  return bytes;
}

// The characters of a text, one string for each. Throws data_error where the text is not UTF-8.
inline std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> result;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t const bytes = character_bytes(text, at);
    if (bytes == 0)
      throw sp::data_error("the text is not UTF-8 at byte " + std::to_string(at + 1) + ", after " +
                           std::to_string(result.size()) + " good characters");
    result.emplace_back(text.substr(at, bytes));
    at += bytes;
  }
  return result;
}

// The code point of one well-formed character.
inline char32_t code_point(std::string_view character) {
  if (character.size() == 1) return static_cast<unsigned char>(character[0]);
  char32_t value = static_cast<unsigned char>(character[0]) & (0xFFU >> (character.size() + 1));
  for (char const c : character.substr(1)) value = value << 6 | (static_cast<unsigned char>(c) & 0x3FU);
  return value;
}

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

} // namespace examples
