// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../check.hpp"

namespace sp::gpu::detail {

// Whether what the stream is told goes into a graph that is being captured.
inline bool is_capturing(cudaStream_t stream) {
  cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
  check(cudaStreamIsCapturing(stream, &status), "capture");
  return status != cudaStreamCaptureStatusNone;
}

// Blocks of arenas are multiples of this.
inline constexpr std::size_t smallest_block = std::size_t(2) << 20;

// nullptr if there is no room. Not while a graph is captured: the memory would be the graph's, and live only while it runs.
inline void* try_to_allocate(std::size_t bytes, cudaStream_t stream) {
  if (is_capturing(stream))
    sp::detail::refuse_with<cuda_error>(
        {"capture: ", bytes,
         " bytes of device memory are asked for while a graph is captured; run the same "
         "pass once before"});
  void* memory = nullptr;
  cudaError_t const code = cudaMallocAsync(&memory, bytes, stream);
  if (code == cudaErrorMemoryAllocation) {
    cudaGetLastError();
    return nullptr;
  }
  check(code, "memory of the device");
  return memory;
}
inline void* allocate(std::size_t bytes, cudaStream_t stream) {
  void* const memory = try_to_allocate(bytes, stream);
  if (memory == nullptr) check(cudaErrorMemoryAllocation, "memory of the device");
  return memory;
}

} // namespace sp::gpu::detail
