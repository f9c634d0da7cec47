// SPDX-License-Identifier: BSL-1.0
#pragma once
// Part of cuda_runtime_api.h: what a program tells streams, and the graphs that it captures of that.

// ---- streams and events ----
inline cudaError_t cudaStreamCreateWithFlags(cudaStream_t* s, unsigned) {
  *s = new CUstream_st;
  return cudaSuccess;
}
inline cudaError_t cudaStreamCreate(cudaStream_t* s) { return cudaStreamCreateWithFlags(s, 0); }
inline cudaError_t cudaStreamDestroy(cudaStream_t s) {
  delete s;
  return cudaSuccess;
}
inline cudaError_t cudaStreamSynchronize(cudaStream_t s) {
  return emulated_cuda::answer(emulated_cuda::capturing(s) ? cudaErrorStreamCaptureUnsupported : cudaSuccess);
}
inline cudaError_t cudaStreamQuery(cudaStream_t s) { return cudaStreamSynchronize(s); }
inline cudaError_t cudaStreamIsCapturing(cudaStream_t s, cudaStreamCaptureStatus* status) {
  *status = emulated_cuda::capturing(s) ? cudaStreamCaptureStatusActive : cudaStreamCaptureStatusNone;
  return cudaSuccess;
}
inline cudaError_t cudaEventCreateWithFlags(cudaEvent_t* e, unsigned) {
  *e = new CUevent_st;
  return cudaSuccess;
}
inline cudaError_t cudaEventCreate(cudaEvent_t* e) { return cudaEventCreateWithFlags(e, 0); }
inline cudaError_t cudaEventDestroy(cudaEvent_t e) {
  delete e;
  return cudaSuccess;
}
inline cudaError_t cudaEventRecord(cudaEvent_t e, cudaStream_t s = nullptr) {
  e->recording = emulated_cuda::stream_of(s).recording;
  if (e->recording != nullptr) e->recording->events.push_back(e);
  e->when = std::chrono::steady_clock::now();
  return cudaSuccess;
}
inline cudaError_t cudaEventSynchronize(cudaEvent_t e) {
  return emulated_cuda::answer(e->recording != nullptr ? cudaErrorStreamCaptureUnsupported : cudaSuccess);
}
inline cudaError_t cudaEventQuery(cudaEvent_t e) { return cudaEventSynchronize(e); }
inline cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t from, cudaEvent_t to) {
  *milliseconds = std::chrono::duration<float, std::milli>(to->when - from->when).count();
  return cudaSuccess;
}
// A stream that waits for an event of a capture takes part in it.
inline cudaError_t cudaStreamWaitEvent(cudaStream_t s, cudaEvent_t e, unsigned = 0) {
  CUstream_st& stream = emulated_cuda::stream_of(s);
  if (e->recording == nullptr && stream.recording != nullptr)
    return emulated_cuda::answer(cudaErrorStreamCaptureUnsupported);
  if (e->recording != nullptr && stream.recording == nullptr) {
    stream.recording = e->recording;
    e->recording->streams.push_back(s);
  }
  return cudaSuccess;
}

// ---- graphs ----
inline cudaError_t cudaStreamBeginCapture(cudaStream_t s, cudaStreamCaptureMode) {
  if (s == nullptr || emulated_cuda::capturing(s)) return emulated_cuda::answer(cudaErrorStreamCaptureUnsupported);
  s->recording = new CUgraph_st;
  s->began = true;
  return cudaSuccess;
}
inline cudaError_t cudaStreamEndCapture(cudaStream_t s, cudaGraph_t* graph) {
  *graph = nullptr;
  if (s == nullptr || !s->began) return emulated_cuda::answer(cudaErrorStreamCaptureUnmatched);
  *graph = s->recording;
  s->recording = nullptr;
  s->began = false;
  for (cudaStream_t const joined : (*graph)->streams) joined->recording = nullptr;
  for (cudaEvent_t const e : (*graph)->events) e->recording = nullptr;
  return cudaSuccess;
}
inline cudaError_t cudaGraphInstantiate(cudaGraphExec_t* made, cudaGraph_t graph, unsigned long long = 0) {
  *made = new CUgraphExec_st{graph->steps};
  return cudaSuccess;
}
inline cudaError_t cudaGraphUpload(cudaGraphExec_t, cudaStream_t) { return cudaSuccess; }
inline cudaError_t cudaGraphLaunch(cudaGraphExec_t graph, cudaStream_t s) {
  emulated_cuda::enqueue(s, [steps = graph->steps] {
    for (auto const& step : steps) step();
  });
  return cudaSuccess;
}
inline cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  delete graph;
  return cudaSuccess;
}
inline cudaError_t cudaGraphExecDestroy(cudaGraphExec_t graph) {
  delete graph;
  return cudaSuccess;
}
