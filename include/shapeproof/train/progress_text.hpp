// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/message.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace sp {

// `0:07`, `3:25`, `1:02:03`, `2 d 03:04`; `-:--` for what is negative, not finite or more than 999 days.
inline std::string duration_text(double seconds) {
  if (!(seconds >= 0) || seconds >= 1000 * 86400.0) return "-:--";
  auto const whole = static_cast<int>(seconds);
  int const days = whole / 86400, hours = whole / 3600 % 24, minutes = whole / 60 % 60;
  char text[48];
  if (days > 0)
    std::snprintf(text, sizeof text, "%d d %02d:%02d", days, hours, minutes);
  else if (hours > 0)
    std::snprintf(text, sizeof text, "%d:%02d:%02d", hours, minutes, whole % 60);
  else
    std::snprintf(text, sizeof text, "%d:%02d", minutes, whole % 60);
  return text;
}

// Four significant digits: `1.235`, `0.001`, `2e-05`.
inline std::string number_text(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", number);
  return text;
}

// Three significant digits with a metric prefix: `12`, `12.3k`, `1.23M`, `456G`.
inline std::string amount_text(double amount) {
  if (!std::isfinite(amount) || std::fabs(amount) < 999.5) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", amount);
    return text;
  }
  std::size_t prefix = 0;
  for (; std::fabs(amount) >= 999.5 && prefix < 4; ++prefix) amount /= 1000;
  double const size = std::fabs(amount);
  char text[48];
  std::snprintf(text, sizeof text, "%.*f%c", size < 9.995 ? 2 : size < 99.95 ? 1 : 0, amount, " kMGT"[prefix]);
  return text;
}

// `done` from 0 to 1 of `width` columns are filled; in block characters, or in ASCII.
inline std::string bar_text(double done, int width, bool utf8) {
  auto const filled = static_cast<int>(std::lround(std::clamp(done, 0.0, 1.0) * width));
  std::string bar;
  for (int i = 0; i < width; ++i) bar += i < filled ? (utf8 ? "█" : "#") : (utf8 ? "░" : ".");
  return bar;
}

// What one line of progress says.
struct progress_values {
  double done = 0; // of the whole training, from 0 to 1
  std::int64_t epoch = 0, epochs = 0;
  std::int64_t update = 0;
  double loss = 0;
  double tokens_per_second = 0;
  double learning_rate = 0;
  double seconds_left = -1; // negative: not known yet
};

// A line for a file or a pipe.
inline std::string plain_progress_line(progress_values const& now) {
  return detail::message({"epoch ", now.epoch, "/", now.epochs, ", update ", now.update, ", loss ",
                          number_text(now.loss), ", ", amount_text(now.tokens_per_second), " tokens/s, learning rate ",
                          number_text(now.learning_rate), ", ", duration_text(now.seconds_left), " left"});
}

// A line for a terminal of `columns` columns; it takes at most one column less, so that it never wraps. On a narrow
// terminal the less important parts are left out, the loss last.
inline std::string live_progress_line(progress_values const& now, int columns, bool utf8) {
  int const room = std::max(columns - 1, 0);
  char percent[8];
  std::snprintf(percent, sizeof percent, "%3.0f%%", std::floor(std::clamp(now.done, 0.0, 1.0) * 100));
  struct part {
    int importance;
    std::string text;
  };
  part const parts[] = {
      {5, percent},
      {3, detail::message({"epoch ", now.epoch, "/", now.epochs})},
      {1, detail::message({"update ", now.update})},
      {6, detail::message({"loss ", number_text(now.loss)})},
      {2, detail::message({amount_text(now.tokens_per_second), " tokens/s"})},
      {0, detail::message({"rate ", number_text(now.learning_rate)})},
      {4, detail::message({duration_text(now.seconds_left), " left"})},
  };
  for (int least = 0; least <= 6; ++least) {
    std::string line;
    for (auto const& [importance, text] : parts)
      if (importance >= least) line.append(line.empty() ? "" : "  ").append(text);
    int const left = room - static_cast<int>(line.size());
    if (left < 0) continue;
    constexpr int narrowest = 8, widest = 30; // of the bar with its space
    if (left >= narrowest) line = detail::message({bar_text(now.done, std::min(left, widest) - 1, utf8), " ", line});
    return line;
  }
  return parts[3].text.substr(0, static_cast<std::size_t>(room));
}

} // namespace sp
