// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"

#include <cstddef>
#include <cstdlib>
#include <cstring>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace sp {

namespace detail {

// A kind of memory that blocks of numbers lie in: the host's, or a device's.
struct memory_kind {
  std::size_t alignment;             // of pieces; a power of two, as large as that of any element
  std::size_t spare;                 // bytes that stay free behind each piece
  void* (*take)(std::size_t& bytes); // makes of the number of bytes what it took; nullptr if there is no room
  void (*give)(void* block) noexcept;
  void (*handed_out)(void* piece, std::size_t bytes, std::size_t behind); // may be null: somebody watches pieces
  void (*taken_back)(void* from, std::size_t bytes);                      // so may this
  bool (*stays)();                                                        // null or false: blocks may go now
  void (*clear)(void* block, std::size_t bytes);                          // to zeros
  void (*copy)(void* to, void const* from, std::size_t bytes);            // within this memory
  void (*read)(void* to, void const* from, std::size_t bytes);            // to the host
  void (*write)(void* to, void const* from, std::size_t bytes);           // from the host
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
    64, // a cache line, and the widest vector
    0,
    take_host_block,
    [](void* block) noexcept { std::free(block); },
    nullptr,
    nullptr,
    nullptr,
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

// So many numbers in one piece, on another device than the host; what a span is there.
template <class T, class Device>
struct placed_piece {
  using device = Device;
  T* numbers;
  std::size_t count;
  T* data() const { return numbers; }
  std::size_t size() const { return count; }
};

} // namespace detail

namespace cpu {
// The memory of a device is found by its type, as its kernels are.
inline sp::detail::memory_kind const& memory_of(device) { return sp::detail::host_memory; }
} // namespace cpu

} // namespace sp
