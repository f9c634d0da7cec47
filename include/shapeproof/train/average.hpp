// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../cpu/optimizer.hpp"
#include "option.hpp"
#include "parameter_numbers.hpp"

#include <algorithm>
#include <cstdint>

namespace sp {

// An exponential moving average of the parameters, which evaluates better than the last parameters do: Polyak and
// Juditsky 1992, with decay in the place of equal weights. In the first updates the decay is (1 + n) / (10 + n), so
// that the random start is soon forgotten (as in TensorFlow's ExponentialMovingAverage with num_updates). It is where the
// parameters are.
template <class T = float>
struct moving_average {
  double decay = 0.999;
  std::int64_t updates = 0;
  parameter_numbers<T> average = {};

  // After a step of the optimizer. Throws usage_error for a decay out of range, extent_error for another number of
  // parameters than before; then nothing has changed.
  template <detail::one_piece_of<T const> Numbers>
  void update(Numbers const& parameters) {
    detail::check_option(decay >= 0 && decay < 1, "moving_average", "decay", decay, "at least 0 and below 1");
    auto const from = detail::piece_of<T const>(parameters);
    if (average.empty()) average.assign(from);
    check_size(from.size());
    auto const n = static_cast<double>(updates);
    exponential_moving_average(typename detail::device_of<Numbers>::kernels{}, average.in(detail::memory_around(from)),
                               from.data(), static_cast<extent_t>(from.size()), std::min(decay, (1 + n) / (10 + n)));
    ++updates;
  }

  // While what this returns lives, the average and the parameters have changed places: for an evaluation. No update
  // may happen meanwhile. Before the first update nothing is exchanged.
  template <detail::one_piece_of<T> Numbers>
  [[nodiscard]] auto swapped_in(Numbers&& parameters) {
    auto const piece = detail::piece_of<T>(parameters);
    if (!average.empty()) check_size(piece.size());
    return exchange<std::remove_const_t<decltype(piece)>>(piece, average);
  }

private:
  template <class Piece>
  struct exchange {
    Piece parameters;
    parameter_numbers<T>& average;
    parameter_numbers<T> between = {};
    exchange(Piece p, parameter_numbers<T>& a) : parameters(p), average(a) { swap(); }
    exchange(exchange const&) = delete;
    exchange& operator=(exchange const&) = delete;
    ~exchange() {
      try {
        swap();
      } catch (error const&) { // the device has failed, and so tells the next who uses it
      }
    }
    void swap() {
      if (!average.empty()) average.change_places(parameters, between);
    }
  };

  void check_size(std::size_t parameters) const {
    if (parameters == average.size()) return;
    detail::refuse_with<extent_error>(
        {"moving_average: ", parameters, " parameters, but an average of ", average.size()});
  }
};

} // namespace sp
