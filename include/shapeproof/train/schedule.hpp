// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "goal.hpp"
#include "option.hpp"

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>

namespace sp {

// A learning-rate schedule is called with the number of an update, counted from 1, and gives the factor by which the
// optimizer's learning rate is multiplied in it.
template <class S>
concept learning_rate_schedule = requires(S const& schedule, std::int64_t update) {
  { schedule(update) } -> std::same_as<double>;
};

} // namespace sp

// Schedules are plain structs; an option out of range and an update below 1 throw usage_error when they are called.
namespace sp::schedule {

namespace detail {

inline void check_update(char const* owner, std::int64_t update) {
  sp::detail::check_option(update >= 1, owner, "the update", static_cast<double>(update), "at least 1");
}

inline void check_updates(char const* owner, std::int64_t updates) {
  sp::detail::check_option(updates >= 1, owner, "updates", static_cast<double>(updates), "at least 1");
}

} // namespace detail

// The same rate in all updates.
struct constant {
  double operator()(std::int64_t update) const {
    detail::check_update("constant", update);
    return 1;
  }
};

// Rises linearly to its peak of 1 at update `warm_up`, then falls with the inverse square root of the update:
// Vaswani et al. 2017, section 5.3. Their rate is this one with a learning rate of (width * warm_up)^-0.5.
struct inverse_square_root {
  std::int64_t warm_up = 4000;

  double operator()(std::int64_t update) const {
    detail::check_update("inverse_square_root", update);
    sp::detail::check_option(warm_up >= 1, "inverse_square_root", "warm_up", static_cast<double>(warm_up),
                             "at least 1");
    double const ratio = static_cast<double>(update) / static_cast<double>(warm_up);
    return std::min(ratio, 1 / std::sqrt(ratio));
  }
};

// Multiplies the rate by `factor` over every `updates` updates, smoothly: factor^((update - 1) / updates).
struct exponential_decay {
  double factor = 0.5;
  std::int64_t updates = 1000;

  double operator()(std::int64_t update) const {
    detail::check_update("exponential_decay", update);
    detail::check_updates("exponential_decay", updates);
    sp::detail::check_option(factor > 0 && factor <= 1, "exponential_decay", "factor", factor, "above 0 and at most 1");
    return std::pow(factor, static_cast<double>(update - 1) / static_cast<double>(updates));
  }
};

// Half a cosine from 1 in the first update down to `minimum` after `updates` of them, where it stays: Loshchilov and
// Hutter 2017, equation 5, without restarts.
struct cosine {
  std::int64_t updates = 10000;
  double minimum = 0;

  double operator()(std::int64_t update) const {
    detail::check_update("cosine", update);
    detail::check_updates("cosine", updates);
    sp::detail::check_option(minimum >= 0 && minimum <= 1, "cosine", "minimum", minimum, "from 0 to 1");
    if (update > updates) return minimum;
    constexpr double pi = 3.14159265358979323846;
    double const done = static_cast<double>(update - 1) / static_cast<double>(updates);
    return minimum + (1 - minimum) * (1 + std::cos(pi * done)) / 2;
  }
};

// Multiplies the rate by `factor` whenever the metric has not become better in `patience` evaluations in a row, but
// never goes below `minimum`. It must be told the metric: `observe` after each evaluation.
struct plateau {
  double factor = 0.5;
  int patience = 2;
  double minimum = 0;
  goal aim = goal::minimise;
  metric_watch watch = {};
  double reached = 1; // the factor that holds now

  double operator()(std::int64_t update) const {
    detail::check_update("plateau", update);
    check();
    return reached;
  }

  // Throws number_error if `metric` is NaN.
  void observe(double metric) {
    check();
    watch.observe(aim, metric);
    if (watch.since_best < patience) return;
    watch.since_best = 0;
    reached = std::max(minimum, reached * factor);
  }

  template <class Visitor>
  void for_each_state(Visitor&& visit) {
    watch.for_each_state(visit), visit(reached);
  }

private:
  void check() const {
    sp::detail::check_option(factor > 0 && factor < 1, "plateau", "factor", factor, "above 0 and below 1");
    sp::detail::check_option(patience >= 1, "plateau", "patience", patience, "at least 1");
    sp::detail::check_option(minimum >= 0 && minimum <= 1, "plateau", "minimum", minimum, "from 0 to 1");
  }
};

// Rises linearly over `updates` updates to where `then` begins, and goes on as `then`, which counts from 1 again:
// `warm_up{.updates = 400, .then = cosine{.updates = 20000}}`.
template <learning_rate_schedule Then = constant>
struct warm_up {
  std::int64_t updates = 1000;
  Then then = {};

  double operator()(std::int64_t update) const {
    detail::check_update("warm_up", update);
    detail::check_updates("warm_up", updates);
    if (update > updates) return then(update - updates);
    return static_cast<double>(update) / static_cast<double>(updates) * then(1);
  }

  void observe(double metric)
    requires requires(Then t) { t.observe(metric); }
  {
    then.observe(metric);
  }

  template <class Visitor>
  void for_each_state(Visitor&& visit) {
    if constexpr (requires { then.for_each_state(visit); }) then.for_each_state(visit);
  }
};

} // namespace sp::schedule
