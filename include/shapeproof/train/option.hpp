// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"

#include <charconv>
#include <string>

namespace sp::detail {

// The shortest decimal text that reads back as the same number.
inline std::string shortest(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

// Refuses an option that is out of range: `adam: beta1 is 1.5, but it must be at least 0 and below 1`.
inline void check_option(bool allowed, char const* owner, char const* option, double value, char const* rule) {
  if (allowed) return;
  throw usage_error(std::string(owner) + ": " + option + " is " + shortest(value) + ", but it must be " + rule);
}

} // namespace sp::detail
