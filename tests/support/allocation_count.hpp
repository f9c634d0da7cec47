// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>

// How often this program has asked the system for heap memory so far, by malloc, new or any other way, in all threads. -1
// where that cannot be counted (only glibc without a sanitizer can).
std::ptrdiff_t allocation_count();
