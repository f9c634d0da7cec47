// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "memory_kind.hpp"

#include <atomic>
#include <cstddef>
#include <limits>
#include <new>
#include <type_traits>
#include <vector>

namespace sp {

// Memory that is handed out front to back and taken back all at once, or down to a mark. A pass that was seen before
// allocates nothing: when everything has been taken back, several blocks become one that holds the largest pass.
// Pieces are aligned as the kind of memory says (64 bytes on the host) and uninitialised. Not for use by several threads at a time.
class arena {
  struct block {
    char* memory;
    std::size_t size, used;
  };

public:
  // Where an arena stands.
  struct mark {
    std::size_t block, used_in_block, used;
  };

  arena() = default;
  explicit arena(detail::memory_kind const& kind) : kind_(&kind) {}
  arena(arena const&) = delete;
  arena& operator=(arena const&) = delete;
  ~arena() {
    for (block& b : blocks_) take_back(b, 0);
    release_blocks();
  }

  // n bytes; throws std::bad_alloc.
  void* bytes(std::size_t n) {
    if (n > std::size_t(std::numeric_limits<std::ptrdiff_t>::max()) / 2) throw std::bad_alloc();
    std::size_t const whole = (n + kind_->spare + kind_->alignment - 1) & ~(kind_->alignment - 1);
    if (blocks_.empty() || whole > blocks_[current_].size - blocks_[current_].used) enter_block_for(whole);
    block& b = blocks_[current_];
    void* const piece = b.memory + b.used;
    b.used += whole;
    used_ += whole;
    if (used_ > peak_) peak_ = used_;
    if (kind_->handed_out != nullptr) kind_->handed_out(piece, n, whole - n);
    return piece;
  }

  // n elements, without initial values; throws std::bad_alloc.
  template <class T>
  T* take(extent_t n) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= detail::host_memory.alignment);
    return static_cast<T*>(bytes_of(n, sizeof(T)));
  }

  [[gnu::noinline]] mark now() const { return {current_, blocks_.empty() ? 0 : blocks_[current_].used, used_}; }

  // Takes back everything handed out since the mark, in whatever block it lies. Marks are gone back to in reverse order.
  [[gnu::noinline]] void back_to(mark m) noexcept {
    if (m.used == 0) return clear();
    for (std::size_t b = m.block + 1; b <= current_; ++b) take_back(blocks_[b], 0);
    current_ = m.block;
    take_back(blocks_[current_], m.used_in_block);
    used_ = m.used;
  }

  // Takes everything back, and keeps the memory as one block.
  [[gnu::noinline]] void clear() noexcept {
    for (block& b : blocks_) take_back(b, 0);
    current_ = used_ = 0;
    if (blocks_.size() < 2) return;
    try {
      if (kind_->stays != nullptr && kind_->stays()) return;
      release_blocks();
      blocks_.clear(); // keeps its capacity, so the next line does not allocate for the list
      blocks_.push_back(fresh_block(peak_));
    } catch (...) { // the next piece asks again, and reports it
    }
  }

  std::size_t used() const { return used_; } // bytes handed out and not taken back
  std::size_t peak() const { return peak_; } // the most there ever was

  // Blocks that all arenas of the program have asked the system for. Tests see by it that a pass allocates nothing.
  static std::size_t system_allocations() { return allocations_.load(std::memory_order_relaxed); }

private:
  static constexpr std::size_t smallest_block = std::size_t(256) << 10;

  [[gnu::noinline]] void* bytes_of(extent_t n, std::size_t each) {
    if (n < 0 || std::size_t(n) > std::numeric_limits<std::size_t>::max() / each) throw std::bad_alloc();
    return bytes(std::size_t(n) * each);
  }

  void take_back(block& b, std::size_t kept) noexcept {
    if (kind_->taken_back != nullptr && b.used > kept) kind_->taken_back(b.memory + kept, b.used - kept);
    b.used = kept;
  }

  block fresh_block(std::size_t n) const {
    void* const memory = kind_->take(n);
    if (memory == nullptr) throw std::bad_alloc();
    allocations_.fetch_add(1, std::memory_order_relaxed);
    return {static_cast<char*>(memory), n, 0};
  }

  // Makes a block current that has room for n more bytes: a later one that is there already, or a new last one.
  [[gnu::noinline]] void enter_block_for(std::size_t n) {
    for (std::size_t b = current_ + 1; b < blocks_.size(); ++b)
      if (n <= blocks_[b].size) {
        current_ = b;
        return;
      }
    std::size_t size = n > smallest_block ? n : smallest_block, total = 0;
    for (block const& b : blocks_) total += b.size;
    blocks_.reserve(blocks_.size() + 1);
    blocks_.push_back(fresh_block(size > total ? size : total));
    current_ = blocks_.size() - 1;
  }

  void release_blocks() noexcept {
    for (block const& b : blocks_) kind_->give(b.memory);
  }

  detail::memory_kind const* kind_ = &detail::host_memory;
  std::vector<block> blocks_;
  std::size_t current_ = 0, used_ = 0, peak_ = 0;
  inline static std::atomic<std::size_t> allocations_{0};
};

namespace detail {
// The arena of this thread's workspaces.
[[gnu::noinline]] inline arena& workspace_arena() {
  thread_local arena a;
  return a;
}
} // namespace detail

// The workspace of one operation: what it hands out lives until its end. Workspaces nest.
class scratch {
public:
  scratch() : arena_(detail::workspace_arena()), start_(arena_.now()) {}
  scratch(scratch const&) = delete;
  scratch& operator=(scratch const&) = delete;
  ~scratch() { arena_.back_to(start_); }

  // n elements, without initial values; throws std::bad_alloc.
  template <class T>
  T* take(extent_t n) {
    return arena_.take<T>(n);
  }

private:
  arena& arena_;
  arena::mark start_;
};

} // namespace sp
