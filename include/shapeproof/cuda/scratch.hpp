// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "memory.hpp"

#include <span>
#include <type_traits>

namespace sp::gpu {

// The workspace of one operation on the device: what it hands out lives until its end, for the kernels that are launched until
// then. Workspaces nest.
class scratch {
public:
  scratch() : arena_(detail::context::mine().workspace(sp::detail::gpu_memory)), start_(arena_.now()) {}
  scratch(scratch const&) = delete;
  scratch& operator=(scratch const&) = delete;
  ~scratch() { arena_.back_to(start_); }

  // n elements, without initial values; throws cuda_error.
  template <class T>
  T* take(extent_t n) {
    return arena_.take<T>(n);
  }

private:
  sp::arena& arena_;
  sp::arena::mark start_;
};

// A small table of the host's, copied into the workspace.
template <class T>
T const* upload(scratch& workspace, std::span<T const> table) {
  static_assert(std::is_trivially_copyable_v<T>);
  T* const to = workspace.take<T>(static_cast<extent_t>(table.size()));
  copy_to_device(to, table.data(), table.size_bytes());
  return to;
}

// One value from the device; waits for all that was launched before.
template <class T>
T read_back(T const* from) {
  static_assert(std::is_trivially_copyable_v<T>);
  T value;
  copy_to_host(&value, from, sizeof value);
  return value;
}

} // namespace sp::gpu
