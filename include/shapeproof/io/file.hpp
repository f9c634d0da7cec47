// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/descriptor.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include <sys/mman.h>

namespace sp {

// The bytes of a file or a pipe. Throws file_error.
inline std::string read_file(std::string const& path) {
  detail::descriptor const file = detail::open_file(path, O_RDONLY);
  struct ::stat status{};
  if (::fstat(file.get(), &status) != 0) detail::throw_file_error("look at", path);
  std::string bytes;
  std::size_t used = 0;
  // One byte more than the size, so that the end of an unchanged file is seen without growing again.
  std::size_t room = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) + 1 : 65536;
  for (;;) {
    if (used == bytes.size()) bytes.resize(used + room);
    std::size_t const got = detail::read_some(file, bytes.data() + used, bytes.size() - used, path);
    if (got == 0) break;
    used += got;
    room = used;
  }
  bytes.resize(used);
  return bytes;
}

// A whole regular file, mapped read-only for as long as this lives. A file that another program shortens meanwhile
// raises SIGBUS when the lost part is read; files that are replaced by renaming, as here, stay whole.
class mapped_file {
public:
  // Throws file_error.
  explicit mapped_file(std::string path) : path_(std::move(path)) {
    detail::descriptor const file = detail::open_file(path_, O_RDONLY | O_NONBLOCK);
    struct ::stat status{};
    if (::fstat(file.get(), &status) != 0) detail::throw_file_error("look at", path_);
    if (S_ISDIR(status.st_mode)) errno = EISDIR, detail::throw_file_error("map", path_);
    if (!S_ISREG(status.st_mode)) {
      detail::refuse_with<file_error>({"cannot map ", detail::in_quotes(path_, 4096), ": it is not a regular file"});
    }
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ == 0) return; // mmap refuses length 0
    void* const address = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (address == MAP_FAILED) detail::throw_file_error("map", path_);
    address_ = address;
  }
  mapped_file(mapped_file&& other) noexcept
      : path_(std::move(other.path_)), address_(std::exchange(other.address_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}
  mapped_file& operator=(mapped_file&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(address_, other.address_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~mapped_file() {
    if (address_ != nullptr) ::munmap(address_, size_);
  }

  std::span<std::byte const> bytes() const { return {static_cast<std::byte const*>(address_), size_}; }
  std::string const& path() const { return path_; }

private:
  std::string path_;
  void* address_ = nullptr;
  std::size_t size_ = 0;
};

} // namespace sp
