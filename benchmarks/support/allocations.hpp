// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>

namespace bench {

// How often the program has asked the system's allocator for memory so far.
std::size_t allocations();

} // namespace bench
