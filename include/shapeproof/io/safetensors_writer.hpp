// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "atomic_file.hpp"
#include "safetensors_file.hpp"

namespace sp {

// Collects tensors and metadata and writes them as one safetensors file. The same content gives the same bytes,
// whatever the order it was added in: wider elements come first, then names in byte order, so every tensor is aligned
// to its element, and the data begins at a multiple of 64 bytes.
class safetensors_writer {
public:
  // The writer keeps looking at `bytes` until it writes. Throws usage_error if the name is empty, not UTF-8, reserved
  // or taken, if an extent is negative, or if the shape does not need exactly these bytes.
  void add(std::string name, storage_type type, std::vector<extent_t> shape, std::span<std::byte const> bytes) {
    std::string const who = "safetensors: tensor " + detail::in_quotes(name) + " ";
    if (name.empty() || name == "__metadata__") throw usage_error(who + "has a name that the format does not allow");
    if (detail::find_utf8_fault(name).step.problem != nullptr) throw usage_error(who + "has a name that is not UTF-8");
    if (std::any_of(shape.begin(), shape.end(), [](extent_t extent) { return extent < 0; })) {
      throw usage_error(who + "has a negative extent");
    }
    if (detail::bytes_of_shape(type, shape) != bytes.size()) {
      throw usage_error(who + "is given " + std::to_string(bytes.size()) + " bytes, which its shape does not need");
    }
    bool const taken =
        std::any_of(entries_.begin(), entries_.end(), [&](auto const& other) { return other.name == name; });
    if (taken) throw usage_error(who + "is added twice");
    entries_.push_back({std::move(name), type, std::move(shape), bytes});
  }

  // Replaces an earlier value of the same key. Throws usage_error if key or value is not UTF-8.
  void set_metadata(std::string key, std::string value) {
    for (std::string const& text : {key, value}) {
      if (detail::find_utf8_fault(text).step.problem != nullptr) {
        throw usage_error("safetensors: the metadata of " + detail::in_quotes(key) + " is not UTF-8");
      }
    }
    auto const place =
        std::lower_bound(metadata_.begin(), metadata_.end(), key,
                         [](auto const& member, std::string const& sought) { return member.first < sought; });
    if (place != metadata_.end() && place->first == key) {
      place->second = std::move(value);
    } else {
      metadata_.emplace(place, std::move(key), std::move(value));
    }
  }

  // Throws file_error; an older file at `path` is untouched then.
  void write(std::string const& path) {
    std::sort(entries_.begin(), entries_.end(), [](safetensors_entry const& a, safetensors_entry const& b) {
      return bytes_of(a.type) != bytes_of(b.type) ? bytes_of(a.type) > bytes_of(b.type) : a.name < b.name;
    });
    std::string const text = header();
    if (text.size() > detail::longest_safetensors_header) {
      throw usage_error("safetensors: the header would have " + std::to_string(text.size()) +
                        " bytes, which no reader takes");
    }
    std::uint64_t const length = text.size();
    write_file_atomically(path, [&](atomic_file& file) {
      file.write(std::as_bytes(std::span(&length, 1)));
      file.write(text);
      for (safetensors_entry const& entry : entries_) file.write(entry.bytes);
    });
  }

private:
  std::string header() const {
    std::string text = "{";
    if (!metadata_.empty()) {
      text += "\"__metadata__\":{";
      for (auto const& [key, value] : metadata_) {
        detail::append_json_string(text, key);
        text += ':';
        detail::append_json_string(text, value);
        text += ',';
      }
      text.back() = '}';
      text += ',';
    }
    std::size_t begin = 0;
    for (safetensors_entry const& entry : entries_) {
      detail::append_json_string(text, entry.name);
      ((text += ":{\"dtype\":\"") += name_of(entry.type)) += "\",\"shape\":[";
      for (extent_t const extent : entry.shape) (text += std::to_string(extent)) += ',';
      if (!entry.shape.empty()) text.pop_back();
      std::size_t const end = begin + entry.bytes.size();
      text += "],\"data_offsets\":[" + std::to_string(begin) + "," + std::to_string(end) + "]},";
      begin = end;
    }
    if (text.size() > 1) text.pop_back();
    text += '}';
    text.append((64 - (8 + text.size()) % 64) % 64, ' ');
    return text;
  }

  std::vector<safetensors_entry> entries_;
  std::vector<std::pair<std::string, std::string>> metadata_; // sorted by key
};

} // namespace sp
