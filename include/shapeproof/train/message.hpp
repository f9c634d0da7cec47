// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <charconv>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace sp::detail {

// The shortest decimal text that reads back as the same number.
[[gnu::noinline]] inline std::string shortest(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

// A piece of a message: a text or a number.
class message_part {
public:
  message_part(std::string_view text) : text_(text) {}
  message_part(std::string const& text) : text_(text) {}
  message_part(char const* text) : text_(text) {}
  template <std::integral Number>
  message_part(Number number) : whole_(static_cast<std::int64_t>(number)), kind_(whole) {}
  message_part(double number) : real_(number), kind_(real) {}

  void append_to(std::string& message) const {
    if (kind_ == text) {
      message += text_;
      return;
    }
    char digits[32];
    auto const end = kind_ == whole ? std::to_chars(digits, digits + sizeof digits, whole_).ptr
                                    : std::to_chars(digits, digits + sizeof digits, real_).ptr;
    message.append(digits, end);
  }

private:
  enum kind { text, whole, real };
  std::string_view text_;
  std::int64_t whole_ = 0;
  double real_ = 0;
  kind kind_ = text;
};

// A message from its pieces, at less code for each message than a chain of + would be.
[[gnu::noinline]] inline std::string message(std::initializer_list<message_part> parts) {
  std::string text;
  for (auto const& part : parts) part.append_to(text);
  return text;
}

} // namespace sp::detail
