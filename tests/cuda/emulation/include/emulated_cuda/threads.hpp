// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "fiber.hpp"
#include "types.hpp"

#include <cstdint>
#include <source_location>
#include <vector>

// What is known of the threads, warps and blocks of a kernel that runs.
namespace emulated_cuda {

using location = std::source_location;

enum class meeting { none, block_barrier, grid_barrier, shuffle, vote, warp_barrier };

inline char const* name_of(meeting what) {
  switch (what) {
  case meeting::block_barrier:
    return "__syncthreads";
  case meeting::grid_barrier:
    return "the barrier of the grid";
  case meeting::shuffle:
    return "a shuffle";
  case meeting::vote:
    return "a vote";
  case meeting::warp_barrier:
    return "__syncwarp";
  default:
    return "nothing";
  }
}

struct block_state;
struct warp_state;

struct thread_state {
  fiber* on = nullptr;
  block_state* block = nullptr;
  warp_state* warp = nullptr;
  thread_state* next = nullptr; // in a queue
  uint3 index{};
  unsigned in_block = 0; // its number
  bool returned = false;
  meeting waits_for = meeting::none;
  location at{};
  std::uint64_t result = 0; // of what it waited for
};

struct thread_queue {
  thread_state *first = nullptr, *last = nullptr;
  void push(thread_state* t) {
    t->next = nullptr;
    (first == nullptr ? first : last->next) = t;
    last = t;
  }
  thread_state* pop() {
    thread_state* const t = first;
    first = t->next;
    return t;
  }
  void append(thread_queue& other) {
    if (other.first == nullptr) return;
    (first == nullptr ? first : last->next) = other.first;
    last = other.last;
    other.first = nullptr;
  }
};

// Lanes of a warp that exchange values: as soon as all of the mask are there, each gets its result.
struct lane_group {
  unsigned mask = 0, arrived = 0;
  meeting what = meeting::none;
  location at{};
  std::uint64_t values[32] = {};
  int sources[32] = {};
  thread_state* threads[32] = {};
};

struct warp_state {
  std::vector<lane_group> groups = std::vector<lane_group>(1);
  unsigned lanes = 0; // that exist
};

struct shared_piece {
  void const* key;
  std::unique_ptr<unsigned char[]> memory;
};

struct block_state {
  uint3 index{};
  unsigned threads = 0, arrived = 0;
  std::uint64_t votes = 0;
  location at{};
  thread_queue waiting;
  std::vector<warp_state> warps;
  unsigned char* shared = nullptr;        // dynamic
  std::vector<std::uint64_t> shared_room; // where it lies, with a guard behind
  std::vector<shared_piece> pieces;       // of shared memory of fixed size
};

struct launch_shape {
  dim3 grid, block;
  std::size_t shared_bytes = 0;
  bool cooperative = false;
};

} // namespace emulated_cuda
