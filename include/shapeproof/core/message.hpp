// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <charconv>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "name.hpp"

// Sentences for people, put together out of line: a chain of + and to_string would be compiled again, at ten times the
// code, wherever something can be refused.
namespace sp::detail {

// A piece of a message: a text, a number or the name of a type.
class message_part {
public:
  message_part(std::string_view text) : text_(text.data()), size_(text.size()) {}
  message_part(std::string const& text) : message_part(std::string_view(text)) {}
  message_part(char const* text) : message_part(std::string_view(text)) {}
  message_part(type_spelling type) : text_(type.signature), kind_(of_type) {}
  template <std::integral Number>
  message_part(Number number)
      : whole_(static_cast<std::int64_t>(number)), kind_(std::unsigned_integral<Number> ? of_natural : of_whole) {}
  message_part(double number) : real_(number), kind_(of_real) {}

  [[gnu::noinline, gnu::cold]] void append_to(std::string& message) const {
    char digits[32];
    if (kind_ == of_text)
      message.append(text_, size_);
    else if (kind_ == of_type)
      message += without_qualifiers({text_});
    else if (kind_ == of_whole)
      message.append(digits, std::to_chars(digits, digits + sizeof digits, whole_).ptr);
    else if (kind_ == of_natural)
      message.append(digits, std::to_chars(digits, digits + sizeof digits, static_cast<std::uint64_t>(whole_)).ptr);
    else
      message.append(digits, std::to_chars(digits, digits + sizeof digits, real_).ptr);
  }

private:
  enum kind { of_text, of_type, of_whole, of_natural, of_real };
  char const* text_ = nullptr;
  union {
    std::size_t size_ = 0;
    std::int64_t whole_;
    double real_;
  };
  kind kind_ = of_text;
};

// A message from its pieces. Of a number that is not whole it has the shortest text that reads back as the same.
[[gnu::noinline, gnu::cold]] inline std::string message(std::initializer_list<message_part> parts) {
  std::string text;
  for (auto const& part : parts) part.append_to(text);
  return text;
}

// Throws an Error with a message from these pieces.
template <class Error>
[[noreturn, gnu::noinline, gnu::cold]] void refuse_with(std::initializer_list<message_part> parts) {
  throw Error(message(parts));
}

} // namespace sp::detail
