// SPDX-License-Identifier: BSL-1.0
#include "../support/allocation_count.hpp"
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <doctest/doctest.h>
#include <memory>
#include <vector>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

// The program's own malloc and its relatives, in place of glibc's, which they count and call.
namespace {
std::atomic<std::ptrdiff_t> count{0};
}
std::ptrdiff_t allocation_count() { return count; }

extern "C" {
void* __libc_malloc(std::size_t n);
void* __libc_calloc(std::size_t n, std::size_t size);
void* __libc_realloc(void* p, std::size_t n);
void* __libc_memalign(std::size_t alignment, std::size_t n);

void* malloc(std::size_t n) noexcept {
  ++count;
  return __libc_malloc(n);
}
void* calloc(std::size_t n, std::size_t size) noexcept {
  ++count;
  return __libc_calloc(n, size);
}
void* realloc(void* p, std::size_t n) noexcept {
  ++count;
  return __libc_realloc(p, n);
}
void* aligned_alloc(std::size_t alignment, std::size_t n) noexcept {
  ++count;
  return __libc_memalign(alignment, n);
}
int posix_memalign(void** p, std::size_t alignment, std::size_t n) noexcept {
  ++count;
  *p = __libc_memalign(alignment, n);
  return *p == nullptr ? ENOMEM : 0;
}
}

TEST_CASE("every way to heap memory is counted") {
  auto const counted = [](auto const& allocate) {
    auto const before = allocation_count();
    allocate();
    return allocation_count() - before;
  };
  CHECK(counted([] {}) == 0);
  CHECK(counted([] { std::vector<int> numbers(std::size_t(std::rand() % 7 + 100)); }) == 1);
  CHECK(counted([] { std::free(std::aligned_alloc(64, 128)); }) == 1);
  CHECK(counted([] { std::free(std::realloc(std::calloc(3, 5), 1000)); }) == 2);
  struct alignas(128) wide {
    int x;
  };
  CHECK(counted([] { CHECK(std::make_unique<wide>(wide{std::rand()})); }) >= 1);
}

#else

std::ptrdiff_t allocation_count() { return -1; }

TEST_CASE("heap memory is not counted here") { CHECK(allocation_count() == -1); }

#endif
