// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/tape.hpp"
#include "average.hpp"
#include "early_stopping.hpp"
#include "state_file.hpp"
#include "training_position.hpp"

#include <cstdint>
#include <string_view>

namespace sp {

// Everything beside the model that decides how a training goes on.
template <class T, class Optimizer, class Schedule>
struct training_state {
  Optimizer optimizer = {};
  Schedule schedule = {};
  early_stopping stopping = {};
  moving_average<T> average = {};
  parameter_numbers<T> best = {}; // the parameters of the best evaluation; empty before it
  tape::random_state random = {};
  training_position position = {};
  std::uint64_t plan = 0; // tells this data and its division into batches from others

  // Tells everything, for that many parameters.
  void describe(state_parts& parts, std::size_t parameters) {
    optimizer.prepare(parameters);
    parts.number("optimizer/updates", optimizer.updates);
    optimizer.for_each_state([&](std::string_view name, parameter_numbers<T>& numbers) {
      parts.numbers(detail::message({"optimizer/", name}), numbers);
    });
    parts.state("schedule", schedule);
    parts.state("early_stopping", stopping);
    parts.numbers("average", average.average, parameters);
    parts.number("average/updates", average.updates);
    parts.numbers("best", best, parameters);
    parts.number("random/seed", random.seed);
    parts.number("random/draws", random.draws);
    parts.number("plan", plan);
    parts.number("position/epoch", position.epoch);
    parts.number("position/batch", position.batch);
    parts.number("position/update", position.update);
    parts.number("position/skipped", position.skipped);
    parts.number("position/skipped_in_a_row", position.skipped_in_a_row);
    parts.number("position/best_update", position.best_update);
    parts.number("position/seconds", position.seconds);
    parts.number("position/row_tokens", position.row_tokens);
    parts.number("position/row_loss", position.row_loss);
    parts.number("position/row_norm", position.row_norm);
  }
};

} // namespace sp
