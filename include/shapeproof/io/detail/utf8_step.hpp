// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace sp::detail {

// One decoded code point, or what is wrong with the bytes (`problem` is null when nothing is).
struct utf8_step {
  char32_t code_point = 0;
  std::size_t size = 0; // bytes
  char const* problem = nullptr;
};

// Decodes the code point at `at` (which lies inside `text`) by the table of well-formed sequences, Unicode 15, table
// 3-7.
inline utf8_step decode_utf8_at(std::string_view text, std::size_t at) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  unsigned const first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first < 0xC0) return {0, 1, "a continuation byte without a first byte"};
  if (first < 0xC2) return {0, 1, "an overlong form"};
  if (first > 0xF4) return {0, 1, first > 0xF7 ? "a byte that UTF-8 never uses" : "a code point above U+10FFFF"};
  std::size_t const size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t code_point = first & (0x7Fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if (at + i >= text.size()) return {0, i, "a sequence that is cut off"};
    if ((byte(i) & 0xC0u) != 0x80u) return {0, i, "a sequence that is cut off"};
    code_point = code_point << 6 | (byte(i) & 0x3Fu);
  }
  if (code_point < (size == 3 ? 0x800u : size == 4 ? 0x10000u : 0x80u)) return {0, size, "an overlong form"};
  if (code_point >= 0xD800 && code_point < 0xE000) return {0, size, "a surrogate"};
  if (code_point > 0x10FFFF) return {0, size, "a code point above U+10FFFF"};
  return {code_point, size};
}

// The first place where `text` is not UTF-8; `step.problem` is null when there is none.
struct utf8_fault {
  std::size_t at = 0; // byte offset
  utf8_step step;
};
inline utf8_fault find_utf8_fault(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    utf8_step const step = decode_utf8_at(text, at);
    if (step.problem != nullptr) return {at, step};
    at += step.size;
  }
  return {};
}

// "0xC0 0x80 is an overlong form", for the end of a message.
inline std::string describe(std::string_view text, utf8_fault const& fault) {
  std::string out;
  for (std::size_t i = 0; i < fault.step.size; ++i) {
    char hex[8];
    std::snprintf(hex, sizeof hex, "0x%02X ", unsigned{static_cast<unsigned char>(text[fault.at + i])});
    out += hex;
  }
  return out + "is " + fault.step.problem;
}

// Appends the UTF-8 form of `code_point`, which is at most U+10FFFF and no surrogate.
inline void append_utf8(std::string& out, char32_t code_point) {
  auto const put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (code_point < 0x80) {
    put(code_point);
    return;
  }
  if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
  } else {
    if (code_point < 0x10000) {
      put(0xE0 | code_point >> 12);
    } else {
      put(0xF0 | code_point >> 18);
      put(0x80 | (code_point >> 12 & 0x3F));
    }
    put(0x80 | (code_point >> 6 & 0x3F));
  }
  put(0x80 | (code_point & 0x3F));
}

} // namespace sp::detail
