// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../core/error.hpp"
#include "../../core/extent.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace sp::detail {

// Distinct strings, numbered in the order of their insertion. All bytes lie in one buffer; the hash table holds numbers
// (open addressing, at most half full).
class string_table {
public:
  extent_t size() const { return static_cast<extent_t>(ends_.size()); }
  // The string of that number; the view holds until the next insertion.
  std::string_view operator[](extent_t number) const {
    auto const i = static_cast<std::size_t>(number);
    std::size_t const begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(bytes_).substr(begin, ends_[i] - begin);
  }
  // The number of `text`, or -1.
  extent_t find(std::string_view text) const { return slots_.empty() ? -1 : slots_[slot_of(text)]; }
  // The number of `text`, which is added if it is new.
  extent_t insert(std::string_view text) {
    if (2 * ends_.size() >= slots_.size()) grow();
    std::size_t const slot = slot_of(text);
    if (slots_[slot] < 0) {
      if (size() == std::numeric_limits<std::int32_t>::max()) throw data_error("more than 2147483647 different tokens");
      slots_[slot] = static_cast<std::int32_t>(size());
      bytes_ += text;
      ends_.push_back(bytes_.size());
    }
    return slots_[slot];
  }

private:
  // FNV-1a, its high bits folded in because the table uses the low ones.
  static std::size_t hash(std::string_view text) {
    std::uint64_t h = 0xCBF29CE484222325;
    for (char const c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    return h ^ h >> 32;
  }
  // The slot that holds `text` or is free for it.
  std::size_t slot_of(std::string_view text) const {
    std::size_t slot = hash(text) & (slots_.size() - 1);
    while (slots_[slot] >= 0 && (*this)[slots_[slot]] != text) slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }
  void grow() {
    slots_.assign(slots_.empty() ? 64 : 2 * slots_.size(), -1);
    for (extent_t number = 0; number < size(); ++number) {
      slots_[slot_of((*this)[number])] = static_cast<std::int32_t>(number);
    }
  }

  std::string bytes_;
  std::vector<std::size_t> ends_; // where each string ends in bytes_
  std::vector<std::int32_t> slots_;
};

} // namespace sp::detail
