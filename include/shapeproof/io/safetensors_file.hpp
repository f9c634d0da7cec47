// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/detail/sorted_order.hpp"
#include "../core/error.hpp"
#include "../core/extent.hpp"
#include "../core/message.hpp"
#include "detail/json.hpp"
#include "file.hpp"
#include "storage_type.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The safetensors format (github.com/huggingface/safetensors, "Format"): 8 bytes header length N, little-endian; N
// bytes JSON, padded at the end with spaces; then the tensors' bytes, row-major and little-endian, without holes.
namespace sp {

static_assert(std::endian::native == std::endian::little, "weight files are little-endian and mapped as they are");

// One stored tensor. `bytes` lie in the mapped file and are aligned to the element only if the writer saw to it (ours
// does): copy them with memcpy.
struct safetensors_entry {
  std::string name;
  storage_type type = storage_type::f32;
  std::vector<extent_t> shape; // row-major; empty for a single number
  std::span<std::byte const> bytes;
};

namespace detail {

inline constexpr std::uint64_t longest_safetensors_header = 100'000'000; // the limit of the reference implementation

struct safetensors_contents {
  std::vector<safetensors_entry> entries;                    // in the order of their bytes
  std::vector<std::pair<std::string, std::string>> metadata; // sorted by key
};

// The bytes that a tensor of this shape takes, or nothing if the number overflows.
inline std::optional<std::uint64_t> bytes_of_shape(storage_type type, std::span<extent_t const> shape) {
  std::uint64_t bytes = bytes_of(type);
  bool overflow = false, empty = false;
  for (extent_t const extent : shape) {
    empty = empty || extent == 0;
    overflow = __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(extent), &bytes) || overflow;
  }
  // The reference multiplies from the left and gives up at the first overflow; an extent 0 anywhere makes it 0 here.
  if (empty) return 0;
  if (overflow || bytes > std::uint64_t{std::numeric_limits<extent_t>::max()}) return std::nullopt;
  return bytes;
}

// Reads and checks the bytes of a whole file; the entries look into `file`. `path` leads the messages. Throws
// data_error.
class safetensors_parser {
public:
  safetensors_parser(std::string const& path, std::span<std::byte const> file)
      : path_(in_quotes(path, 4096)), file_(file) {}

  safetensors_contents parse() {
    if (file_.size() < 8) refuse({"it has ", file_.size(), " bytes, too few for the header's length"});
    std::uint64_t length = 0;
    std::memcpy(&length, file_.data(), 8);
    if (length > longest_safetensors_header || length > file_.size() - 8) {
      refuse({"the header is said to have ", length, " bytes, but only ",
              std::min<std::uint64_t>(file_.size() - 8, longest_safetensors_header),
              " can be; it is not a safetensors file or it is cut off"});
    }
    data_ = file_.subspan(8 + length);
    json_reader reader({reinterpret_cast<char const*>(file_.data()) + 8, static_cast<std::size_t>(length)}, path_);
    if (length == 0 || file_[8] != std::byte{'{'}) reader.refuse(0, "the header does not begin with {");
    reader.object([&](std::string_view key) {
      if (key == "__metadata__") {
        reader.object([&](std::string_view name) { contents_.metadata.emplace_back(name, reader.string()); });
      } else {
        tensor(reader, key);
      }
    });
    reader.end();
    check_coverage();
    auto& metadata = contents_.metadata; // no key comes twice
    metadata = arranged(std::move(metadata), sorted_order(metadata.size(), [&](std::size_t a, std::size_t b) {
                          return metadata[a].first < metadata[b].first;
                        }));
    return std::move(contents_);
  }

private:
  [[noreturn, gnu::noinline, gnu::cold]] void refuse(std::initializer_list<message_part> what) const {
    refuse_with<data_error>({path_, ": ", message(what)});
  }
  [[noreturn, gnu::noinline, gnu::cold]] void refuse(std::string_view tensor,
                                                     std::initializer_list<message_part> what) const {
    refuse({"tensor ", in_quotes(tensor), " ", message(what)});
  }

  void tensor(json_reader& reader, std::string_view name) {
    safetensors_entry entry;
    entry.name = name;
    std::optional<storage_type> type;
    std::vector<std::uint64_t> range;
    bool has_shape = false;
    reader.object([&](std::string_view key) {
      if (key == "dtype") {
        std::string const spelled = reader.string();
        type = find_storage_type(spelled);
        if (!type) refuse(name, {"has the dtype ", in_quotes(spelled), ", which is not known here"});
      } else if (key == "shape") {
        has_shape = true;
        reader.array([&] {
          std::uint64_t const extent = reader.number();
          if (extent > std::uint64_t{std::numeric_limits<extent_t>::max()}) {
            refuse(name, {"has an extent of ", extent, ", which is too large"});
          }
          if (entry.shape.size() == most_axes) refuse(name, {"has more than ", most_axes, " extents"});
          entry.shape.push_back(static_cast<extent_t>(extent));
        });
      } else if (key == "data_offsets") {
        reader.array([&] {
          if (range.size() == 2) refuse(name, {"has more than 2 data_offsets"});
          range.push_back(reader.number());
        });
        if (range.size() != 2) refuse(name, {"has ", range.size(), " data_offsets instead of 2"});
      } else {
        refuse(name, {"has the member ", in_quotes(key), ", which the format does not know"});
      }
    });
    if (!type) refuse(name, {"has no dtype"});
    if (!has_shape) refuse(name, {"has no shape"});
    if (range.empty()) refuse(name, {"has no data_offsets"});
    entry.type = *type;
    set_bytes(entry, range[0], range[1]);
    contents_.entries.push_back(std::move(entry));
  }

  void set_bytes(safetensors_entry& entry, std::uint64_t begin, std::uint64_t end) const {
    auto const refuse_range = [&](std::initializer_list<message_part> what) {
      refuse(entry.name, {"has bytes ", begin, " to ", end, message(what)});
    };
    if (begin > end) refuse_range({", which end before they begin"});
    if (end > data_.size())
      refuse_range({", but the file has only ", data_.size(), " bytes of data; it is cut off or damaged"});
    std::optional<std::uint64_t> const needed = bytes_of_shape(entry.type, entry.shape);
    if (!needed) refuse(entry.name, {"has a shape whose number of bytes overflows"});
    if (*needed != end - begin)
      refuse_range({", that is ", end - begin, ", but its shape and ", name_of(entry.type), " need ", *needed});
    entry.bytes = data_.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    if (entry.type != storage_type::boolean) return;
    for (std::size_t i = 0; i < entry.bytes.size(); ++i) {
      auto const value = std::to_integer<unsigned>(entry.bytes[i]);
      if (value > 1) refuse(entry.name, {"holds ", value, " at position ", i, ", no BOOL"});
    }
  }

  // Sorts the entries by their bytes and checks that they follow each other without holes up to the end of the file.
  void check_coverage() {
    auto& entries = contents_.entries;
    entries = arranged(std::move(entries), sorted_order(entries.size(), [&](std::size_t i, std::size_t j) {
                         auto const &a = entries[i], &b = entries[j];
                         std::ptrdiff_t const before = a.bytes.data() - b.bytes.data();
                         if (before != 0) return before < 0;
                         return a.bytes.size() != b.bytes.size() ? a.bytes.size() < b.bytes.size() : a.name < b.name;
                       }));
    std::size_t end = 0;
    std::string_view last;
    for (safetensors_entry const& entry : entries) {
      auto const begin = static_cast<std::size_t>(entry.bytes.data() - data_.data());
      if (begin < end) refuse(entry.name, {"shares bytes with tensor ", in_quotes(last)});
      if (begin > end) refuse(entry.name, {"stands after a hole of ", begin - end, " bytes"});
      end += entry.bytes.size();
      last = entry.name;
    }
    if (end != data_.size()) {
      refuse({"after the last tensor come ", data_.size() - end, " bytes that belong to none"});
    }
  }

  // More than anybody needs; it keeps the memory for a hostile header small.
  static constexpr std::size_t most_axes = 64;

  std::string path_; // in quotes
  std::span<std::byte const> file_, data_;
  safetensors_contents contents_;
};

} // namespace detail

// A safetensors file, mapped and checked as a whole before anything of it is shown. Entries live as long as it does.
class safetensors_file {
public:
  // Throws file_error, and data_error naming the path, the tensor and what is wrong.
  static safetensors_file open(std::string const& path) { return safetensors_file(path); }

  // In the order of their bytes in the file.
  std::vector<safetensors_entry> const& entries() const { return contents_.entries; }
  // The tensor of that name, or null.
  safetensors_entry const* find(std::string_view name) const {
    for (auto const& entry : contents_.entries)
      if (entry.name == name) return &entry;
    return nullptr;
  }
  // The `__metadata__` of the file, sorted by key.
  std::vector<std::pair<std::string, std::string>> const& metadata() const { return contents_.metadata; }
  // The metadata of that key, or null.
  std::string const* find_metadata(std::string_view key) const {
    for (auto const& member : contents_.metadata)
      if (member.first == key) return &member.second;
    return nullptr;
  }
  std::string const& path() const { return file_.path(); }

private:
  explicit safetensors_file(std::string const& path)
      : file_(path), contents_(detail::safetensors_parser(path, file_.bytes()).parse()) {}

  mapped_file file_;
  detail::safetensors_contents contents_;
};

} // namespace sp
