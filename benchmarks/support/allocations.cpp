// SPDX-License-Identifier: BSL-1.0
// Counts what a program asks the system's allocator for. Linked with --wrap for the functions of C (see CMakeLists.txt).
#include "allocations.hpp"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::size_t> count{0};
}

std::size_t bench::allocations() { return count.load(std::memory_order_relaxed); }

extern "C" {
void* __real_malloc(std::size_t);
void* __real_calloc(std::size_t, std::size_t);
void* __real_realloc(void*, std::size_t);
void* __real_aligned_alloc(std::size_t, std::size_t);
void* __wrap_malloc(std::size_t n) { return count.fetch_add(1, std::memory_order_relaxed), __real_malloc(n); }
void* __wrap_calloc(std::size_t n, std::size_t each) {
  return count.fetch_add(1, std::memory_order_relaxed), __real_calloc(n, each);
}
void* __wrap_realloc(void* old, std::size_t n) {
  return count.fetch_add(1, std::memory_order_relaxed), __real_realloc(old, n);
}
void* __wrap_aligned_alloc(std::size_t alignment, std::size_t n) {
  return count.fetch_add(1, std::memory_order_relaxed), __real_aligned_alloc(alignment, n);
}
}

void* operator new(std::size_t n) {
  if (void* const memory = std::malloc(n > 0 ? n : 1)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
