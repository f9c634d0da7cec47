// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "guards.hpp"
#include "memory.hpp"

#include <cstddef>
#include <map>
#include <mutex>
#include <vector>

// Memory of owning tensors on the device. A block that is given back is kept for the next tensor of that size class of the same
// stream, whose order keeps the two apart.
namespace sp::gpu::detail {

// What is known of a block, wherever it is now: its own memory cannot say it to the host.
struct block_origin {
  std::size_t size_class;
  cudaStream_t stream; // in whose order it was allocated
};

class block_list {
  std::mutex mutex_;
  std::map<void*, block_origin> blocks_;

public:
  // Never destroyed: tensors may live until the end of the program.
  static block_list& all() {
    static auto* const list = new block_list;
    return *list;
  }
  void add(void* block, block_origin origin) {
    std::lock_guard const lock(mutex_);
    blocks_.emplace(block, origin);
  }
  block_origin find(void* block) {
    std::lock_guard const lock(mutex_);
    return blocks_.at(block);
  }
  // Forgets the block, which goes back to the driver.
  void remove(void* block) {
    std::lock_guard const lock(mutex_);
    blocks_.erase(block);
  }
};

class storage_pool {
  static constexpr std::size_t classes = 4 * 48;
  cudaStream_t stream_;
  std::vector<void*> free_[classes];
  std::size_t taken_[classes] = {}; // and not given back here
  std::size_t driver_allocations_ = 0;

  // Four classes to each power of two: at most a quarter is wasted.
  static std::size_t class_of(std::size_t bytes) {
    if (bytes < 512) bytes = 512;
    std::size_t const power = static_cast<std::size_t>(63 - __builtin_clzll(bytes - 1));
    std::size_t const quarter = ((bytes - 1) >> (power - 2)) & 3;
    return 4 * (power - 8) + quarter;
  }
  static std::size_t size_of(std::size_t size_class) {
    std::size_t const power = size_class / 4 + 8;
    return (std::size_t{1} << power) + ((size_class % 4 + 1) << (power - 2));
  }

public:
  static constexpr std::size_t no_class = classes; // of blocks that are never kept

  explicit storage_pool(cudaStream_t stream) : stream_(stream) {}
  storage_pool(storage_pool const&) = delete;
  storage_pool& operator=(storage_pool const&) = delete;
  ~storage_pool() { release_cached(); }

  void* take(std::size_t bytes) {
    std::size_t const size_class = class_of(bytes + guard_bytes);
    if (size_class >= classes) check(cudaErrorMemoryAllocation, "tensor");
    void* block = nullptr;
    if (!free_[size_class].empty()) {
      block = free_[size_class].back();
      free_[size_class].pop_back();
    } else {
      block = allocate(size_of(size_class), stream_);
      block_list::all().add(block, {size_class, stream_});
      ++driver_allocations_;
    }
    ++taken_[size_class];
    hand_out(block, bytes, size_of(size_class) - bytes);
    return block;
  }
  // False where the block is not to be kept here.
  bool give(void* block, block_origin origin) {
    if (origin.stream != stream_ || origin.size_class == no_class || taken_[origin.size_class] == 0) return false;
    --taken_[origin.size_class];
    take_back(block, size_of(origin.size_class));
    free_[origin.size_class].push_back(block);
    return true;
  }
  void release_cached() {
    for (std::vector<void*>& blocks : free_) {
      for (void* block : blocks) {
        block_list::all().remove(block);
        cudaFreeAsync(block, stream_); // an error has nobody to go to
      }
      blocks.clear();
    }
  }
  std::size_t driver_allocations() const { return driver_allocations_; }
};

} // namespace sp::gpu::detail
