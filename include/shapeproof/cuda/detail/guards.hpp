// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#ifdef SHAPEPROOF_EMULATED_CUDA
#include <emulated_cuda/library.hpp>
#endif

// Where CUDA is emulated, pieces of larger allocations are guarded one by one: each is full of NaN when it is handed out, and a
// write beyond its end is found.
namespace sp::gpu::detail {

#ifdef SHAPEPROOF_EMULATED_CUDA
inline constexpr std::size_t guard_bytes = 64; // left free behind each piece
inline void hand_out(void* piece, std::size_t bytes, std::size_t room) { emulated_cuda::hand_out(piece, bytes, room); }
inline void take_back(void* from, std::size_t bytes) { emulated_cuda::take_back(from, bytes); }
#else
inline constexpr std::size_t guard_bytes = 0;
inline void hand_out(void*, std::size_t, std::size_t) {}
inline void take_back(void*, std::size_t) {}
#endif

} // namespace sp::gpu::detail
