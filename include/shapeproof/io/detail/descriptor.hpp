// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../core/error.hpp"
#include "../../core/message.hpp"
#include "in_quotes.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sp::detail {

// "cannot WHAT PATH: the system's reason" for the present errno.
[[noreturn, gnu::noinline, gnu::cold]] inline void throw_file_error(char const* what, std::string_view path) {
  int const reason = errno;
  refuse_with<file_error>({"cannot ", what, " ", in_quotes(path, 4096), ": ", std::strerror(reason)});
}

// An open file descriptor that closes itself.
class descriptor {
public:
  descriptor() = default;
  explicit descriptor(int number) : number_(number) {}
  descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  int release() { return std::exchange(number_, -1); }

private:
  int number_ = -1;
};

// open(2), again when a signal interrupts it. Throws file_error.
inline descriptor open_file(std::string const& path, int flags, mode_t mode = 0) {
  if (path.find('\0') != std::string::npos) {
    refuse_with<file_error>({"cannot open ", in_quotes(path, 4096), ": a path cannot contain a zero byte"});
  }
  int number = -1;
  do number = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  while (number < 0 && errno == EINTR);
  if (number < 0) throw_file_error("open", path);
  return descriptor(number);
}

// read(2), again when a signal interrupts it; 0 at the end of the file. Throws file_error.
inline std::size_t read_some(descriptor const& file, char* to, std::size_t size, std::string_view path) {
  for (;;) {
    ::ssize_t const got = ::read(file.get(), to, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw_file_error("read", path);
  }
}

} // namespace sp::detail
