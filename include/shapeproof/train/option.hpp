// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"
#include "../core/message.hpp"

namespace sp::detail {

// Refuses an option that is out of range: `adam: beta1 is 1.5, but it must be at least 0 and below 1`.
inline void check_option(bool allowed, char const* owner, char const* option, double value, char const* rule) {
  if (!allowed) refuse_with<usage_error>({owner, ": ", option, " is ", value, ", but it must be ", rule});
}

} // namespace sp::detail
