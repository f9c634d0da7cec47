// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <shapeproof/core/error.hpp>
#include <shapeproof/train/csv.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sp {

// A CSV file (RFC 4180) with one row per report of a training run. Its first column is the number of the update. Each
// row reaches the system with one write, so that a killed run leaves whole rows.
class metrics_file {
public:
  // Starts `path`, with the columns `update` and `columns`. Throws data_error if rows of another run are in it, file_error.
  static metrics_file start(std::string path, std::span<std::string const> columns) {
    return {std::move(path), columns, std::nullopt};
  }

  // Goes on with `path`, or starts it. Rows beyond `last_update`, which the resumed run computes again, are dropped, and
  // so is a last row that is not whole. Throws data_error, and changes nothing, if it has other columns; file_error.
  static metrics_file resume(std::string path, std::span<std::string const> columns, std::int64_t last_update) {
    return {std::move(path), columns, last_update};
  }

  metrics_file(metrics_file&& other) noexcept
      : path_(std::move(other.path_)), width_(other.width_), file_(std::exchange(other.file_, -1)) {}
  metrics_file& operator=(metrics_file&&) = delete;
  ~metrics_file() {
    if (file_ >= 0) ::close(file_);
  }

  // Adds a row: one cell for each column after `update`. Throws usage_error for another number of cells, file_error.
  void append(std::int64_t update, std::span<csv_cell const> cells) {
    if (cells.size() != width_)
      throw usage_error(path_ + " has " + std::to_string(width_) + " columns after the update, but the row has " +
                        std::to_string(cells.size()) + " cells");
    std::string row = std::to_string(update);
    for (auto const& cell : cells) row += ',' + cell.text();
    write_all(row + '\n');
  }

private:
  metrics_file(std::string path, std::span<std::string const> columns, std::optional<std::int64_t> last_update)
      : path_(std::move(path)), width_(columns.size()) {
    std::string header = "update";
    for (auto const& column : columns) header += ',' + csv_quoted(column);
    header += '\n';
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (file_ < 0) fail("cannot be opened");
    try {
      auto const text = read_all();
      auto const kept = csv_rows_to_keep(text, header, last_update.value_or(0), path_);
      if (!last_update && text.size() > header.size())
        throw data_error(path_ + " already has rows, of another run; a new run needs a new file");
      if (kept < text.size() && ::ftruncate(file_, static_cast<off_t>(kept)) != 0) fail("cannot be shortened");
      if (kept == 0) write_all(header);
    } catch (...) {
      ::close(file_);
      throw;
    }
  }

  [[noreturn]] void fail(char const* what) const { throw file_error(path_ + ' ' + what + ": " + std::strerror(errno)); }

  std::string read_all() const {
    std::string text;
    char part[1 << 14];
    for (;;) {
      auto const count = ::read(file_, part, sizeof part);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail("cannot be read");
      if (count == 0) return text;
      text.append(part, static_cast<std::size_t>(count));
    }
  }

  void write_all(std::string_view text) const {
    while (!text.empty()) {
      auto const count = ::write(file_, text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail("cannot be written");
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  std::string path_;
  std::size_t width_;
  int file_ = -1;
};

} // namespace sp
