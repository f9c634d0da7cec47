// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "memory.hpp"

#include <cstddef>

namespace sp::gpu::detail {

// Host memory that the device reads and writes by itself, so that a copy needs no waiting: what goes to the device is put into
// one chunk after another, and a chunk is written again when the device has read all of it.
class staging {
public:
  static constexpr std::size_t chunk_bytes = std::size_t(1) << 20, landing_bytes = std::size_t(64) << 10;

  staging() = default;
  staging(staging const&) = delete;
  staging& operator=(staging const&) = delete;
  // The stream must be idle.
  ~staging() {
    if (memory_ == nullptr) return;
    for (cudaEvent_t event : read_) cudaEventDestroy(event);
    cudaFreeHost(memory_);
  }

  // At most chunk_bytes. Whoever takes them tells the stream at once what to do with them.
  void* take(std::size_t bytes, cudaStream_t stream) {
    if (memory_ == nullptr) reserve();
    if (bytes > chunk_bytes - used_) {
      check(cudaEventRecord(read_[current_], stream), "copy to the device");
      current_ = (current_ + 1) % chunks;
      used_ = 0;
      check(cudaEventSynchronize(read_[current_]), "copy to the device");
    }
    void* const place = memory_ + current_ * chunk_bytes + used_;
    used_ += (bytes + 63) / 64 * 64;
    return place;
  }
  // landing_bytes for what comes from the device; they hold it until the next copy.
  void* landing() {
    if (memory_ == nullptr) reserve();
    return memory_ + chunks * chunk_bytes;
  }

private:
  static constexpr std::size_t chunks = 4;
  char* memory_ = nullptr;
  cudaEvent_t read_[chunks] = {};
  std::size_t current_ = 0, used_ = 0;

  void reserve() {
    for (cudaEvent_t& event : read_)
      if (event == nullptr) check(cudaEventCreateWithFlags(&event, cudaEventDisableTiming), "staging memory");
    check(cudaHostAlloc(reinterpret_cast<void**>(&memory_), chunks * chunk_bytes + landing_bytes, cudaHostAllocDefault),
          "staging memory");
  }
};

} // namespace sp::gpu::detail
