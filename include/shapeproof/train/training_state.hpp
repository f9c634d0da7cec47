// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/tape.hpp"
#include "average.hpp"
#include "early_stopping.hpp"
#include "training_position.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sp {

// Everything beside the model that decides how a training goes on.
template <class T, class Optimizer, class Schedule>
struct training_state {
  Optimizer optimizer = {};
  Schedule schedule = {};
  early_stopping stopping = {};
  moving_average<T> average = {};
  std::vector<T> best = {}; // the parameters of the best evaluation; empty before it
  tape::random_state random = {};
  training_position position = {};
  std::uint64_t plan = 0; // tells this data and its division into batches from others

  // Tells `file` (state_writer, state_reader) everything, for `parameters` parameters.
  template <class File>
  void describe(File& file, std::size_t parameters) {
    optimizer.prepare(parameters);
    file.number("optimizer/updates", optimizer.updates);
    optimizer.for_each_state(
        [&](std::string_view name, std::span<T> numbers) { file.numbers("optimizer/" + std::string(name), numbers); });
    file.state("schedule", schedule);
    file.state("early_stopping", stopping);
    file.numbers("average", average.average, parameters);
    file.number("average/updates", average.updates);
    file.numbers("best", best, parameters);
    file.number("random/seed", random.seed);
    file.number("random/draws", random.draws);
    file.number("plan", plan);
    file.number("position/epoch", position.epoch);
    file.number("position/batch", position.batch);
    file.number("position/update", position.update);
    file.number("position/skipped", position.skipped);
    file.number("position/skipped_in_a_row", position.skipped_in_a_row);
    file.number("position/best_update", position.best_update);
    file.number("position/seconds", position.seconds);
    file.number("position/row_tokens", position.row_tokens);
    file.number("position/row_loss", position.row_loss);
    file.number("position/row_norm", position.row_norm);
  }
};

} // namespace sp
