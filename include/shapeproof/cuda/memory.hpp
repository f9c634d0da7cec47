// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/memory_kind.hpp"
#include "detail/guards.hpp"
#include "storage.hpp"

namespace sp {

namespace detail {
// The memory of a GPU, for tapes, models and what trains them.
inline constexpr memory_kind gpu_memory{
    256, // what the widest accesses of a warp like best
    gpu::detail::guard_bytes,
    [](std::size_t& bytes) { return gpu::take_block(bytes); },
    [](void* block) noexcept { gpu::give_storage(block); },
    gpu::detail::hand_out,
    gpu::detail::take_back,
    [] { return gpu::detail::is_capturing(gpu::stream()); }, // a graph points to the blocks there are
    [](void* block, std::size_t bytes) { gpu::fill_bytes(block, 0, bytes); },
    [](void* to, void const* from, std::size_t bytes) { gpu::copy_on_device(to, from, bytes); },
    [](void* to, void const* from, std::size_t bytes) { gpu::copy_to_host(to, from, bytes); },
    [](void* to, void const* from, std::size_t bytes) { gpu::copy_to_device(to, from, bytes); },
};
} // namespace detail

namespace gpu {
inline sp::detail::memory_kind const& memory_of(device) { return sp::detail::gpu_memory; }
} // namespace gpu

} // namespace sp
