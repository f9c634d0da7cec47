// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>

namespace sp {

// Where a training stands in its data, and what it has seen since the last row of metrics.
struct training_position {
  std::int64_t epoch = 1;
  std::int64_t batch = 0;   // the next one of this epoch
  std::int64_t update = 0;  // done so far, those that were skipped included
  std::int64_t skipped = 0; // updates whose numbers were not finite
  std::int64_t skipped_in_a_row = 0;

  std::int64_t best_update = 0;
  double seconds = 0; // of work, over all sittings

  double row_tokens = 0, row_loss = 0; // the latter times tokens
  double row_norm = 0;                 // the largest one
};

} // namespace sp
