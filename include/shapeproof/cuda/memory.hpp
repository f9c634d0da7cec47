// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/arena.hpp"
#include "storage.hpp"

namespace sp {

namespace detail {
// The memory of a GPU, for tapes, models and what trains them.
inline constexpr memory_kind gpu_memory{
    [](std::size_t& bytes) { return gpu::take_block(bytes); },
    [](void* block) noexcept { gpu::give_block(block); },
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
