// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "emulated_cuda/execution.hpp"
#include "emulated_cuda/library.hpp"
#include "emulated_cuda/memory.hpp"
#include "emulated_cuda/stream.hpp"
#include "emulated_cuda/types.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <map>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

// The part of the CUDA runtime that the library uses, on a processor. See emulated_cuda/ for how.

#define CUDART_VERSION 13000

enum cudaError {
  cudaSuccess = 0,
  cudaErrorInvalidValue = 1,
  cudaErrorMemoryAllocation = 2,
  cudaErrorInvalidConfiguration = 9,
  cudaErrorInvalidDeviceFunction = 98,
  cudaErrorNoDevice = 100,
  cudaErrorInvalidDevice = 101,
  cudaErrorInvalidResourceHandle = 400,
  cudaErrorNotReady = 600,
  cudaErrorCooperativeLaunchTooLarge = 720,
  cudaErrorStreamCaptureUnsupported = 900,
  cudaErrorStreamCaptureUnmatched = 903
};
using cudaError_t = cudaError;
using cudaStream_t = CUstream_st*;
using cudaEvent_t = CUevent_st*;
using cudaGraph_t = CUgraph_st*;
using cudaGraphExec_t = CUgraphExec_st*;

enum cudaMemcpyKind {
  cudaMemcpyHostToHost = 0,
  cudaMemcpyHostToDevice = 1,
  cudaMemcpyDeviceToHost = 2,
  cudaMemcpyDeviceToDevice = 3,
  cudaMemcpyDefault = 4
};
enum cudaDeviceAttr {
  cudaDevAttrMaxThreadsPerBlock = 1,
  cudaDevAttrMaxSharedMemoryPerBlock = 8,
  cudaDevAttrMultiProcessorCount = 16,
  cudaDevAttrL2CacheSize = 38,
  cudaDevAttrMaxThreadsPerMultiProcessor = 39,
  cudaDevAttrComputeCapabilityMajor = 75,
  cudaDevAttrComputeCapabilityMinor = 76,
  cudaDevAttrMaxSharedMemoryPerMultiprocessor = 81,
  cudaDevAttrCooperativeLaunch = 95,
  cudaDevAttrMaxSharedMemoryPerBlockOptin = 97
};
enum cudaFuncAttribute {
  cudaFuncAttributeMaxDynamicSharedMemorySize = 8,
  cudaFuncAttributePreferredSharedMemoryCarveout = 9
};
enum cudaStreamCaptureStatus {
  cudaStreamCaptureStatusNone = 0,
  cudaStreamCaptureStatusActive = 1,
  cudaStreamCaptureStatusInvalidated = 2
};
enum cudaStreamCaptureMode {
  cudaStreamCaptureModeGlobal = 0,
  cudaStreamCaptureModeThreadLocal = 1,
  cudaStreamCaptureModeRelaxed = 2
};

inline constexpr unsigned cudaStreamDefault = 0, cudaStreamNonBlocking = 1, cudaEventDefault = 0,
                          cudaEventBlockingSync = 1, cudaEventDisableTiming = 2, cudaHostAllocDefault = 0;

namespace emulated_cuda {

// Four multiprocessors, each like one of a large GPU.
inline constexpr int multiprocessors = 4, threads_each = 2048, blocks_each = 32, shared_each = 228 << 10,
                     shared_of_block = 48 << 10, shared_of_block_at_most = 227 << 10;
inline int devices = 1; // a test may take the device away

inline cudaError_t& last_error() {
  thread_local cudaError_t code = cudaSuccess;
  return code;
}
inline cudaError_t answer(cudaError_t code) {
  if (code != cudaSuccess) last_error() = code;
  return code;
}
inline bool capturing(cudaStream_t s) { return stream_of(s).recording != nullptr; }

// Bytes of dynamic shared memory that a kernel may have.
inline std::map<void const*, int>& shared_allowances() {
  static std::map<void const*, int> of;
  return of;
}
inline std::size_t shared_allowance(void const* kernel) {
  auto const found = shared_allowances().find(kernel);
  return static_cast<std::size_t>(found == shared_allowances().end() ? shared_of_block : found->second);
}

// Whether `bytes` may be read or written at `p` by a copy, on the side that `device` says.
inline bool fits_side(void const* p, std::size_t bytes, bool device) {
  device_memory const& memory = device_memory::get();
  return device ? memory.in_use(p, bytes) : !memory.on_device(p);
}
inline bool sides_fit(void* to, void const* from, std::size_t bytes, cudaMemcpyKind kind) {
  device_memory const& memory = device_memory::get();
  bool const to_device = kind == cudaMemcpyDefault ? memory.on_device(to)
                                                   : kind == cudaMemcpyHostToDevice || kind == cudaMemcpyDeviceToDevice;
  bool const from_device = kind == cudaMemcpyDefault
                               ? memory.on_device(from)
                               : kind == cudaMemcpyDeviceToHost || kind == cudaMemcpyDeviceToDevice;
  return fits_side(to, bytes, to_device) && fits_side(from, bytes, from_device);
}

// A wrong launch is answered as CUDA answers it.
inline cudaError_t check_shape(launch_shape const& s, void const* kernel) {
  dim3 const &g = s.grid, &b = s.block;
  if (g.x == 0 || g.y == 0 || g.z == 0 || b.x == 0 || b.y == 0 || b.z == 0 || g.x > 0x7fffffffu || g.y > 65535 ||
      g.z > 65535 || b.z > 64 || std::size_t(b.x) * b.y * b.z > 1024)
    return cudaErrorInvalidConfiguration;
  if (s.shared_bytes > shared_allowance(kernel)) return cudaErrorInvalidValue;
  return cudaSuccess;
}
inline int blocks_of_multiprocessor(void const* kernel, int threads, std::size_t shared) {
  if (threads < 1 || threads > 1024 || shared > shared_allowance(kernel)) return 0;
  int const warps = (threads + 31) / 32;
  int const by_threads = threads_each / 32 / warps;
  std::size_t const reserved = shared + 1024; // the system keeps a KiB of each block
  int const by_shared = static_cast<int>(shared_each / reserved);
  return std::min({by_threads, by_shared, blocks_each});
}

template <class T>
void check_argument(T argument, std::size_t number) {
  // What was in padding before may look like an address.
#if __has_builtin(__builtin_clear_padding)
  __builtin_clear_padding(&argument);
#else
  if (!std::has_unique_object_representations_v<T>) return;
#endif
  unsigned char bytes[sizeof argument];
  std::memcpy(bytes, &argument, sizeof argument);
  for (std::size_t at = 0; at + 8 <= sizeof bytes; at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + at, sizeof word);
    if (is_host_address(word))
      throw fault("argument " + std::to_string(number) + " of a kernel holds an address of host memory, at its byte " +
                  std::to_string(at));
  }
}

template <class... P, std::size_t... I>
cudaError_t launch(void (*kernel)(P...), launch_shape const& shape, void** arguments, cudaStream_t stream,
                   std::index_sequence<I...>) {
  auto const* const key = reinterpret_cast<void const*>(kernel);
  if (cudaError_t const code = check_shape(shape, key); code != cudaSuccess) return answer(code);
  std::size_t const blocks = std::size_t(shape.grid.x) * shape.grid.y * shape.grid.z;
  if (shape.cooperative &&
      blocks > std::size_t(multiprocessors) *
                   static_cast<std::size_t>(blocks_of_multiprocessor(
                       key, static_cast<int>(shape.block.x * shape.block.y * shape.block.z), shape.shared_bytes)))
    return answer(cudaErrorCooperativeLaunchTooLarge);
  (check_argument(*static_cast<std::remove_cv_t<P>*>(arguments[I]), I), ...);
  struct call {
    void (*kernel)(P...);
    std::tuple<std::remove_cv_t<P>...> values;
  };
  enqueue(stream, [shape, mine = call{kernel, {*static_cast<std::remove_cv_t<P>*>(arguments[I])...}}] {
    engine::get().run(
        shape,
        [](void const* p) {
          auto const& c = *static_cast<call const*>(p);
          c.kernel(std::get<I>(c.values)...);
        },
        &mine);
    device_memory::get().check_guards("a kernel wrote where it must not");
  });
  return cudaSuccess;
}

} // namespace emulated_cuda

// ---- errors ----
inline char const* cudaGetErrorName(cudaError_t code) {
  switch (code) {
  case cudaSuccess:
    return "cudaSuccess";
  case cudaErrorInvalidValue:
    return "cudaErrorInvalidValue";
  case cudaErrorMemoryAllocation:
    return "cudaErrorMemoryAllocation";
  case cudaErrorInvalidConfiguration:
    return "cudaErrorInvalidConfiguration";
  case cudaErrorInvalidDeviceFunction:
    return "cudaErrorInvalidDeviceFunction";
  case cudaErrorNoDevice:
    return "cudaErrorNoDevice";
  case cudaErrorInvalidDevice:
    return "cudaErrorInvalidDevice";
  case cudaErrorInvalidResourceHandle:
    return "cudaErrorInvalidResourceHandle";
  case cudaErrorNotReady:
    return "cudaErrorNotReady";
  case cudaErrorCooperativeLaunchTooLarge:
    return "cudaErrorCooperativeLaunchTooLarge";
  case cudaErrorStreamCaptureUnsupported:
    return "cudaErrorStreamCaptureUnsupported";
  case cudaErrorStreamCaptureUnmatched:
    return "cudaErrorStreamCaptureUnmatched";
  }
  return "unrecognized error code";
}
inline char const* cudaGetErrorString(cudaError_t code) {
  switch (code) {
  case cudaSuccess:
    return "no error";
  case cudaErrorInvalidValue:
    return "invalid argument";
  case cudaErrorMemoryAllocation:
    return "out of memory";
  case cudaErrorInvalidConfiguration:
    return "invalid configuration argument";
  case cudaErrorInvalidDeviceFunction:
    return "invalid device function";
  case cudaErrorNoDevice:
    return "no CUDA-capable device is detected";
  case cudaErrorInvalidDevice:
    return "invalid device ordinal";
  case cudaErrorInvalidResourceHandle:
    return "invalid resource handle";
  case cudaErrorNotReady:
    return "device not ready";
  case cudaErrorCooperativeLaunchTooLarge:
    return "too many blocks in cooperative launch";
  case cudaErrorStreamCaptureUnsupported:
    return "operation not permitted when stream is capturing";
  case cudaErrorStreamCaptureUnmatched:
    return "capture was not initiated in this stream";
  }
  return "unrecognized error code";
}
inline cudaError_t cudaGetLastError() { return std::exchange(emulated_cuda::last_error(), cudaSuccess); }
inline cudaError_t cudaPeekAtLastError() { return emulated_cuda::last_error(); }

// ---- devices ----
inline cudaError_t cudaGetDeviceCount(int* n) {
  *n = emulated_cuda::devices;
  return emulated_cuda::answer(*n == 0 ? cudaErrorNoDevice : cudaSuccess);
}
inline cudaError_t cudaGetDevice(int* device) {
  *device = 0;
  return emulated_cuda::answer(emulated_cuda::devices == 0 ? cudaErrorNoDevice : cudaSuccess);
}
inline cudaError_t cudaSetDevice(int device) {
  return emulated_cuda::answer(device == 0 ? cudaSuccess : cudaErrorInvalidDevice);
}
inline cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr what, int) {
  switch (what) {
  case cudaDevAttrMaxThreadsPerBlock:
    *value = 1024;
    return cudaSuccess;
  case cudaDevAttrMaxSharedMemoryPerBlock:
    *value = emulated_cuda::shared_of_block;
    return cudaSuccess;
  case cudaDevAttrMultiProcessorCount:
    *value = emulated_cuda::multiprocessors;
    return cudaSuccess;
  case cudaDevAttrL2CacheSize:
    *value = 4 << 20;
    return cudaSuccess;
  case cudaDevAttrMaxThreadsPerMultiProcessor:
    *value = emulated_cuda::threads_each;
    return cudaSuccess;
  case cudaDevAttrComputeCapabilityMajor:
    *value = 9;
    return cudaSuccess;
  case cudaDevAttrComputeCapabilityMinor:
    *value = 0;
    return cudaSuccess;
  case cudaDevAttrMaxSharedMemoryPerMultiprocessor:
    *value = emulated_cuda::shared_each;
    return cudaSuccess;
  case cudaDevAttrCooperativeLaunch:
    *value = 1;
    return cudaSuccess;
  case cudaDevAttrMaxSharedMemoryPerBlockOptin:
    *value = emulated_cuda::shared_of_block_at_most;
    return cudaSuccess;
  }
  return emulated_cuda::answer(cudaErrorInvalidValue);
}
inline cudaError_t cudaDeviceSynchronize() { return cudaSuccess; }

// ---- memory ----
template <class T>
cudaError_t cudaMalloc(T** p, std::size_t bytes) {
  *p = static_cast<T*>(bytes == 0 ? nullptr : emulated_cuda::device_memory::get().allocate(bytes));
  return emulated_cuda::answer(*p == nullptr && bytes != 0 ? cudaErrorMemoryAllocation : cudaSuccess);
}
inline cudaError_t cudaFree(void* p) {
  bool const found = p == nullptr || emulated_cuda::device_memory::get().release(p);
  return emulated_cuda::answer(found ? cudaSuccess : cudaErrorInvalidValue);
}
// While a stream is captured, memory would belong to the graph: the library must not ask for it then.
template <class T>
cudaError_t cudaMallocAsync(T** p, std::size_t bytes, cudaStream_t s) {
  if (emulated_cuda::capturing(s)) return emulated_cuda::answer(cudaErrorStreamCaptureUnsupported);
  return cudaMalloc(p, bytes);
}
inline cudaError_t cudaFreeAsync(void* p, cudaStream_t s) {
  if (emulated_cuda::capturing(s)) return emulated_cuda::answer(cudaErrorStreamCaptureUnsupported);
  return cudaFree(p);
}
template <class T>
cudaError_t cudaMallocHost(T** p, std::size_t bytes, unsigned = 0) {
  *p = static_cast<T*>(emulated_cuda::device_memory::get().allocate_pinned(bytes));
  return emulated_cuda::answer(*p == nullptr ? cudaErrorMemoryAllocation : cudaSuccess);
}
template <class T>
cudaError_t cudaHostAlloc(T** p, std::size_t bytes, unsigned) {
  return cudaMallocHost(p, bytes);
}
inline cudaError_t cudaFreeHost(void* p) {
  bool const found = p == nullptr || emulated_cuda::device_memory::get().release_pinned(p);
  return emulated_cuda::answer(found ? cudaSuccess : cudaErrorInvalidValue);
}
inline cudaError_t cudaMemGetInfo(std::size_t* free_bytes, std::size_t* all_bytes) {
  auto const& memory = emulated_cuda::device_memory::get();
  *all_bytes = memory.capacity();
  *free_bytes = *all_bytes - memory.bytes_in_use();
  return cudaSuccess;
}
inline cudaError_t cudaMemcpyAsync(void* to, void const* from, std::size_t bytes, cudaMemcpyKind kind,
                                   cudaStream_t s = nullptr) {
  if (bytes == 0) return cudaSuccess;
  if (!emulated_cuda::sides_fit(to, from, bytes, kind)) return emulated_cuda::answer(cudaErrorInvalidValue);
  emulated_cuda::enqueue(s, [=] { std::memmove(to, from, bytes); });
  return cudaSuccess;
}
inline cudaError_t cudaMemcpy(void* to, void const* from, std::size_t bytes, cudaMemcpyKind kind) {
  return cudaMemcpyAsync(to, from, bytes, kind);
}
inline cudaError_t cudaMemcpy2DAsync(void* to, std::size_t to_pitch, void const* from, std::size_t from_pitch,
                                     std::size_t width, std::size_t height, cudaMemcpyKind kind,
                                     cudaStream_t s = nullptr) {
  if (width == 0 || height == 0) return cudaSuccess;
  if (width > to_pitch || width > from_pitch) return emulated_cuda::answer(cudaErrorInvalidValue);
  auto* const t = static_cast<char*>(to);
  auto const* const f = static_cast<char const*>(from);
  for (std::size_t row = 0; row < height; ++row)
    if (!emulated_cuda::sides_fit(t + row * to_pitch, f + row * from_pitch, width, kind))
      return emulated_cuda::answer(cudaErrorInvalidValue);
  emulated_cuda::enqueue(s, [=] {
    for (std::size_t row = 0; row < height; ++row) std::memmove(t + row * to_pitch, f + row * from_pitch, width);
  });
  return cudaSuccess;
}
inline cudaError_t cudaMemsetAsync(void* p, int byte, std::size_t bytes, cudaStream_t s = nullptr) {
  if (bytes == 0) return cudaSuccess;
  if (!emulated_cuda::fits_side(p, bytes, true)) return emulated_cuda::answer(cudaErrorInvalidValue);
  emulated_cuda::enqueue(s, [=] { std::memset(p, byte, bytes); });
  return cudaSuccess;
}
inline cudaError_t cudaMemset(void* p, int byte, std::size_t bytes) { return cudaMemsetAsync(p, byte, bytes); }

#include "emulated_cuda/streams_and_graphs.hpp"

// ---- kernels ----
template <class F>
cudaError_t cudaFuncSetAttribute(F* kernel, cudaFuncAttribute what, int value) {
  if (what != cudaFuncAttributeMaxDynamicSharedMemorySize) return cudaSuccess;
  if (value < 0 || value > emulated_cuda::shared_of_block_at_most) return emulated_cuda::answer(cudaErrorInvalidValue);
  std::lock_guard const lock(emulated_cuda::everything());
  emulated_cuda::shared_allowances()[reinterpret_cast<void const*>(kernel)] = value;
  return cudaSuccess;
}
template <class F>
cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, F* kernel, int threads, std::size_t shared) {
  std::lock_guard const lock(emulated_cuda::everything());
  *blocks = emulated_cuda::blocks_of_multiprocessor(reinterpret_cast<void const*>(kernel), threads, shared);
  return cudaSuccess;
}
template <class... P>
cudaError_t cudaLaunchKernel(void (*kernel)(P...), dim3 grid, dim3 block, void** arguments, std::size_t shared,
                             cudaStream_t s) {
  return emulated_cuda::launch(kernel, {grid, block, shared, false}, arguments, s, std::index_sequence_for<P...>{});
}
template <class... P>
cudaError_t cudaLaunchCooperativeKernel(void (*kernel)(P...), dim3 grid, dim3 block, void** arguments,
                                        std::size_t shared, cudaStream_t s) {
  return emulated_cuda::launch(kernel, {grid, block, shared, true}, arguments, s, std::index_sequence_for<P...>{});
}
