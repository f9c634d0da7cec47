// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/descriptor.hpp"

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace sp {

// A file that appears under its name complete or not at all: bytes go to PATH.tmp.<process>.<number> beside it, and
// `commit` syncs, renames it over PATH and syncs the folder. Without `commit` the temporary is removed and an older
// PATH stays as it was. An existing PATH keeps its permissions; a symbolic link stays and its target is replaced;
// an existing PATH that is write-protected or no regular file is refused. Everything throws file_error.
class atomic_file {
public:
  explicit atomic_file(std::string path) : path_(std::move(path)) {
    std::string const named = path_;
    if (path_.empty()) throw file_error("cannot write a file: its path is empty");
    struct ::stat status{};
    bool const is_link = ::lstat(path_.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
    if (is_link) {
      char* const target = ::realpath(path_.c_str(), nullptr);
      if (target == nullptr) detail::throw_file_error("follow the link", named);
      path_ = target;
      std::free(target);
    }
    bool const exists = ::stat(path_.c_str(), &status) == 0;
    if (exists && !S_ISREG(status.st_mode)) {
      detail::refuse_with<file_error>(
          {"cannot write ", detail::in_quotes(named, 4096), ": it exists and is not a regular file"});
    }
    if (exists && ::faccessat(AT_FDCWD, path_.c_str(), W_OK, AT_EACCESS) != 0)
      detail::throw_file_error("replace", named);
    // The number keeps threads apart, so a temporary of this name can only be left over from a dead process.
    static std::atomic<unsigned> count{0};
    temporary_ = detail::message({path_, ".tmp.", ::getpid(), ".", count++});
    file_ = detail::open_file(temporary_, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0666);
    if (exists && ::fchmod(file_.get(), status.st_mode & 07777) != 0) {
      int const reason = errno;
      ::unlink(temporary_.c_str());
      errno = reason;
      detail::throw_file_error("keep the permissions of", named);
    }
  }
  atomic_file(atomic_file const&) = delete;
  atomic_file& operator=(atomic_file const&) = delete;
  ~atomic_file() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  void write(std::span<std::byte const> bytes) { write({reinterpret_cast<char const*>(bytes.data()), bytes.size()}); }
  void write(std::string_view text) {
    if (buffer_.size() + text.size() <= buffer_size) {
      buffer_ += text;
      return;
    }
    flush();
    write_out(text);
  }

  void commit() {
    flush();
    if (::fsync(file_.get()) != 0) detail::throw_file_error("write", path_);
    if (::close(file_.release()) != 0 && errno != EINTR) detail::throw_file_error("write", path_);
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) detail::throw_file_error("replace", path_);
    temporary_.clear();
    sync_folder();
  }

private:
  static constexpr std::size_t buffer_size = 65536;

  void flush() {
    write_out(buffer_);
    buffer_.clear();
  }
  void write_out(std::string_view text) {
    while (!text.empty()) {
      ::ssize_t const done = ::write(file_.get(), text.data(), text.size());
      if (done < 0 && errno == EINTR) continue;
      if (done == 0) errno = EIO;
      if (done <= 0) detail::throw_file_error("write", path_);
      text.remove_prefix(static_cast<std::size_t>(done));
    }
  }
  // The rename itself survives a power failure only when the folder is on the disk too.
  void sync_folder() {
    std::size_t const slash = path_.rfind('/');
    std::string const folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path_.substr(0, slash);
    detail::descriptor const opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.is_open()) return; // a folder may be writable but not readable
    if (::fsync(opened.get()) != 0 && errno != EINVAL && errno != ENOTSUP) detail::throw_file_error("sync", folder);
  }

  std::string path_, temporary_, buffer_;
  detail::descriptor file_;
};

// Calls `writer(file)`, which calls `file.write(bytes or text)`, and puts the result at `path` when it returns. When
// anything fails or `writer` throws, an older file at `path` is untouched. Throws file_error and what `writer` throws.
template <class Writer>
void write_file_atomically(std::string const& path, Writer&& writer) {
  atomic_file file(path);
  writer(file);
  file.commit();
}

} // namespace sp
