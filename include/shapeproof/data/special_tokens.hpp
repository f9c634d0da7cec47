// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"
#include "../io/detail/in_quotes.hpp"
#include "utf8.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace sp {

// Tokens that stand for no text. They come first in a vocabulary, in this order.
enum class special_token : unsigned char { padding, unknown, begin, end };
inline constexpr std::array<special_token, 4> all_special_tokens{special_token::padding, special_token::unknown,
                                                                 special_token::begin, special_token::end};

// "padding", "unknown", "begin" or "end".
constexpr std::string_view name_of(special_token which) {
  constexpr std::array<std::string_view, 4> names{"padding", "unknown", "begin", "end"};
  return names[static_cast<std::size_t>(which)];
}

// Which special tokens a vocabulary has, and how each is printed: {.unknown = "<unk>", .end = "</s>"}. Data that
// contains such a spelling is refused.
struct special_tokens {
  std::optional<std::string> padding = std::nullopt;
  std::optional<std::string> unknown = std::nullopt;
  std::optional<std::string> begin = std::nullopt;
  std::optional<std::string> end = std::nullopt;

  std::optional<std::string> const& operator[](special_token which) const {
    std::optional<std::string> const* const members[] = {&padding, &unknown, &begin, &end};
    return *members[static_cast<std::size_t>(which)];
  }

  // Throws usage_error if a spelling is empty, not UTF-8, or the same as another one.
  void check() const {
    for (special_token const which : all_special_tokens) {
      std::optional<std::string> const& spelled = (*this)[which];
      if (!spelled) continue;
      std::string const who = "the " + std::string(name_of(which)) + " token " + detail::in_quotes(*spelled);
      if (spelled->empty()) throw usage_error(who + " is empty");
      if (detail::find_utf8_fault(*spelled).step.problem != nullptr) throw usage_error(who + " is not UTF-8");
      for (special_token const other : all_special_tokens) {
        if (other < which && (*this)[other] == spelled) {
          throw usage_error(who + " is spelled like the " + std::string(name_of(other)) + " token");
        }
      }
    }
  }
};

} // namespace sp
