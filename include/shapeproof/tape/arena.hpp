// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <cstdlib>
#include <new>
#include <vector>
#ifdef __linux__
#include <sys/mman.h>
#endif

#include "../core/extent.hpp"

namespace sp {

// Memory that is taken piece by piece and given back at once. Pieces start at a cache line. After `clear` all of it is one
// block, so that a second pass of the same size takes nothing from the system.
class arena {
  struct block {
    char* memory;
    std::size_t size;
  };
  std::vector<block> blocks_;
  std::size_t current_ = 0; // the block being filled
  std::size_t at_ = 0;      // bytes taken of it
  std::size_t before_ = 0;  // bytes taken of the blocks before it
  std::size_t peak_ = 0;
  std::size_t system_allocations_ = 0;

public:
  arena() = default;
  arena(arena const&) = delete;
  arena& operator=(arena const&) = delete;
  ~arena() { free_all(); }

  // Memory for n objects; nothing is constructed and nothing will be destroyed.
  template <class T>
  T* take(extent_t n) {
    std::size_t const bytes = (static_cast<std::size_t>(n) * sizeof(T) + 63) / 64 * 64;
    if (blocks_.empty() || at_ + bytes > blocks_[current_].size) next_block(bytes);
    char* result = blocks_[current_].memory + at_;
    at_ += bytes;
    peak_ = std::max(peak_, before_ + at_);
    return reinterpret_cast<T*>(result);
  }
  // Gives everything back and joins the blocks.
  void clear() {
    if (blocks_.size() > 1) {
      std::size_t total = 0;
      for (block const& b : blocks_) total += b.size;
      free_all();
      add_block(total);
    }
    current_ = at_ = before_ = 0;
  }

  // A position to go back to: everything taken after it is given back, also when the arena grew meanwhile.
  struct mark {
    std::size_t current, at, before;
  };
  mark now() const { return {current_, at_, before_}; }
  void back_to(mark m) {
    current_ = m.current;
    at_ = m.at;
    before_ = m.before;
    if (current_ == 0 && at_ == 0) clear();
  }

  std::size_t used() const { return before_ + at_; }
  std::size_t peak() const { return peak_; }
  // How often memory was asked of the system.
  std::size_t system_allocations() const { return system_allocations_; }

private:
  void next_block(std::size_t bytes) {
    // After going back, blocks behind the current one are empty and may be large enough.
    while (!blocks_.empty() && current_ + 1 < blocks_.size()) {
      before_ += at_;
      at_ = 0;
      ++current_;
      if (bytes <= blocks_[current_].size) return;
    }
    std::size_t const least = std::size_t{1} << 20;
    bool const first = blocks_.empty();
    add_block(std::max(bytes, first ? least : 2 * blocks_.back().size));
    if (first) return;
    before_ += at_;
    at_ = 0;
    current_ = blocks_.size() - 1;
  }
  void add_block(std::size_t bytes) {
    constexpr std::size_t huge = std::size_t{2} << 20;
    std::size_t const alignment = bytes >= huge ? huge : 64;
    bytes = (bytes + alignment - 1) / alignment * alignment;
    blocks_.reserve(blocks_.size() + 1);
    auto* memory = static_cast<char*>(std::aligned_alloc(alignment, bytes));
    if (memory == nullptr) throw std::bad_alloc();
    ++system_allocations_;
#ifdef __linux__
    if (alignment == huge) madvise(memory, bytes, MADV_HUGEPAGE); // fewer misses of the address cache; only advice
#endif
    blocks_.push_back({memory, bytes});
  }
  void free_all() {
    for (block const& b : blocks_) std::free(b.memory);
    blocks_.clear();
  }
};

namespace detail {
inline arena& workspace_arena() {
  thread_local arena memory;
  return memory;
}
} // namespace detail

// The workspace of one operation: memory of the thread that is given back at the end of the scope. Scopes nest.
class scratch {
  arena& memory_ = detail::workspace_arena();
  arena::mark start_ = memory_.now();

public:
  scratch() = default;
  scratch(scratch const&) = delete;
  scratch& operator=(scratch const&) = delete;
  ~scratch() { memory_.back_to(start_); }
  template <class T>
  T* take(extent_t n) {
    return memory_.take<T>(n);
  }
};

} // namespace sp
