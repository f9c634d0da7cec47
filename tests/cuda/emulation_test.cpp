// SPDX-License-Identifier: BSL-1.0
#ifdef SHAPEPROOF_EMULATED_CUDA
#include "support.hpp"

#include <csignal>
#include <cstdlib>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

// The emulator finds what a GPU would do wrong in silence.

namespace {

template <class F>
std::string fault_of(F f) {
  try {
    f();
  } catch (emulated_cuda::fault const& e) {
    return e.what();
  }
  return "nothing";
}
bool has(std::string const& text, char const* part) {
  if (text.find(part) != std::string::npos) return true;
  MESSAGE(text);
  return false;
}

struct death {
  int signal; // 0: there was none
  std::string said;
};
// How a process of its own ends that does f() after its device memory was used.
template <class F>
death death_of(F f) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  pid_t const child = fork();
  if (child == 0) {
    std::signal(SIGSEGV, SIG_DFL); // no report of the test framework's
    std::signal(SIGABRT, SIG_DFL);
    dup2(ends[1], 2);
    on_gpu<float> const used(1);
    f();
    _exit(0);
  }
  close(ends[1]);
  std::string said;
  char part[256];
  for (ssize_t n = 0; (n = read(ends[0], part, sizeof part)) > 0;) said.append(part, static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFSIGNALED(status) ? WTERMSIG(status) : 0, said};
}

__global__ void some_return_kernel() {
  if (threadIdx.x < 40) return;
  __syncthreads();
}
__global__ void two_barriers_kernel() {
  if (threadIdx.x < 32)
    __syncthreads();
  else
    __syncthreads();
}
__global__ void barrier_and_shuffle_kernel() {
  if (threadIdx.x == 5)
    __syncthreads();
  else
    __shfl_xor_sync(0xffffffffu, 1, 1);
}
__global__ void two_shuffles_kernel() {
  if (threadIdx.x % 2 == 0)
    __shfl_xor_sync(0xffffffffu, 1, 1);
  else
    __shfl_xor_sync(0xffffffffu, 1, 2);
}
__global__ void mask_without_me_kernel() { __shfl_sync(1u, 1, 0); }
__global__ void from_outside_kernel() {
  if (threadIdx.x < 4) __shfl_sync(0xfu, 1, 5);
}
__global__ void full_mask_kernel() { __syncwarp(); }
__global__ void write_kernel(float* to, int at) { to[at] = 1; }
__global__ void write_shared_kernel(int at) {
  SHAPEPROOF_SHARED_ARRAY(float, mine);
  mine[at] = 1;
}
struct with_pointer {
  int n;
  float const* p;
};
__global__ void read_kernel(with_pointer from, float* to) { *to = *from.p; }
__global__ void barrier_of_grid_kernel() { sp::gpu::grid_barrier(); }
__global__ void late_block_kernel() {
  if (blockIdx.x == 1) return;
  sp::gpu::grid_barrier();
}

struct with_padding {
  float* p;
  bool yes;
};
__global__ void padded_kernel(with_padding x) { *x.p = x.yes; }

template <class T>
__global__ void warp_values_kernel(T* to) {
  int const i = static_cast<int>(threadIdx.x);
  T const x = static_cast<T>(i);
  to[i] = __shfl_up_sync(0xffffffffu, x, 3);
  to[32 + i] = __shfl_down_sync(0xffffffffu, x, 3, 8);
  to[64 + i] = __shfl_sync(0xffffffffu, x, 9, 8);
  to[96 + i] = __shfl_xor_sync(0xffffffffu, x, 5);
  if (i < 16) to[128 + i] = __shfl_xor_sync(0xffffu, x, 1); // half a warp
}
__global__ void votes_kernel(unsigned* to) {
  to[threadIdx.x] = __ballot_sync(0xffffffffu, threadIdx.x % 3 == 0);
  if (!__any_sync(0xffffffffu, threadIdx.x % 32 == 4) || __all_sync(0xffffffffu, threadIdx.x % 32 == 4)) to[0] = 0;
  if (__syncthreads_count(threadIdx.x < 40) != 40 || !__syncthreads_or(threadIdx.x == 63) ||
      __syncthreads_and(threadIdx.x != 63))
    to[0] = 0;
}
__global__ void spin_kernel(int* flag, int* to) {
  if (threadIdx.x == 0) {
    while (*static_cast<int volatile*>(flag) == 0) __nanosleep(20);
    *to = *flag;
  } else if (threadIdx.x == 33) {
    atomicExch(flag, 3);
  }
}
__global__ void first_of_all_kernel(int* order) {
  if (atomicAdd(order, 1) == 0) order[1] = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
}
__global__ void fresh_shared_kernel(float* to) {
  SHAPEPROOF_SHARED_FIXED(float, mine, 2);
  to[blockIdx.x] = mine[1];
  mine[1] = 1;
}

} // namespace

TEST_CASE("threads that do not come to a barrier are reported") {
  std::string const early = fault_of([] { sp::gpu::launch("k", some_return_kernel, {2, 64}); });
  CHECK(has(early,
            "of 64 threads 40 have returned, and 24 wait for others that do not come: thread (40, 0, 0) of block "));
  CHECK(has(early, ", 0, 0) in __syncthreads at "));
  CHECK(has(fault_of([] { sp::gpu::launch("k", two_barriers_kernel, {1, 64}); }),
            "threads of a block wait in different __syncthreads"));
  CHECK(has(fault_of([] { sp::gpu::launch("k", barrier_and_shuffle_kernel, {1, 32}); }), "wait for others"));
  CHECK(fault_of([] { sp::gpu::launch("k", two_barriers_kernel, {1, 32}); }) == "nothing"); // and it goes on after that
}

TEST_CASE("lanes that do not meet are reported") {
  CHECK(has(fault_of([] { sp::gpu::launch("k", two_shuffles_kernel, {1, 32}); }),
            "lanes of a warp meet in different places"));
  CHECK(
      has(fault_of([] { sp::gpu::launch("k", mask_without_me_kernel, {1, 32}); }), "does not name the thread itself"));
  CHECK(has(fault_of([] { sp::gpu::launch("k", from_outside_kernel, {1, 32}); }),
            "from lane 5, which the mask does not name"));
  CHECK(has(fault_of([] { sp::gpu::launch("k", full_mask_kernel, {1, 40}); }),
            "names lanes that the block does not have"));
}

TEST_CASE("a barrier of the grid needs a cooperative launch, and all blocks") {
  CHECK(has(fault_of([] { sp::gpu::launch("k", barrier_of_grid_kernel, {2, 32}); }), "not cooperative"));
  CHECK(has(fault_of([] { sp::gpu::launch_cooperative("k", late_block_kernel, {3, 32}); }),
            "in the barrier of the grid"));
  CHECK(fault_of([] { sp::gpu::launch_cooperative("k", barrier_of_grid_kernel, {3, 32}); }) == "nothing");
}

TEST_CASE("a write beyond a piece of memory is found, wherever the piece comes from") {
  on_gpu<float> numbers(10);
  CHECK(fault_of([&] { sp::gpu::launch("k", write_kernel, {1, 1}, numbers.p, 9); }) == "nothing");
  CHECK(has(fault_of([&] { sp::gpu::launch("k", write_kernel, {1, 1}, numbers.p, 10); }),
            "written 0 bytes beyond the end"));
  CHECK(fault_of([&] { sp::gpu::launch("k", write_kernel, {1, 1}, numbers.p, 9); }) == "nothing"); // reported once
  sp::gpu::scratch workspace;
  float* const first = workspace.take<float>(3);
  float* const second = workspace.take<float>(64);
  CHECK(has(fault_of([&] { sp::gpu::launch("k", write_kernel, {1, 1}, first, 3); }), "beyond the end"));
  CHECK(has(fault_of([&] { sp::gpu::launch("k", write_kernel, {1, 1}, second, -1); }), "beyond the end"));
  CHECK(fault_of([&] { sp::gpu::launch("k", write_kernel, {1, 1}, second, 63); }) == "nothing");
  CHECK(has(fault_of([] { sp::gpu::launch("k", write_shared_kernel, {1, 1, 16}, 4); }),
            "beyond the dynamic shared memory"));
}

TEST_CASE("an address of host memory among the arguments of a kernel is found") {
  float on_stack = 1;
  static float const in_program = 2;
  auto const in_heap = std::make_unique<float>(3.0f);
  on_gpu<float> there(1);
  for (float const* p : {static_cast<float const*>(&on_stack), &in_program, static_cast<float const*>(in_heap.get())})
    CHECK(has(fault_of([&] { sp::gpu::launch("k", read_kernel, {1, 1}, with_pointer{1, p}, there.p); }),
              "argument 0 of a kernel holds an address of host memory, at its byte 8"));
  CHECK(fault_of([&] { sp::gpu::launch("k", read_kernel, {1, 1}, with_pointer{1, there.p}, there.p); }) == "nothing");
}

TEST_CASE("what stands in the padding of an argument is no address") {
  on_gpu<float> there(1);
  alignas(with_padding) unsigned char memory[sizeof(with_padding)];
  void const* const stale = memory;
  std::memcpy(memory + 8, &stale, 8);
  auto* const x = reinterpret_cast<with_padding*>(memory);
  x->p = there.p;
  x->yes = true;
  CHECK(fault_of([&] { sp::gpu::launch("k", padded_kernel, {1, 1}, *x); }) == "nothing");
}

TEST_CASE("the host cannot touch device memory, and copies must keep to their sides") {
  on_gpu<float> there(std::vector<float>{1, 2});
  death const wrote = death_of([&] { there.p[0] = 1; });
  CHECK(wrote.signal == SIGSEGV);
  CHECK(has(wrote.said, "device memory is touched outside of kernels and copies"));
  CHECK(death_of([&] { _exit(static_cast<int>(*const_cast<float volatile*>(there.p))); }).signal == SIGSEGV);
  death const elsewhere = death_of([] { *reinterpret_cast<int volatile*>(8) = 1; });
  CHECK(elsewhere.signal == SIGSEGV);
  CHECK(elsewhere.said == "");
  CHECK(death_of([] {}).signal == 0);
  float here[3] = {};
  CHECK(cudaMemcpyAsync(here, there.p, 8, cudaMemcpyHostToDevice, nullptr) == cudaErrorInvalidValue);
  CHECK(cudaMemcpyAsync(there.p, there.p, 8, cudaMemcpyDeviceToHost, nullptr) == cudaErrorInvalidValue);
  float* mine = nullptr;
  CHECK(cudaMalloc(&mine, 8) == cudaSuccess);
  CHECK(cudaMemcpy(mine, here, 12, cudaMemcpyDefault) == cudaErrorInvalidValue); // too long
  CHECK(cudaMemcpy(mine, here, 8, cudaMemcpyDefault) == cudaSuccess);
  CHECK(cudaFree(mine) == cudaSuccess);
  CHECK(cudaFree(mine) == cudaErrorInvalidValue);
  cudaGetLastError();
}

TEST_CASE("fresh memory is NaN, also where it was used before") {
  {
    on_gpu<float> const used(std::vector<float>(100, 1.0f));
  }
  float* const p = static_cast<float*>(sp::gpu::take_storage(400));
  CHECK(std::isnan(sp::gpu::read_back(p + 99)));
  sp::gpu::give_storage(p);
  for (int round = 0; round < 2; ++round) {
    sp::gpu::scratch workspace;
    float* const w = workspace.take<float>(5);
    CHECK(std::isnan(sp::gpu::read_back(w + 4)));
    sp::gpu::fill_bytes(w, 0, 20);
  }
  on_gpu<float> to(4);
  sp::gpu::launch("k", fresh_shared_kernel, {4, 1}, to.p);
  for (float x : to.back()) CHECK(std::isnan(x));
}

TEST_CASE("shuffles and votes give what CUDA says") {
  on_gpu<double> to(144);
  sp::gpu::launch("k", warp_values_kernel<double>, {1, 32}, to.p);
  std::vector<double> const x = to.back();
  for (int i = 0; i < 32; ++i) {
    CHECK(x[std::size_t(i)] == (i < 3 ? i : i - 3));
    CHECK(x[std::size_t(32 + i)] == (i % 8 < 5 ? i + 3 : i));
    CHECK(x[std::size_t(64 + i)] == i / 8 * 8 + 1);
    CHECK(x[std::size_t(96 + i)] == (i ^ 5));
    if (i < 16) CHECK(x[std::size_t(128 + i)] == (i ^ 1));
  }
  on_gpu<unsigned> votes(64);
  sp::gpu::launch("k", votes_kernel, {1, 64}, votes.p);
  std::vector<unsigned> const v = votes.back();
  CHECK(v[0] == 0x49249249u);
  CHECK(v[31] == 0x49249249u);
  CHECK(v[32] == 0x92492492u);
}

TEST_CASE("a thread may wait in a loop for another, if it sleeps in it") {
  on_gpu<int> flag(std::vector<int>{0}), to(1);
  sp::gpu::launch("k", spin_kernel, {1, 64}, flag.p, to.p);
  CHECK(to.back()[0] == 3);
}

TEST_CASE("the order of the threads can be turned round") {
  char const* const before = std::getenv("EMULATED_CUDA_ORDER");
  std::string const kept = before == nullptr ? "" : before;
  for (bool reversed : {false, true}) {
    setenv("EMULATED_CUDA_ORDER", reversed ? "reversed" : "", 1);
    on_gpu<int> order(std::vector<int>{0, 0});
    sp::gpu::launch("k", first_of_all_kernel, {3, 40}, order.p);
    CHECK(order.back()[1] == (reversed ? 119 : 0));
  }
  setenv("EMULATED_CUDA_ORDER", kept.c_str(), 1);
}

TEST_CASE("where there is no device, device_available says so") {
  emulated_cuda::devices = 0;
  CHECK_FALSE(sp::gpu::device_available());
  CHECK(cudaGetLastError() == cudaSuccess);
  emulated_cuda::devices = 1;
  CHECK(sp::gpu::device_available());
}
#endif
