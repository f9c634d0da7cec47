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
    auto const refuse = [&](std::string_view what) {
      detail::refuse_with<usage_error>({"safetensors: tensor ", detail::in_quotes(name), " ", what});
    };
    if (name.empty() || name == "__metadata__") refuse("has a name that the format does not allow");
    if (detail::find_utf8_fault(name).step.problem != nullptr) refuse("has a name that is not UTF-8");
    for (extent_t const extent : shape)
      if (extent < 0) refuse("has a negative extent");
    if (detail::bytes_of_shape(type, shape) != bytes.size())
      refuse(detail::message({"is given ", bytes.size(), " bytes, which its shape does not need"}));
    for (auto const& other : entries_)
      if (other.name == name) refuse("is added twice");
    entries_.push_back({std::move(name), type, std::move(shape), bytes});
  }

  // Bytes that live as long as the writer, to be added.
  std::span<std::byte const> keep(std::vector<std::byte> bytes) { return kept_.emplace_back(std::move(bytes)); }

  // Replaces an earlier value of the same key. Throws usage_error if key or value is not UTF-8.
  void set_metadata(std::string key, std::string value) {
    for (std::string_view const text : {std::string_view(key), std::string_view(value)})
      if (detail::find_utf8_fault(text).step.problem != nullptr)
        detail::refuse_with<usage_error>({"safetensors: the metadata of ", detail::in_quotes(key), " is not UTF-8"});
    for (auto& member : metadata_)
      if (member.first == key) {
        member.second = std::move(value);
        return;
      }
    metadata_.emplace_back(std::move(key), std::move(value));
  }

  // Throws file_error; an older file at `path` is untouched then.
  void write(std::string const& path) {
    auto const order = detail::sorted_order(entries_.size(), [&](std::size_t i, std::size_t j) {
      auto const &a = entries_[i], &b = entries_[j];
      return bytes_of(a.type) != bytes_of(b.type) ? bytes_of(a.type) > bytes_of(b.type) : a.name < b.name;
    });
    std::string const text = header(order);
    if (text.size() > detail::longest_safetensors_header)
      detail::refuse_with<usage_error>(
          {"safetensors: the header would have ", text.size(), " bytes, which no reader takes"});
    std::uint64_t const length = text.size();
    atomic_file file(path);
    file.write(std::as_bytes(std::span(&length, 1)));
    file.write(text);
    for (std::size_t const i : order) file.write(entries_[i].bytes);
    file.commit();
  }

private:
  std::string header(std::vector<std::size_t> const& order) const {
    std::string text = "{";
    if (!metadata_.empty()) {
      text += "\"__metadata__\":{";
      auto const by_key = [&](std::size_t a, std::size_t b) { return metadata_[a].first < metadata_[b].first; };
      for (std::size_t const i : detail::sorted_order(metadata_.size(), by_key)) {
        detail::append_json_string(text, metadata_[i].first);
        text += ':';
        detail::append_json_string(text, metadata_[i].second);
        text += ',';
      }
      text.back() = '}';
      text += ',';
    }
    std::size_t begin = 0;
    for (std::size_t const i : order) {
      safetensors_entry const& entry = entries_[i];
      detail::append_json_string(text, entry.name);
      text += detail::message({":{\"dtype\":\"", name_of(entry.type), "\",\"shape\":["});
      for (extent_t const extent : entry.shape) text += detail::message({extent, ","});
      if (!entry.shape.empty()) text.pop_back();
      std::size_t const end = begin + entry.bytes.size();
      text += detail::message({"],\"data_offsets\":[", begin, ",", end, "]},"});
      begin = end;
    }
    if (text.size() > 1) text.pop_back();
    text += '}';
    text.append((64 - (8 + text.size()) % 64) % 64, ' ');
    return text;
  }

  std::vector<safetensors_entry> entries_;
  std::vector<std::vector<std::byte>> kept_;
  std::vector<std::pair<std::string, std::string>> metadata_;
};

} // namespace sp
