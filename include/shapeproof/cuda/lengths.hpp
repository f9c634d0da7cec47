// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/lengths.hpp"
#include "storage.hpp"

#include <atomic>
#include <memory>

// The lengths of a ragged axis lie in host memory, where shapes read them. Kernels read a copy on the device, the mirror, which
// the header before the lengths knows.
namespace sp::gpu {

namespace detail {

// The mirror of lengths that are shared: any thread may use it, and the last owner of the lengths gives it back.
struct shared_mirror {
  int* lengths;
  cudaStream_t stream; // in whose order they were written
  cudaEvent_t written;
  std::atomic<bool> used_elsewhere{false}; // by kernels in other streams
};

inline void release_mirror(void* mirror) noexcept {
  std::unique_ptr<shared_mirror> const m(static_cast<shared_mirror*>(mirror));
  if (m->used_elsewhere.load()) cudaDeviceSynchronize();
  give_storage(m->lengths);
  cudaEventDestroy(m->written);
}

inline std::size_t bytes_of_mirror(extent_t rows) { return sizeof(int) * static_cast<std::size_t>(rows); }

} // namespace detail

// Copies lengths that belong to an arena to `device_memory` [rows], which lives as long as they do.
inline void place_mirror(int const* lengths, extent_t rows, int* device_memory) {
  copy_to_device(device_memory, lengths, detail::bytes_of_mirror(rows));
  sp::detail::header_of(lengths)->mirror = device_memory;
}

// Sees to it that lengths with owners have a mirror. Several threads may ask at once.
inline void ensure_mirror(int const* lengths, extent_t rows) {
  auto* const header = sp::detail::header_of(lengths);
  if (__atomic_load_n(&header->mirror, __ATOMIC_ACQUIRE) != nullptr) return;
  if (detail::is_capturing(stream()))
    sp::detail::refuse_with<cuda_error>(
        {"capture: lengths have no copy on the device yet; run the same pass once before"});
  auto fresh = std::make_unique<detail::shared_mirror>();
  fresh->stream = stream();
  check(cudaEventCreateWithFlags(&fresh->written, cudaEventDisableTiming), "lengths");
  fresh->lengths = static_cast<int*>(take_storage(detail::bytes_of_mirror(rows)));
  copy_to_device(fresh->lengths, lengths, detail::bytes_of_mirror(rows));
  check(cudaEventRecord(fresh->written, fresh->stream), "lengths");
  __atomic_store_n(&header->release_mirror, &detail::release_mirror, __ATOMIC_RELAXED);
  void* nobody = nullptr;
  if (__atomic_compare_exchange_n(&header->mirror, &nobody, static_cast<void*>(fresh.get()), false, __ATOMIC_ACQ_REL,
                                  __ATOMIC_ACQUIRE))
    fresh.release();
  else
    detail::release_mirror(fresh.release()); // another thread was first
}

// The mirror of these lengths, for kernels of this thread; nullptr for nullptr.
inline int const* on_device(int const* lengths) {
  if (lengths == nullptr) return nullptr;
  auto const* const header = sp::detail::header_of(lengths);
  void* const mirror = __atomic_load_n(&header->mirror, __ATOMIC_ACQUIRE);
  if (mirror == nullptr) sp::detail::refuse_with<cuda_error>({"lengths have no copy on the device"});
  if (__atomic_load_n(&header->release_mirror, __ATOMIC_RELAXED) == nullptr) return static_cast<int const*>(mirror);
  auto& shared = *static_cast<detail::shared_mirror*>(mirror);
  if (shared.stream != stream()) {
    shared.used_elsewhere.store(true);
    check(cudaStreamWaitEvent(stream(), shared.written, 0), "lengths");
  }
  return shared.lengths;
}

} // namespace sp::gpu
