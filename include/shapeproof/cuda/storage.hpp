// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/launch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

// Memory of tensors on the device, and copies from and to it in the order of this thread's stream.
namespace sp::gpu {

// Uninitialised memory of a tensor that owns; throws cuda_error. It belongs to the stream of this thread: another thread may
// touch it after this one has called wait().
inline void* take_storage(std::size_t bytes) { return detail::context::mine().storage.take(bytes); }

// `data` came from take_storage, in whatever thread. What this thread has told the device is done before it is used again.
inline void give_storage(void* data) noexcept {
  if (data == nullptr) return;
  detail::block_origin const origin = detail::block_list::all().find(data);
  if (detail::context::alive()) {
    detail::context& mine = detail::context::mine();
    if (mine.storage.give(data, origin)) return;
    if (origin.stream != mine.stream() && !detail::is_capturing(mine.stream()) && !detail::is_capturing(origin.stream))
      mine.let_wait(origin.stream);
  }
  detail::block_list::all().remove(data);
  cudaFreeAsync(data, origin.stream); // an error has nobody to go to: at the end of the program the driver may be gone
}

// A block for an arena of numbers, at least `bytes` long; `bytes` becomes what it is. Throws cuda_error; give_storage takes it back.
inline void* take_block(std::size_t& bytes) {
  constexpr std::size_t smallest = std::size_t(2) << 20;
  cudaStream_t const mine = stream();
  bytes = (bytes + smallest - 1) / smallest * smallest;
  void* const block = detail::allocate(bytes, mine);
  detail::block_list::all().add(block, {detail::storage_pool::no_class, mine});
  return block;
}

// Gives this thread's cached tensor memory back to the driver.
inline void release_cached_memory() { detail::context::mine().storage.release_cached(); }

namespace detail {

// Few bytes go to the device as arguments of a kernel: that needs no staging, and a graph that is captured keeps them.
template <int Bytes>
struct carried_bytes {
  alignas(8) unsigned char values[Bytes];
};
template <int Bytes>
__global__ void write_carried_kernel(__grid_constant__ carried_bytes<Bytes> const carried, int bytes,
                                     unsigned char* to) {
  for (int i = static_cast<int>(threadIdx.x); i < bytes; i += static_cast<int>(blockDim.x)) to[i] = carried.values[i];
}
template <int Bytes>
void write_carried(void* to, void const* from, std::size_t bytes) {
  carried_bytes<Bytes> carried = {};
  std::memcpy(carried.values, from, bytes);
  launch("copy to the device", write_carried_kernel<Bytes>, {1, Bytes < 256 ? Bytes : 256}, carried, bytes,
         static_cast<unsigned char*>(to));
}
inline constexpr std::size_t most_carried = 4000;

} // namespace detail

// Copies from the host. The caller's memory may change at once.
inline void copy_to_device(void* to, void const* from, std::size_t bytes) {
  auto* target = static_cast<char*>(to);
  auto const* source = static_cast<char const*>(from);
  bool const carry = bytes <= detail::most_carried || detail::is_capturing(stream());
  detail::context& mine = detail::context::mine();
  while (bytes > 0) {
    std::size_t const n = std::min(bytes, carry ? detail::most_carried : detail::staging::chunk_bytes);
    if (!carry) {
      void* const staged = mine.staging.take(n, mine.stream());
      std::memcpy(staged, source, n);
      check(cudaMemcpyAsync(target, staged, n, cudaMemcpyHostToDevice, mine.stream()), "copy to the device");
    } else if (n <= 128) {
      detail::write_carried<128>(target, source, n);
    } else {
      detail::write_carried<detail::most_carried>(target, source, n);
    }
    target += n;
    source += n;
    bytes -= n;
  }
}

// Copies to the host, and waits for it.
inline void copy_to_host(void* to, void const* from, std::size_t bytes) {
  if (bytes == 0) return;
  detail::context& mine = detail::context::mine();
  bool const small = bytes <= detail::staging::landing_bytes;
  void* const target = small ? mine.staging.landing() : to;
  check(cudaMemcpyAsync(target, from, bytes, cudaMemcpyDeviceToHost, mine.stream()), "copy to the host");
  check(cudaStreamSynchronize(mine.stream()), "copy to the host");
  if (small) std::memcpy(to, target, bytes);
}

// Copies from device memory to device memory.
inline void copy_on_device(void* to, void const* from, std::size_t bytes) {
  if (bytes > 0) check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, stream()), "copy on the device");
}

inline void fill_bytes(void* to, unsigned char value, std::size_t bytes) {
  if (bytes > 0) check(cudaMemsetAsync(to, value, bytes, stream()), "fill");
}

} // namespace sp::gpu
