// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "memory.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

// Streams do at once what they are told to, unless a graph is being captured: then what they are told is written down.
struct CUgraph_st {
  std::vector<std::function<void()>> steps;
  std::vector<struct CUstream_st*> streams; // that are captured into it
  std::vector<struct CUevent_st*> events;
};
struct CUgraphExec_st {
  std::vector<std::function<void()>> steps;
};
struct CUstream_st {
  CUgraph_st* recording = nullptr;
  bool began = false; // the capture that it records for
};
struct CUevent_st {
  std::chrono::steady_clock::time_point when{};
  CUgraph_st* recording = nullptr; // the capture in which it was recorded
};

namespace emulated_cuda {

inline CUstream_st default_stream;

inline CUstream_st& stream_of(CUstream_st* s) { return s == nullptr ? default_stream : *s; }

// Does what a stream is told, or writes it down. Device memory can be touched while it is done.
inline void enqueue(CUstream_st* stream, std::function<void()> what) {
  std::lock_guard const lock(everything());
  if (CUgraph_st* const graph = stream_of(stream).recording) {
    graph->steps.push_back(std::move(what));
  } else {
    device_memory::opened const memory;
    what();
  }
}

} // namespace emulated_cuda
