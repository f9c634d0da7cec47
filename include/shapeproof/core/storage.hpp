// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <cstdlib>
#include <new>

// Memory of owning tensors. A freed block is kept by its thread for the next tensor of that size class, so that a decode step
// of a size seen before takes nothing from the system. A thread keeps no more blocks of a class than it has taken itself: one
// that only frees what others made (a trainer beside a loader of batches) gives them back to the system.
namespace sp::detail {

class storage_pool {
  struct block {
    block* next;
    std::size_t size_class;
  };
  static constexpr std::size_t alignment = 64; // a cache line, and the widest vector; the block header takes one
  static constexpr std::size_t classes = 4 * 48;
  block* free_[classes] = {};
  std::size_t taken_[classes] = {}; // and not given back here
  std::size_t system_allocations_ = 0;

  // Four classes to each power of two: at most a quarter is wasted.
  static std::size_t class_of(std::size_t bytes) {
    if (bytes < 256) bytes = 256;
    std::size_t const power = static_cast<std::size_t>(63 - __builtin_clzll(bytes - 1));
    std::size_t const quarter = ((bytes - 1) >> (power - 2)) & 3;
    return 4 * (power - 7) + quarter;
  }
  static std::size_t size_of(std::size_t size_class) {
    std::size_t const power = size_class / 4 + 7;
    return (std::size_t{1} << power) + ((size_class % 4 + 1) << (power - 2));
  }

public:
  storage_pool() = default;
  storage_pool(storage_pool const&) = delete;
  storage_pool& operator=(storage_pool const&) = delete;
  ~storage_pool() {
    release_cached();
    alive() = false;
  }
  void* take(std::size_t bytes) {
    std::size_t const size_class = class_of(bytes);
    if (size_class >= classes) throw std::bad_alloc();
    block* b = free_[size_class];
    if (b != nullptr) {
      free_[size_class] = b->next;
    } else {
      void* memory = std::aligned_alloc(alignment, size_of(size_class) + alignment);
      if (memory == nullptr) throw std::bad_alloc();
      b = ::new (memory) block{nullptr, size_class};
      ++system_allocations_;
    }
    ++taken_[size_class];
    return reinterpret_cast<char*>(b) + alignment;
  }
  void give(void* data) {
    auto* b = reinterpret_cast<block*>(static_cast<char*>(data) - alignment);
    if (taken_[b->size_class] == 0) return std::free(b);
    --taken_[b->size_class];
    b->next = free_[b->size_class];
    free_[b->size_class] = b;
  }
  void release_cached() {
    for (block*& first : free_)
      while (first != nullptr) {
        block* b = first;
        first = b->next;
        std::free(b);
      }
  }
  std::size_t system_allocations() const { return system_allocations_; }

  // False once the thread's pool is gone: tensors that outlive it go straight to the system.
  static bool& alive() {
    thread_local bool value = true;
    return value;
  }
  static storage_pool& mine() {
    thread_local storage_pool pool;
    return pool;
  }
};

inline void* take_storage(std::size_t bytes) { return storage_pool::mine().take(bytes); }
// `data` came from take_storage, in whatever thread.
inline void give_storage(void* data) {
  if (data == nullptr) return;
  if (storage_pool::alive())
    storage_pool::mine().give(data);
  else
    std::free(static_cast<char*>(data) - 64);
}

} // namespace sp::detail

namespace sp {
// Returns this thread's cached tensor memory to the system.
inline void release_cached_memory() { detail::storage_pool::mine().release_cached(); }
} // namespace sp
