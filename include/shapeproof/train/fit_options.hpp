// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../data/batching.hpp"
#include "early_stopping.hpp"
#include "optimizer.hpp"
#include "option.hpp"
#include "schedule.hpp"

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sp {

// What happens to an update with a loss or gradient that is NaN or infinite. The parameters never see it.
enum class non_finite {
  stop, // fit throws number_error, which names the first operation or parameter
  skip  // it is left out and told; but too many in a row stop
};

// What to train on, and how.
template <class MakeBatch, class Loss, class Evaluate = std::nullptr_t, class Probe = std::nullptr_t>
struct training_data {
  // Of each example. The target length is the number of positions that the loss is the mean of; where there is one, the
  // number counts when several batches make one update.
  std::span<example_length const> lengths;
  // make_batch(std::span<extent_t const> examples) gives a batch of these examples, of any type.
  MakeBatch make_batch;
  // loss(model, tape, batch) gives a taped scalar: the mean over the real positions of the batch.
  Loss loss;
  // evaluate(model) gives a std::vector<double>, one number for each name. The first is the metric that is watched.
  Evaluate evaluate = {};
  std::vector<std::string> metrics = {};
  // probe(model, std::string_view input) gives a std::vector<double>; see probe.hpp.
  Probe probe = {};
  std::string probe_input = {};
};

template <class Optimizer = adam<>, class Schedule = schedule::constant>
struct fit_options {
  Optimizer optimizer = {};
  Schedule schedule = {};
  std::int64_t epochs = 10;
  batch_limit batch = batch_limit::tokens(4000);
  over_budget too_long = over_budget::refuse; // or skip
  std::int64_t batches_per_update = 1;        // gradient accumulation
  std::uint64_t seed = 1;                     // of the order of examples and of dropout
  double clip_norm = 1;                       // of the gradient; infinity does not clip
  non_finite on_non_finite = non_finite::stop;
  double average_decay = 0;        // of the moving average of the parameters, which is then evaluated and kept; 0: none
  std::int64_t evaluate_every = 0; // updates; 0: after each epoch
  early_stopping stopping = {};    // whether the metric falls or grows, and when to stop
  bool keep_best = true;           // end with the parameters of the best evaluation, not the last
  std::FILE* progress = stderr;    // nullptr: say nothing
  // Seconds of training, over all calls that a folder joins. When they are over the training ends with an evaluation.
  double time_limit = std::numeric_limits<double>::infinity();

  // If not empty, the run is kept there: checkpoint.safetensors, from which a later call goes on; weights.safetensors,
  // the parameters fit ends with, or the best so far; metrics.csv; and events for TensorBoard.
  std::string folder = {};
  double checkpoint_seconds = 60;
  std::int64_t checkpoint_updates = 0;                            // 0: by time alone
  std::int64_t report_every = 100;                                // updates from one row of metrics to the next
  std::vector<std::pair<std::string, std::string>> metadata = {}; // texts such as vocabularies, for both files
};

// How a training ended.
struct fit_result {
  std::int64_t updates = 0;
  std::int64_t skipped = 0;   // of these, because their numbers were not finite
  std::int64_t epochs = 0;    // that were completed
  bool stopped_early = false; // by the metric
  bool out_of_time = false;
  double best_metric = std::numeric_limits<double>::quiet_NaN();
  std::int64_t best_update = 0;
};

namespace detail {

// Throws usage_error for what can be seen to be wrong before the first update.
template <class Data, class Options>
void check_fit(Data const& data, Options const& options, bool evaluates) {
  auto const at_least = [](char const* name, std::int64_t value, std::int64_t least) {
    check_option(value >= least, "fit", name, static_cast<double>(value), least == 0 ? "at least 0" : "at least 1");
  };
  at_least("epochs", options.epochs, 0);
  at_least("batches_per_update", options.batches_per_update, 1);
  at_least("evaluate_every", options.evaluate_every, 0);
  at_least("checkpoint_updates", options.checkpoint_updates, 0);
  at_least("report_every", options.report_every, 1);
  at_least("stopping.patience", options.stopping.patience, 0);
  check_option(options.clip_norm > 0, "fit", "clip_norm", options.clip_norm, "above 0");
  check_option(options.average_decay >= 0 && options.average_decay < 1, "fit", "average_decay", options.average_decay,
               "at least 0 and below 1");
  check_option(options.time_limit > 0, "fit", "time_limit", options.time_limit, "above 0");
  check_option(options.checkpoint_seconds > 0, "fit", "checkpoint_seconds", options.checkpoint_seconds, "above 0");
  if (options.too_long == over_budget::truncate)
    throw usage_error("fit: examples that are too long can be refused or skipped; to cut them is for make_batch");
  if (evaluates == data.metrics.empty())
    throw usage_error(evaluates ? "fit: evaluate is given, but no names of its metrics"
                                : "fit: metrics are named, but evaluate is not given");
  if (!evaluates && options.stopping.patience > 0)
    throw usage_error("fit: early stopping needs evaluate, which is not given");
  static_cast<void>(options.schedule(1));
}

} // namespace detail
} // namespace sp
