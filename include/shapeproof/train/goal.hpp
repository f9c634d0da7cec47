// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"
#include "option.hpp"

#include <cmath>

namespace sp {

// Whether a metric is better when it is smaller (a loss, an error rate) or larger (an accuracy).
enum class goal { minimise, maximise };

inline bool is_better(goal aim, double candidate, double reference) {
  return aim == goal::minimise ? candidate < reference : candidate > reference;
}

// Follows one metric over the evaluations: the best value, and how many evaluations have passed since it.
// The counts are doubles so that the whole state is one list of doubles in a checkpoint.
struct metric_watch {
  double best = 0;        // means nothing while evaluations == 0
  double evaluations = 0; // values seen
  double since_best = 0;  // values seen after the best one

  // True if `metric` is the best so far; equal to the best is not better. Throws number_error if it is NaN.
  bool observe(goal aim, double metric) {
    if (std::isnan(metric))
      throw number_error(detail::message({"the metric of evaluation ", evaluations + 1, " is nan"}));
    bool const better = evaluations == 0 || is_better(aim, metric, best);
    ++evaluations;
    since_best = better ? 0 : since_best + 1;
    if (better) best = metric;
    return better;
  }

  template <class Visitor>
  void for_each_state(Visitor&& visit) {
    visit(best), visit(evaluations), visit(since_best);
  }
};

} // namespace sp
