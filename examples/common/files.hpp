// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <shapeproof/core/error.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include <unistd.h>

namespace examples {

// All bytes of a file. Throws file_error.
inline std::string read_file(std::string const& path) {
  std::FILE* const file = std::fopen(path.c_str(), "rb");
  if (!file) throw sp::file_error(path + ": cannot be opened: " + std::strerror(errno));
  std::string text;
  char block[65536];
  std::size_t got = 0;
  while ((got = std::fread(block, 1, sizeof block, file)) > 0) text.append(block, got);
  int const reason = std::ferror(file) ? errno : 0;
  std::fclose(file);
  if (reason) throw sp::file_error(path + ": cannot be read: " + std::strerror(reason));
  return text;
}

// Writes beside the file and renames, so that the path holds the old text or the new one, never a part. Throws file_error.
inline void write_file(std::string const& path, std::string_view text) {
  std::string const beside = path + ".tmp";
  auto const refuse = [&](char const* what) {
    std::string const reason = std::strerror(errno);
    std::remove(beside.c_str());
    throw sp::file_error(path + ": cannot be " + what + ": " + reason);
  };
  std::FILE* const file = std::fopen(beside.c_str(), "wb");
  if (!file) throw sp::file_error(beside + ": cannot be created: " + std::strerror(errno));
  bool const written = std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0 &&
                       fsync(fileno(file)) == 0;
  if (!written) {
    int const reason = errno;
    std::fclose(file);
    errno = reason;
    refuse("written");
  }
  if (std::fclose(file) != 0) refuse("written");
  if (std::rename(beside.c_str(), path.c_str()) != 0) refuse("replaced");
}

} // namespace examples
