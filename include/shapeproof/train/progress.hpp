// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "progress_text.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace sp {

// Seconds since some fixed moment, never going back.
inline double steady_seconds() {
  ::timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

namespace detail {

inline std::string_view environment(char const* name) {
  char const* const value = std::getenv(name);
  return value ? value : "";
}

// Whether a line on `out` can be drawn again: it is a terminal that understands it, and NO_COLOR does not ask for less.
inline bool is_live_terminal(std::FILE* out) {
  return ::isatty(::fileno(out)) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

// The first of these variables that is set decides: POSIX, Environment Variables, 8.2.
inline bool locale_is_utf8() {
  for (auto const* name : {"LC_ALL", "LC_CTYPE", "LANG"})
    if (auto const value = environment(name); !value.empty())
      return value.find("UTF-8") != value.npos || value.find("utf8") != value.npos;
  return false;
}

} // namespace detail

// What training tells after each update.
struct progress_report {
  double done = 0; // of the whole training, from 0 to 1
  std::int64_t epoch = 0, epochs = 0;
  std::int64_t update = 0;
  double tokens = 0; // in this update
  double loss = 0;
  double learning_rate = 0;
};

// Shows how far training is: on a terminal one live line, drawn at most ten times a second; elsewhere a plain line
// every ten seconds and at the end of each epoch. The loss and the speed shown are smoothed over about five seconds.
class progress {
public:
  explicit progress(std::FILE* out = stderr, double (*clock)() = steady_seconds)
      : out_(out), clock_(clock), live_(detail::is_live_terminal(out)), utf8_(detail::locale_is_utf8()),
        previous_(clock()), drawn_(previous_) {}
  progress(progress const&) = delete;
  progress& operator=(progress const&) = delete;
  ~progress() { finish(); }

  // After an update. The first report tells where the training goes on, so that the time left is right after a resume.
  void report(progress_report const& update) {
    double const now = clock_();
    take(update, now);
    if (now - drawn_ >= (live_ ? 0.1 : 10.0)) draw(now);
  }

  // The epoch of the last report has ended.
  void end_epoch() {
    if (!live_ && values_.update != drawn_update_) draw(clock_());
  }

  // A line of its own, such as the result of an evaluation; the live line stays below it.
  void message(std::string_view line) {
    if (live_) std::fputs("\r\x1b[K", out_);
    std::fprintf(out_, "%.*s\n", static_cast<int>(line.size()), line.data());
    if (live_ && drawn_update_ >= 0) draw(clock_());
    std::fflush(out_);
  }

  // Leaves the last state of the live line on the terminal.
  void finish() {
    if (!live_ || values_.update == 0) return;
    draw(clock_());
    std::fputc('\n', out_);
    std::fflush(out_);
    values_.update = 0, drawn_update_ = -1;
  }

private:
  void take(progress_report const& update, double now) {
    double const passed = now - previous_;
    previous_ = now;
    tokens_ += update.tokens, seconds_ += passed;
    values_.done = update.done;
    values_.epoch = update.epoch, values_.epochs = update.epochs;
    values_.update = update.update;
    values_.learning_rate = update.learning_rate;
    if (first_done_ < 0) {
      first_done_ = update.done, first_time_ = now;
      values_.loss = update.loss;
    }
    double const weight = -std::expm1(-passed / 5);
    values_.loss += weight * (update.loss - values_.loss);
    if (seconds_ <= 0) return;
    // Tokens and seconds fade together, so that their ratio is the speed of the last seconds.
    values_.tokens_per_second = tokens_ / seconds_;
    tokens_ *= 1 - weight, seconds_ *= 1 - weight;
    double const gained = update.done - first_done_;
    values_.seconds_left = gained > 0 ? (now - first_time_) / gained * (1 - update.done) : -1;
  }

  void draw(double now) {
    drawn_ = now, drawn_update_ = values_.update;
    if (live_) {
      ::winsize size{};
      int const columns = ::ioctl(::fileno(out_), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
      std::fprintf(out_, "\r%s\x1b[K", live_progress_line(values_, columns, utf8_).c_str());
    } else {
      std::fprintf(out_, "%s\n", plain_progress_line(values_).c_str());
    }
    std::fflush(out_);
  }

  std::FILE* out_;
  double (*clock_)();
  bool live_, utf8_;
  progress_values values_;
  double tokens_ = 0, seconds_ = 0;
  double previous_, drawn_;
  double first_done_ = -1, first_time_ = 0;
  std::int64_t drawn_update_ = -1;
};

} // namespace sp
