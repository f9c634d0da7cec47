// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"
#include "../core/message.hpp"

#include <cuda_runtime_api.h>

namespace sp {

// The GPU or its driver could not do what it was told. Names the operation and the driver's reason.
class cuda_error : public error {
public:
  using error::error;
};

namespace gpu {

namespace detail {
[[noreturn, gnu::noinline, gnu::cold]] inline void refuse_code(cudaError_t code, char const* operation) {
  cudaGetLastError(); // reported here, so that nobody reports it again
  sp::detail::refuse_with<cuda_error>({operation, ": ", cudaGetErrorString(code), " (", cudaGetErrorName(code), ")"});
}
} // namespace detail

// Throws cuda_error where a CUDA call failed: "softmax: out of memory (cudaErrorMemoryAllocation)".
inline void check(cudaError_t code, char const* operation) {
  if (code != cudaSuccess) [[unlikely]]
    detail::refuse_code(code, operation);
}

// Whether there is a GPU that can be used. False, too, where there is no driver.
inline bool device_available() {
  int n = 0;
  if (cudaGetDeviceCount(&n) == cudaSuccess) return n > 0;
  cudaGetLastError();
  return false;
}

} // namespace gpu
} // namespace sp
