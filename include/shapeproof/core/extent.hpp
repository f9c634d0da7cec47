// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>

namespace sp {

// Extents, positions and element counts. Signed, so that loops may run downwards and differences need no cast.
using extent_t = std::ptrdiff_t;

// The extent of an axis that is known only at run time.
inline constexpr extent_t dynamic = -1;

} // namespace sp
