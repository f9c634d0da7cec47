// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdlib>
#include <new>

#include "extent.hpp"

namespace sp::detail {

// The run-time part of a ragged axis: the longest row (or the padded extent), the number of rows, and one length per row.
// Trivially copyable, so that it may sit in views and in what a tape records; `shared_lengths` owns.
struct ragged_extent {
  extent_t longest = 0, rows = 0;
  int const* lengths = nullptr;
};

// Stands directly before the lengths. owners == 0: the memory belongs to somebody else (an arena) and must be copied to be kept.
struct lengths_header {
  int owners = 0;
  int padding_ = 0;
  void* mirror = nullptr;                           // a copy on a device, if there is one
  void (*release_mirror)(void*) noexcept = nullptr; // null: whoever gave the memory takes it back
};

inline lengths_header* header_of(int const* lengths) {
  return reinterpret_cast<lengths_header*>(const_cast<int*>(lengths)) - 1;
}

inline std::size_t bytes_of_lengths(extent_t rows) {
  return sizeof(lengths_header) + sizeof(int) * static_cast<std::size_t>(rows);
}

// Writes header and lengths into `memory` (bytes_of_lengths(rows) of it); returns where the lengths start.
inline int* place_lengths(void* memory, int owners, extent_t rows, int const* from) {
  auto* header = ::new (memory) lengths_header{owners};
  int* to = reinterpret_cast<int*>(header + 1);
  for (extent_t row = 0; row < rows; ++row) to[row] = from[row];
  return to;
}

// Shared ownership of the immutable lengths of a ragged axis.
class shared_lengths {
  int const* lengths_ = nullptr;

public:
  shared_lengths() = default;
  // Shares what is owned by others already, copies what is borrowed.
  explicit shared_lengths(ragged_extent const& extent) {
    if (extent.lengths == nullptr) return;
    if (header_of(extent.lengths)->owners > 0) {
      lengths_ = extent.lengths;
      __atomic_add_fetch(&header_of(lengths_)->owners, 1, __ATOMIC_RELAXED);
    } else {
      lengths_ = copy(extent.lengths, extent.rows);
    }
  }
  shared_lengths(shared_lengths const& other) : lengths_(other.lengths_) {
    if (lengths_ != nullptr) __atomic_add_fetch(&header_of(lengths_)->owners, 1, __ATOMIC_RELAXED);
  }
  shared_lengths(shared_lengths&& other) noexcept : lengths_(other.lengths_) { other.lengths_ = nullptr; }
  shared_lengths& operator=(shared_lengths other) noexcept {
    int const* mine = lengths_;
    lengths_ = other.lengths_;
    other.lengths_ = mine;
    return *this;
  }
  ~shared_lengths() {
    if (lengths_ != nullptr && __atomic_sub_fetch(&header_of(lengths_)->owners, 1, __ATOMIC_ACQ_REL) == 0)
      free_block(header_of(lengths_));
  }
  static void free_block(lengths_header* header) {
    if (header->release_mirror != nullptr) header->release_mirror(header->mirror);
    std::free(header);
  }
  static int const* copy(int const* from, extent_t rows) {
    void* memory = std::malloc(bytes_of_lengths(rows));
    if (memory == nullptr) throw std::bad_alloc();
    return place_lengths(memory, 1, rows, from);
  }
  // Takes over lengths that `copy` made.
  static shared_lengths adopt(int const* lengths) {
    shared_lengths result;
    result.lengths_ = lengths;
    return result;
  }
  int const* get() const { return lengths_; }
  // Leaves the share to whoever took it; `adopt` takes it back.
  void forget() { lengths_ = nullptr; }
};

} // namespace sp::detail
