// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../core/detail/sorted_order.hpp"
#include "../../core/error.hpp"
#include "../../core/message.hpp"
#include "in_quotes.hpp"
#include "utf8_step.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sp::detail {

// Reads the JSON that weight files need: objects, arrays, strings and whole numbers (RFC 8259, nothing beyond it). The
// caller says what it expects at each place, so nothing else is accepted, nesting is as deep as the caller's code, and
// no tree is built. Throws data_error: "NAME: header byte 12: ...".
class json_reader {
public:
  // `name` leads the messages; bytes are counted from the start of `text`. Throws data_error if `text` is not UTF-8.
  json_reader(std::string_view text, std::string name) : text_(text), name_(std::move(name)) {
    utf8_fault const fault = find_utf8_fault(text);
    if (fault.step.problem != nullptr) refuse(fault.at, message({describe(text, fault), ", not UTF-8"}));
  }

  // Calls `member(key)` for each member; it must read the value. A key that comes twice is refused.
  template <class F>
  void object(F&& member) {
    expect('{', "an object");
    std::vector<std::pair<std::string, std::size_t>> keys;
    if (!take('}')) {
      do {
        skip_space();
        std::size_t const at = at_;
        std::string key = string();
        expect(':', "a colon");
        member(std::string_view(key));
        keys.emplace_back(std::move(key), at);
      } while (take(','));
      expect('}', "a comma or the end of the object");
    }
    refuse_twice(keys);
  }

  // Calls `element()` for each element; it must read it.
  template <class F>
  void array(F&& element) {
    expect('[', "an array");
    if (take(']')) return;
    do element();
    while (take(','));
    expect(']', "a comma or the end of the array");
  }

  std::string string() {
    expect('"', "a string");
    std::string out;
    for (;;) {
      if (at_ == text_.size()) refuse(at_, "the string does not end");
      char const c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) refuse(at_, "a control character in a string");
      ++at_;
      if (c == '"') return out;
      if (c == '\\') {
        escape(out);
      } else {
        out += c;
      }
    }
  }

  std::uint64_t number() {
    skip_space();
    std::size_t const from = at_;
    if (!is_digit()) refuse(at_, "expected a whole number");
    std::uint64_t value = 0;
    for (; is_digit(); ++at_) {
      auto const digit = static_cast<std::uint64_t>(text_[at_] - '0');
      if (value > (UINT64_MAX - digit) / 10) refuse(from, "the number is above 18446744073709551615");
      value = value * 10 + digit;
    }
    if (text_[from] == '0' && at_ > from + 1) refuse(from, "a number with a leading zero");
    return value;
  }

  // Only white space may follow.
  void end() {
    skip_space();
    if (at_ != text_.size()) refuse(at_, "something follows the end of the JSON text");
  }

  // The byte offset that is read next.
  std::size_t at() const { return at_; }

  [[noreturn, gnu::noinline, gnu::cold]] void refuse(std::size_t at, std::string_view what) const {
    refuse_with<data_error>({name_, ": header byte ", at, ": ", what});
  }

private:
  bool is_digit() const { return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; }
  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\n\r").find(text_[at_]) != std::string_view::npos) ++at_;
  }
  bool take(char wanted) {
    skip_space();
    bool const there = at_ < text_.size() && text_[at_] == wanted;
    if (there) ++at_;
    return there;
  }
  void expect(char wanted, char const* named) {
    if (!take(wanted)) refuse(at_, message({"expected ", named}));
  }

  void escape(std::string& out) {
    std::size_t const from = at_ - 1;
    char const kind = at_ < text_.size() ? text_[at_++] : '\0';
    constexpr std::string_view kinds = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    if (std::size_t const i = kinds.find(kind); i != std::string_view::npos) {
      out += meanings[i];
      return;
    }
    if (kind != 'u') refuse(from, "an unknown escape");
    char32_t code_point = four_hex_digits(from);
    if (code_point >= 0xDC00 && code_point < 0xE000)
      refuse(from, "the second half of a surrogate pair without the first");
    if (code_point >= 0xD800 && code_point < 0xDC00) {
      bool const paired = text_.substr(at_, 2) == "\\u";
      at_ += paired ? 2 : 0;
      char32_t const low = paired ? four_hex_digits(from) : 0;
      if (low < 0xDC00 || low > 0xDFFF) refuse(from, "the first half of a surrogate pair without the second");
      code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, code_point);
  }
  char32_t four_hex_digits(std::size_t from) {
    char32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      constexpr std::string_view digits = "0123456789abcdefABCDEF";
      std::size_t digit = at_ < text_.size() ? digits.find(text_[at_]) : std::string_view::npos;
      if (digit == std::string_view::npos) refuse(from, "\\u needs four hexadecimal digits");
      if (digit > 15) digit -= 6;
      value = value * 16 + static_cast<char32_t>(digit);
      ++at_;
    }
    return value;
  }

  void refuse_twice(std::vector<std::pair<std::string, std::size_t>> const& keys) const {
    auto const order =
        sorted_order(keys.size(), [&](std::size_t a, std::size_t b) { return keys[a].first < keys[b].first; });
    for (std::size_t i = 1; i < order.size(); ++i)
      if (auto const& [key, at] = keys[order[i]]; key == keys[order[i - 1]].first)
        refuse(at, message({"the key ", in_quotes(key), " comes twice"}));
  }

  std::string_view text_;
  std::string name_;
  std::size_t at_ = 0;
};

// Appends `text`, which is UTF-8, as a JSON string.
inline void append_json_string(std::string& out, std::string_view text) {
  constexpr char const* digits = "0123456789abcdef";
  out += '"';
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      constexpr std::string_view short_ones = "\b\t\n\f\r", letters = "btnfr";
      std::size_t const i = short_ones.find(c);
      if (i != std::string_view::npos) {
        out += {'\\', letters[i]};
      } else {
        (out += "\\u00") += {digits[byte >> 4], digits[byte & 15]};
      }
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  out += '"';
}

} // namespace sp::detail
