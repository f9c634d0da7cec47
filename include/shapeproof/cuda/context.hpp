// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/arena.hpp"
#include "detail/staging.hpp"
#include "detail/storage_pool.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>
#include <vector>

namespace sp::gpu {

namespace detail {

// Streams are made once and lent to one thread after another. They are never destroyed, so that memory can be given back in
// their order whenever that is.
class stream_list {
  std::mutex mutex_;
  std::vector<std::pair<int, cudaStream_t>> idle_; // of which device

public:
  static stream_list& all() {
    static auto* const list = new stream_list;
    return *list;
  }
  cudaStream_t take(int device) {
    {
      std::lock_guard const lock(mutex_);
      for (auto& [of, stream] : idle_)
        if (of == device) {
          std::swap(stream, idle_.back().second);
          std::swap(of, idle_.back().first);
          cudaStream_t const taken = idle_.back().second;
          idle_.pop_back();
          return taken;
        }
    }
    cudaStream_t fresh = nullptr;
    check(cudaStreamCreateWithFlags(&fresh, cudaStreamNonBlocking), "stream");
    return fresh;
  }
  void give(int device, cudaStream_t stream) {
    std::lock_guard const lock(mutex_);
    idle_.emplace_back(device, stream);
  }
};

// What one thread has of one device: its stream, and the memory whose order the stream keeps.
class context {
  int const device_;
  cudaStream_t const stream_;
  cudaEvent_t reached_ = nullptr; // marks a place in the stream, for others to wait for

public:
  explicit context(int device) : device_(device), stream_(stream_list::all().take(device)) {}
  context(context const&) = delete;
  context& operator=(context const&) = delete;
  ~context() {
    cudaStreamSynchronize(stream_);
    if (reached_ != nullptr) cudaEventDestroy(reached_);
    stream_list::all().give(device_, stream_);
  }

  cudaStream_t stream() const { return stream_; }

  // This thread's context of the current device.
  static context& mine() {
    thread_local of_thread all;
    int device = 0;
    check(cudaGetDevice(&device), "device");
    std::size_t const at = static_cast<std::size_t>(device);
    if (at >= all.by_device.size()) all.by_device.resize(at + 1);
    if (all.by_device[at] == nullptr) all.by_device[at] = std::make_unique<context>(device);
    return *all.by_device[at];
  }
  // False as soon as the thread's contexts are gone: what is given back after that goes to the driver.
  static bool& alive() {
    thread_local bool value = true;
    return value;
  }

  int attribute(cudaDeviceAttr what) {
    auto const found = attributes_.find(what);
    if (found != attributes_.end()) return found->second;
    int value = 0;
    check(cudaDeviceGetAttribute(&value, what, device_), "attribute of the device");
    return attributes_[what] = value;
  }

  // Makes `other` wait for what this stream has been told up to now.
  void let_wait(cudaStream_t other) {
    if (reached_ == nullptr) check(cudaEventCreateWithFlags(&reached_, cudaEventDisableTiming), "event");
    check(cudaEventRecord(reached_, stream_), "event");
    check(cudaStreamWaitEvent(other, reached_, 0), "event");
  }

  // The workspaces of this thread's operations lie in it.
  sp::arena& workspace(sp::detail::memory_kind const& memory) {
    if (workspace_ == nullptr) workspace_ = std::make_unique<sp::arena>(memory);
    return *workspace_;
  }

  detail::staging staging;
  storage_pool storage{stream_};
  std::map<std::tuple<void const*, int, std::size_t>, int> resident_blocks; // by kernel, threads and shared memory

private:
  std::map<cudaDeviceAttr, int> attributes_;
  std::unique_ptr<sp::arena> workspace_;

  struct of_thread {
    std::vector<std::unique_ptr<context>> by_device;
    ~of_thread() {
      alive() = false;
      by_device.clear();
    }
  };
};

} // namespace detail

// This thread's stream on the current device. Everything that this thread tells the device runs in its order.
inline cudaStream_t stream() { return detail::context::mine().stream(); }

// Waits until the device has done all that this thread has told it.
inline void wait() { check(cudaStreamSynchronize(stream()), "wait"); }

// Of the current device.
inline int multiprocessors() { return detail::context::mine().attribute(cudaDevAttrMultiProcessorCount); }
// The dynamic shared memory that one block can have.
inline std::size_t largest_shared_bytes() {
  return static_cast<std::size_t>(detail::context::mine().attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin));
}

} // namespace sp::gpu
