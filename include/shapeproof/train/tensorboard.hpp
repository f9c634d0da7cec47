// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/message.hpp"
#include "append_file.hpp"
#include "crc32c.hpp"

#include <bit>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace sp {

// One value that TensorBoard draws as a point of the curve `tag`. A slash in the tag makes a group.
struct tensorboard_scalar {
  std::string_view tag;
  float value;
};

// The bytes of TensorBoard's files: records in TFRecord framing, each a protocol buffer of the type Event
// (tensorflow/core/util/event.proto, framework/summary.proto). Numbers stand least significant byte first.
namespace tensorboard {

[[gnu::noinline]] inline void append_number(std::string& bytes, std::uint64_t number, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xFF);
}

[[gnu::noinline]] inline void append_varint(std::string& bytes, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) bytes += static_cast<char>((number & 0x7F) | 0x80);
  bytes += static_cast<char>(number);
}

// Fields of a protocol buffer: the number of the field and its wire type in one byte, then the value.
[[gnu::noinline]] inline void append_text(std::string& bytes, int field, std::string_view text) {
  append_varint(bytes, static_cast<std::uint64_t>(field << 3 | 2));
  append_varint(bytes, text.size());
  bytes += text;
}

[[gnu::noinline]] inline std::string event(double wall_time, std::int64_t step) {
  std::string bytes = "\x09"; // field 1, 8 bytes
  append_number(bytes, std::bit_cast<std::uint64_t>(wall_time), 8);
  if (step == 0) return bytes; // the default of a field is not written
  bytes += '\x10';             // field 2, varint
  append_varint(bytes, static_cast<std::uint64_t>(step));
  return bytes;
}

// The first record of a file.
inline std::string version_event(double wall_time) {
  auto bytes = event(wall_time, 0);
  append_text(bytes, 3, "brain.Event:2");
  return bytes;
}

inline std::string scalars_event(double wall_time, std::int64_t step, std::span<tensorboard_scalar const> scalars) {
  std::string summary;
  for (auto const& scalar : scalars) {
    std::string value;
    append_text(value, 1, scalar.tag);
    value += '\x15'; // field 2, 4 bytes
    append_number(value, std::bit_cast<std::uint32_t>(scalar.value), 4);
    append_text(summary, 1, value);
  }
  auto bytes = event(wall_time, step);
  append_text(bytes, 5, summary);
  return bytes;
}

// SessionLog::START: TensorBoard forgets the points at `step` and beyond, which a resumed run writes again.
inline std::string start_event(double wall_time, std::int64_t step) {
  auto bytes = event(wall_time, step);
  append_text(bytes, 7, "\x08\x01"); // field 1, varint: START
  return bytes;
}

// TFRecord framing: length, masked CRC-32C of the length, data, masked CRC-32C of the data.
[[gnu::noinline]] inline std::string record(std::string_view data) {
  auto const masked = [](std::uint32_t crc) { return std::rotr(crc, 15) + 0xA282EAD8u; };
  std::string bytes;
  append_number(bytes, data.size(), 8);
  append_number(bytes, masked(crc32c(bytes)), 4);
  bytes += data;
  append_number(bytes, masked(crc32c(data)), 4);
  return bytes;
}

inline double seconds_since_1970() {
  ::timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

} // namespace tensorboard

// An event file that `tensorboard --logdir FOLDER` shows, a new one each time a run is started or
// resumed. Records reach the system at once.
class tensorboard_file {
public:
  // Makes `folder` if it is not there, and a new file in it. `last_update` is that from which a resumed run goes on;
  // TensorBoard then forgets what the interrupted one wrote beyond it. Throws file_error.
  explicit tensorboard_file(std::string const& folder, std::int64_t last_update = 0) : file_(create(folder)) {
    auto const now = tensorboard::seconds_since_1970();
    file_.append(tensorboard::record(tensorboard::version_event(now)));
    if (last_update > 0) file_.append(tensorboard::record(tensorboard::start_event(now, last_update + 1)));
  }

  // Adds the points of one update. Throws file_error.
  void append(std::int64_t update, std::span<tensorboard_scalar const> scalars) {
    file_.append(tensorboard::record(tensorboard::scalars_event(tensorboard::seconds_since_1970(), update, scalars)));
  }

  std::string const& path() const { return file_.path(); }

private:
  // TensorBoard reads the files of a folder in the order of their names: the second and the nanosecond come first.
  static detail::append_file create(std::string const& folder) {
    if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) detail::throw_file_error("make the folder", folder);
    char host[256] = "host";
    ::gethostname(host, sizeof host - 1);
    ::timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    char time[40];
    std::snprintf(time, sizeof time, "%010lld.%09ld", static_cast<long long>(now.tv_sec), now.tv_nsec);
    return {detail::message({folder, "/events.out.tfevents.", time, ".", ::getpid(), ".", host}),
            O_WRONLY | O_CREAT | O_EXCL};
  }

  detail::append_file file_;
};

} // namespace sp
