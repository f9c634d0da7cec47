// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string>
#include <string_view>

namespace sp::detail {

// `text` in double quotes for a message: control bytes as \xHH, and at most `longest` bytes (cut between characters).
[[gnu::noinline, gnu::cold]] inline std::string in_quotes(std::string_view text, std::size_t longest = 120) {
  bool const cut = text.size() > longest;
  if (cut) {
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
    text = text.substr(0, end);
  }
  constexpr char const* digits = "0123456789ABCDEF";
  std::string out = "\"";
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      out += "\\x";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out += cut ? "...\"" : "\"";
}

} // namespace sp::detail
