// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "append_file.hpp"
#include "csv.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sp {

// A CSV file (RFC 4180) with one row per report of a training run. Its first column is the number of the update. Each
// row reaches the system with one write, so that a killed run leaves whole rows.
class metrics_file {
public:
  // Starts `path`, with the columns `update` and `columns`. Throws data_error if rows of another run are in it,
  // file_error.
  static metrics_file start(std::string path, std::vector<std::string> const& columns) {
    return {std::move(path), columns, std::nullopt};
  }

  // Goes on with `path`, or starts it. Rows beyond `last_update`, which the resumed run computes again, are dropped,
  // and so is a last row that is not whole. Throws data_error, and changes nothing, if it has other columns;
  // file_error.
  static metrics_file resume(std::string path, std::vector<std::string> const& columns, std::int64_t last_update) {
    return {std::move(path), columns, last_update};
  }

  // Adds a row: one cell for each column after `update`. Throws usage_error for another number of cells, file_error.
  void append(std::int64_t update, std::vector<csv_cell> const& cells) {
    if (cells.size() != width_)
      detail::refuse_with<usage_error>(
          {file_.path(), " has ", width_, " columns after the update, but the row has ", cells.size(), " cells"});
    auto row = detail::message({update});
    for (auto const& cell : cells) (row += ',') += cell.text();
    file_.append(row += '\n');
  }

private:
  metrics_file(std::string path, std::vector<std::string> const& columns, std::optional<std::int64_t> last_update)
      : width_(columns.size()), file_(std::move(path), O_RDWR | O_CREAT) {
    std::string header = "update";
    for (auto const& column : columns) header.append(",").append(csv_quoted(column));
    header += '\n';
    auto const text = file_.read_rest();
    auto const kept = csv_rows_to_keep(text, header, last_update.value_or(0), file_.path());
    if (!last_update && text.size() > header.size())
      detail::refuse_with<data_error>({file_.path(), " already has rows, of another run; a new run needs a new file"});
    if (kept < text.size()) file_.shorten(kept);
    if (kept == 0) file_.append(header);
  }

  std::size_t width_;
  detail::append_file file_;
};

} // namespace sp
