// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "execution.hpp"
#include "memory.hpp"

// What the library itself asks of the emulator, beyond CUDA.
namespace emulated_cuda {

// A piece of an allocation is handed out: it becomes NaN, and nothing may be written to the `room` bytes behind it.
inline void hand_out(void* p, std::size_t bytes, std::size_t room) { device_memory::get().hand_out(p, bytes, room); }
// The guards in these bytes end here.
inline void take_back(void* p, std::size_t bytes) { device_memory::get().take_back(p, bytes); }

// Shared memory of the block that runs: what the launch gave, and an array of its own for each key.
template <class T>
T* dynamic_shared() {
  return reinterpret_cast<T*>(engine::get().dynamic_shared());
}
template <class T>
T* fixed_shared(void const* key, std::size_t count) {
  return static_cast<T*>(engine::get().fixed_shared(key, count * sizeof(T)));
}

} // namespace emulated_cuda
