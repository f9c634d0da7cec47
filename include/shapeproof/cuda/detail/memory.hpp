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

// Throws cuda_error if there is no room, and while a graph is captured: the memory would be the graph's, and live only while it
// runs.
inline void* allocate(std::size_t bytes, cudaStream_t stream) {
  if (is_capturing(stream))
    sp::detail::refuse_with<cuda_error>(
        {"capture: ", bytes,
         " bytes of device memory are asked for while a graph is captured; run the same "
         "pass once before"});
  void* memory = nullptr;
  cudaError_t const code = cudaMallocAsync(&memory, bytes, stream);
  if (code == cudaErrorMemoryAllocation) cudaGetLastError(); // the driver would tell of it once more
  check(code, "memory of the device");
  return memory;
}

} // namespace sp::gpu::detail
