// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../cpu/optimizer.hpp"
#include "option.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sp {

// An exponential moving average of the parameters, which evaluates better than the last parameters do: Polyak and
// Juditsky 1992, with decay in the place of equal weights. In the first updates the decay is (1 + n) / (10 + n), so
// that the random start is soon forgotten (as in TensorFlow's ExponentialMovingAverage with num_updates).
template <class T = float>
struct moving_average {
  double decay = 0.999;
  std::int64_t updates = 0;
  std::vector<T> average = {};

  // After a step of the optimizer. Throws usage_error for a decay out of range, extent_error for another number of
  // parameters than before; then nothing has changed.
  void update(std::span<T const> parameters) {
    detail::check_option(decay >= 0 && decay < 1, "moving_average", "decay", decay, "at least 0 and below 1");
    if (average.empty()) average.assign(parameters.begin(), parameters.end());
    check_size(parameters.size());
    auto const n = static_cast<double>(updates);
    cpu::exponential_moving_average({}, average.data(), parameters.data(), static_cast<extent_t>(parameters.size()),
                                    std::min(decay, (1 + n) / (10 + n)));
    ++updates;
  }

  // While what this returns lives, the average and the parameters have changed places: for an evaluation. No update
  // may happen meanwhile. Before the first update nothing is exchanged.
  [[nodiscard]] auto swapped_in(std::span<T> parameters) {
    if (!average.empty()) check_size(parameters.size());
    struct exchange {
      std::span<T> parameters, average;
      exchange(std::span<T> p, std::span<T> a) : parameters(p), average(a) { swap(); }
      exchange(exchange const&) = delete;
      exchange& operator=(exchange const&) = delete;
      ~exchange() { swap(); }
      void swap() { std::swap_ranges(average.begin(), average.end(), parameters.begin()); }
    };
    return exchange(parameters, average);
  }

private:
  void check_size(std::size_t parameters) const {
    if (parameters == average.size()) return;
    detail::refuse_with<extent_error>(
        {"moving_average: ", parameters, " parameters, but an average of ", average.size()});
  }
};

} // namespace sp
