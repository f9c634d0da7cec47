// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../core/extent.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>
#include <type_traits>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace sp {

namespace detail {

// A kind of memory that blocks of numbers lie in: the host's, or a device's.
struct memory_kind {
  void* (*take)(std::size_t& bytes); // makes of the number of bytes what it took; nullptr if there is no room
  void (*give)(void* block) noexcept;
  void (*clear)(void* block, std::size_t bytes);                // to zeros
  void (*copy)(void* to, void const* from, std::size_t bytes);  // within this memory
  void (*read)(void* to, void const* from, std::size_t bytes);  // to the host
  void (*write)(void* to, void const* from, std::size_t bytes); // from the host
};

// Blocks of two huge pages and more ask for huge pages: fewer of the address translations that large matrices miss.
[[gnu::noinline]] inline void* take_host_block(std::size_t& bytes) {
  constexpr std::size_t line = 64, huge_page = std::size_t(2) << 20;
  bool const large = bytes >= 2 * huge_page;
  std::size_t const multiple = large ? huge_page : line;
  bytes = (bytes + multiple - 1) / multiple * multiple;
  void* const memory = std::aligned_alloc(multiple, bytes);
#ifdef __linux__
  if (large && memory != nullptr) madvise(memory, bytes, MADV_HUGEPAGE); // only a wish: a refusal changes nothing
#endif
  return memory;
}
inline constexpr memory_kind host_memory{
    take_host_block,
    [](void* block) noexcept { std::free(block); },
    [](void* block, std::size_t bytes) { std::memset(block, 0, bytes); },
    [](void* to, void const* from, std::size_t bytes) { std::memcpy(to, from, bytes); },
    [](void* to, void const* from, std::size_t bytes) { std::memcpy(to, from, bytes); },
    [](void* to, void const* from, std::size_t bytes) { std::memcpy(to, from, bytes); },
};

// Copies from one of these memories to another; one of two different ones is the host's.
inline void copy_between(memory_kind const& to_memory, void* to, memory_kind const& from_memory, void const* from,
                         std::size_t bytes) {
  if (bytes == 0) return;
  auto* const move = &to_memory == &from_memory     ? to_memory.copy
                     : &from_memory == &host_memory ? to_memory.write
                                                    : from_memory.read;
  move(to, from, bytes);
}

} // namespace detail

namespace cpu {
// The memory of a device is found by its type, as its kernels are.
inline sp::detail::memory_kind const& memory_of(device) { return sp::detail::host_memory; }
} // namespace cpu

// Memory that is handed out front to back and taken back all at once, or down to a mark. A pass that was seen before
// allocates nothing: when everything has been taken back, several blocks become one that holds the largest pass.
// Every piece is aligned to 64 bytes and uninitialised. Not for use by several threads at a time.
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
  ~arena() { release_blocks(); }

  // n bytes; throws std::bad_alloc.
  void* bytes(std::size_t n) {
    if (n > std::size_t(std::numeric_limits<std::ptrdiff_t>::max()) / 2) throw std::bad_alloc();
    n = round_up(n, alignment);
    if (blocks_.empty() || n > blocks_[current_].size - blocks_[current_].used) enter_block_for(n);
    block& b = blocks_[current_];
    void* const piece = b.memory + b.used;
    b.used += n;
    used_ += n;
    if (used_ > peak_) peak_ = used_;
    return piece;
  }

  // n elements, without initial values; throws std::bad_alloc.
  template <class T>
  T* take(extent_t n) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= alignment);
    return static_cast<T*>(bytes_of(n, sizeof(T)));
  }

  [[gnu::noinline]] mark now() const { return {current_, blocks_.empty() ? 0 : blocks_[current_].used, used_}; }

  // Takes back everything handed out since the mark, in whatever block it lies. Marks are gone back to in reverse order.
  [[gnu::noinline]] void back_to(mark m) noexcept {
    if (m.used == 0) return clear();
    for (std::size_t b = m.block + 1; b <= current_; ++b) blocks_[b].used = 0;
    current_ = m.block;
    blocks_[current_].used = m.used_in_block;
    used_ = m.used;
  }

  // Takes everything back, and keeps the memory as one block.
  [[gnu::noinline]] void clear() noexcept {
    if (blocks_.size() > 1) {
      release_blocks();
      blocks_.clear(); // keeps its capacity, so the next line does not allocate for the list
      try {
        blocks_.push_back(fresh_block(peak_));
      } catch (std::bad_alloc const&) { // the next piece asks again, and reports it
      }
    }
    if (!blocks_.empty()) blocks_[0].used = 0;
    current_ = used_ = 0;
  }

  std::size_t used() const { return used_; } // bytes handed out and not taken back
  std::size_t peak() const { return peak_; } // the most there ever was

  // Blocks that all arenas of the program have asked the system for. Tests see by it that a pass allocates nothing.
  static std::size_t system_allocations() { return allocations_.load(std::memory_order_relaxed); }

private:
  static constexpr std::size_t alignment = 64, smallest_block = std::size_t(256) << 10;

  [[gnu::noinline]] void* bytes_of(extent_t n, std::size_t each) {
    if (n < 0 || std::size_t(n) > std::numeric_limits<std::size_t>::max() / each) throw std::bad_alloc();
    return bytes(std::size_t(n) * each);
  }

  static std::size_t round_up(std::size_t n, std::size_t multiple) { return (n + multiple - 1) / multiple * multiple; }

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
