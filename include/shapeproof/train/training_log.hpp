// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "metrics.hpp"
#include "progress.hpp"
#include "tensorboard.hpp"
#include "training_position.hpp"

#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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
    std::vector<std::string> columns = {"epoch",         "loss",    "tokens", "gradient_norm",
                                        "learning_rate", "skipped", "seconds"};
    columns.insert(columns.end(), metrics_.begin(), metrics_.end());
    auto const path = folder + "/metrics.csv";
    rows_.emplace(last_update ? metrics_file::resume(path, columns, *last_update) : metrics_file::start(path, columns));
    events_.emplace(folder + "/events", last_update.value_or(0));
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
  void row(training_position const& at, double learning_rate, std::span<double const> evaluation) {
    if (!rows_) return;
    bool const learned = at.row_tokens > 0;
    double const loss = learned ? at.row_loss / at.row_tokens : 0;
    std::vector<csv_cell> cells = {at.epoch,      csv_cell(), at.row_tokens, csv_cell(),
                                   learning_rate, at.skipped, at.seconds};
    std::vector<tensorboard_scalar> scalars = {{"training/learning_rate", static_cast<float>(learning_rate)}};
    if (learned) {
      cells[1] = loss, cells[3] = at.row_norm;
      scalars.push_back({"training/loss", static_cast<float>(loss)});
      scalars.push_back({"training/gradient_norm", static_cast<float>(at.row_norm)});
    }
    std::vector<std::string> tags;
    for (auto const& name : metrics_) tags.push_back("evaluation/" + name);
    for (std::size_t i = 0; i < metrics_.size(); ++i) {
      cells.push_back(evaluation.empty() ? csv_cell() : csv_cell(evaluation[i]));
      if (!evaluation.empty()) scalars.push_back({tags[i], static_cast<float>(evaluation[i])});
    }
    rows_->append(at.update, cells);
    events_->append(at.update, scalars);
  }

  // `epoch 3, update 870: loss 0.412, word errors 0.28, the best so far`
  void evaluation(training_position const& at, std::span<double const> values, bool best) {
    auto line = detail::message({"epoch ", at.epoch, ", update ", at.update, ": "});
    for (std::size_t i = 0; i < values.size(); ++i)
      line += detail::message({i ? ", " : "", metrics_[i], " ", number_text(values[i])});
    message(line + (best ? ", the best so far" : ""));
  }

private:
  std::vector<std::string> metrics_;
  std::optional<progress> progress_;
  std::optional<metrics_file> rows_;
  std::optional<tensorboard_file> events_;
};

} // namespace sp
