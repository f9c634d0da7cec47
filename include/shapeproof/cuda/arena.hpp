// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "detail/guards.hpp"
#include "detail/memory.hpp"

#include <atomic>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <vector>

namespace sp::gpu {

// sp::arena in the memory of the device: handed out front to back, taken back all at once or down to a mark. A pass that was
// seen before allocates nothing: when everything has been taken back, several blocks become one that holds the largest pass.
// What one operation of the stream has let go, the next may use: the stream keeps them apart. Pieces are aligned to 256 bytes
// and uninitialised. Not for use by several threads at a time.
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

  explicit arena(cudaStream_t stream) : stream_(stream) {}
  arena(arena const&) = delete;
  arena& operator=(arena const&) = delete;
  ~arena() {
    back_to({0, 0, 0});
    release_blocks();
  }

  // n bytes; throws cuda_error.
  void* bytes(std::size_t n) {
    if (n > std::size_t(std::numeric_limits<std::ptrdiff_t>::max()) / 2) check(cudaErrorMemoryAllocation, "workspace");
    std::size_t const whole = round_up(n + detail::guard_bytes, alignment);
    if (blocks_.empty() || whole > blocks_[current_].size - blocks_[current_].used) enter_block_for(whole);
    block& b = blocks_[current_];
    void* const piece = b.memory + b.used;
    detail::hand_out(piece, n, whole - n);
    b.used += whole;
    used_ += whole;
    if (used_ > peak_) peak_ = used_;
    return piece;
  }

  // n elements, without initial values; throws cuda_error.
  template <class T>
  T* take(extent_t n) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= alignment);
    return static_cast<T*>(bytes_of(n, sizeof(T)));
  }

  mark now() const { return {current_, blocks_.empty() ? 0 : blocks_[current_].used, used_}; }

  // Takes back everything handed out since the mark, in whatever block it lies. Marks are gone back to in reverse order.
  void back_to(mark m) noexcept {
    for (std::size_t b = m.block; b < blocks_.size() && b <= current_; ++b) {
      std::size_t const kept = b == m.block ? m.used_in_block : 0;
      detail::take_back(blocks_[b].memory + kept, blocks_[b].used - kept);
      blocks_[b].used = kept;
    }
    current_ = m.block;
    used_ = m.used;
    if (used_ == 0 && blocks_.size() > 1) merge();
  }

  // Takes everything back, and keeps the memory as one block.
  void clear() noexcept { back_to({0, 0, 0}); }

  std::size_t used() const { return used_; } // bytes handed out and not taken back
  std::size_t peak() const { return peak_; } // the most there ever was
  // How often memory went back to the driver: a graph that was captured before points to what is gone.
  std::size_t generation() const { return generation_; }

  // Blocks that all arenas of the program have asked the driver for. Tests see by it that a pass allocates nothing.
  static std::size_t system_allocations() { return allocations_.load(std::memory_order_relaxed); }

private:
  static constexpr std::size_t alignment = 256;

  void* bytes_of(extent_t n, std::size_t each) {
    if (n < 0 || std::size_t(n) > std::numeric_limits<std::size_t>::max() / each)
      check(cudaErrorMemoryAllocation, "workspace");
    return bytes(std::size_t(n) * each);
  }

  static std::size_t round_up(std::size_t n, std::size_t multiple) { return (n + multiple - 1) / multiple * multiple; }

  block fresh_block(std::size_t n) {
    std::size_t const size = round_up(n, detail::smallest_block);
    void* const memory = detail::allocate(size, stream_);
    allocations_.fetch_add(1, std::memory_order_relaxed);
    return {static_cast<char*>(memory), size, 0};
  }

  // Makes a block current that has room for n more bytes: a later one that is there already, or a new last one.
  [[gnu::noinline]] void enter_block_for(std::size_t n) {
    for (std::size_t b = current_ + 1; b < blocks_.size(); ++b)
      if (n <= blocks_[b].size) {
        current_ = b;
        return;
      }
    std::size_t total = 0;
    for (block const& b : blocks_) total += b.size;
    blocks_.reserve(blocks_.size() + 1);
    blocks_.push_back(fresh_block(n > total ? n : total));
    current_ = blocks_.size() - 1;
  }

  // Not while a graph is captured, which points to the blocks there are.
  [[gnu::noinline]] void merge() noexcept {
    try {
      if (detail::is_capturing(stream_)) return;
      release_blocks();
      blocks_.push_back(fresh_block(peak_));
    } catch (cuda_error const&) { // the next piece asks again, and reports it
    }
  }

  void release_blocks() noexcept {
    if (!blocks_.empty()) ++generation_;
    for (block const& b : blocks_) cudaFreeAsync(b.memory, stream_); // an error has nobody to go to
    blocks_.clear();
    current_ = 0;
  }

  cudaStream_t stream_;
  std::vector<block> blocks_;
  std::size_t current_ = 0, used_ = 0, peak_ = 0, generation_ = 0;
  inline static std::atomic<std::size_t> allocations_{0};
};

} // namespace sp::gpu
