// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "metrics.hpp"
#include "progress.hpp"
#include "tensorboard.hpp"
#include "training_position.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sp {

// Everything that a training tells: progress for a person, and rows of metrics as CSV and for TensorBoard.
class training_log {
public:
  // Without `out` there is no progress, without `folder` there are no files. `metrics` are the names of what an
  // evaluation gives. A resumed training goes on after `last_update`; one that is new finds no rows in its files.
  // Throws as metrics_file and tensorboard_file do.
  training_log(std::FILE* out, std::string const& folder, std::vector<std::string> metrics,
               std::optional<std::int64_t> last_update)
      : metrics_(std::move(metrics)) {
    if (out) progress_.emplace(out);
    if (folder.empty()) return;
    std::vector<std::string> columns(own_columns.size() + metrics_.size());
    std::copy(own_columns.begin(), own_columns.end(), columns.begin());
    std::copy(metrics_.begin(), metrics_.end(), columns.begin() + std::ssize(own_columns));
    auto const path = detail::message({folder, "/metrics.csv"});
    rows_.emplace(last_update ? metrics_file::resume(path, columns, *last_update) : metrics_file::start(path, columns));
    events_.emplace(detail::message({folder, "/events"}), last_update.value_or(0));
  }

  void report(progress_report const& update) {
    if (progress_) progress_->report(update);
  }
  void end_epoch() {
    if (progress_) progress_->end_epoch();
  }
  void message(std::string_view line) {
    if (progress_) progress_->message(line);
  }

  // One row: the updates since the last one, and the values of an evaluation if there was one.
  void row(training_position const& at, double learning_rate, std::vector<double> const& evaluation) {
    if (!rows_) return;
    bool const learned = at.row_tokens > 0;
    double const loss = learned ? at.row_loss / at.row_tokens : 0;
    std::vector<csv_cell> cells(own_columns.size() + metrics_.size());
    std::vector<std::string> tags(own_columns.size() + metrics_.size());
    std::vector<tensorboard_scalar> scalars;
    scalars.reserve(tags.size());
    auto const both = [&](std::size_t column, std::string tag, double value) {
      cells[column] = value, tags[column] = std::move(tag);
      scalars.push_back({tags[column], static_cast<float>(value)});
    };
    cells[0] = at.epoch, cells[2] = at.row_tokens, cells[5] = at.skipped, cells[6] = at.seconds;
    both(4, "training/learning_rate", learning_rate);
    if (learned) both(1, "training/loss", loss), both(3, "training/gradient_norm", at.row_norm);
    for (std::size_t i = 0; i < evaluation.size(); ++i)
      both(own_columns.size() + i, detail::message({"evaluation/", metrics_[i]}), evaluation[i]);
    rows_->append(at.update, cells);
    events_->append(at.update, {scalars.data(), scalars.size()});
  }

  // `epoch 3, update 870: loss 0.412, word errors 0.28, the best so far`
  void evaluation(training_position const& at, std::vector<double> const& values, bool best) {
    auto line = detail::message({"epoch ", at.epoch, ", update ", at.update, ": "});
    for (std::size_t i = 0; i < values.size(); ++i)
      line += detail::message({i ? ", " : "", metrics_[i], " ", number_text(values[i])});
    message(line += best ? ", the best so far" : "");
  }

private:
  static constexpr std::array<std::string_view, 7> own_columns = {"epoch",         "loss",    "tokens", "gradient_norm",
                                                                  "learning_rate", "skipped", "seconds"};

  std::vector<std::string> metrics_;
  std::optional<progress> progress_;
  std::optional<metrics_file> rows_;
  std::optional<tensorboard_file> events_;
};

} // namespace sp
