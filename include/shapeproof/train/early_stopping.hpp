// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "goal.hpp"
#include "option.hpp"

#include <optional>

namespace sp {

// Finds the best evaluation and says when to stop: after `patience` evaluations in a row that were not better than the
// best one (with a patience of 0, never), or as soon as one is as good as `enough`. Throws usage_error for a negative
// patience, number_error for a NaN metric.
struct early_stopping {
  int patience = 0;
  goal aim = goal::minimise;
  std::optional<double> enough = {};
  metric_watch watch = {};

  // True if `metric` is the best so far, so that these parameters are the ones to keep.
  bool observe(double metric) {
    detail::check_option(patience >= 0, "early_stopping", "patience", patience, "at least 0");
    return watch.observe(aim, metric);
  }

  bool should_stop() const {
    bool const is_enough = enough && watch.evaluations > 0 && !is_better(aim, *enough, watch.best);
    return is_enough || (patience > 0 && watch.since_best >= patience);
  }

  template <class Visitor>
  void for_each_state(Visitor&& visit) {
    watch.for_each_state(visit);
  }
};

} // namespace sp
