// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../io/detail/descriptor.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace sp::detail {

// A file that only grows. What is given to `append` reaches the system at once, so that a killed program loses nothing.
class append_file {
public:
  // `flags` are those of open(2) beside O_APPEND. Throws file_error.
  append_file(std::string path, int flags) : path_(std::move(path)), file_(open_file(path_, flags | O_APPEND, 0666)) {}

  std::string const& path() const { return path_; }

  // Everything from where reading stopped to the end. Throws file_error.
  std::string read_rest() const {
    std::string bytes;
    char part[1 << 14];
    while (auto const count = read_some(file_, part, sizeof part, path_)) bytes.append(part, count);
    return bytes;
  }

  // Throws file_error.
  void append(std::string_view bytes) {
    while (!bytes.empty()) {
      auto const count = ::write(file_.get(), bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw_file_error("write", path_);
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  // Throws file_error.
  void shorten(std::size_t size) {
    if (::ftruncate(file_.get(), static_cast<::off_t>(size)) != 0) throw_file_error("shorten", path_);
  }

private:
  std::string path_;
  descriptor file_;
};

} // namespace sp::detail
