// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"

namespace sp::kernels {

// What is asked of the rows: `count` >= 1 positions of each, never position `excluded`, only of rows that are `wanted`.
struct row_choice {
  extent_t rows, n, count;
  int excluded;
  bool const* wanted; // [rows]
};

} // namespace sp::kernels
