// SPDX-License-Identifier: BSL-1.0
#include "support.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <new>
#include <numeric>
#include <string>
#include <thread>

using sp::extent_t;

namespace {

__global__ void count_kernel(extent_t n, double step, int* to) {
  extent_t const i = extent_t(blockIdx.x) * blockDim.x + threadIdx.x;
  if (i < n) to[i] = static_cast<int>(static_cast<double>(i) * step);
}

template <class T>
__global__ void sums_kernel(T const* from, T* sums, T* largest) {
  int const at = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  T const sum = sp::gpu::block_sum(from[at]);
  T const most = sp::gpu::block_max(from[at]);
  sums[at] = sum;
  largest[at] = most;
}

struct place_and_value {
  double value;
  int place;
};
struct larger_value {
  __device__ place_and_value operator()(place_and_value const& a, place_and_value const& b) const {
    return a.value > b.value || (a.value == b.value && a.place < b.place) ? a : b;
  }
};
__global__ void largest_kernel(double const* from, int* place) {
  int const at = static_cast<int>(threadIdx.x);
  place_and_value const best = sp::gpu::block_reduce(place_and_value{from[at], at}, larger_value{});
  place[at] = best.place;
}

// Each block writes its number, and after the barrier adds up what all have written.
__global__ void meet_kernel(int* written, int* sums, int rounds) {
  SHAPEPROOF_SHARED_ARRAY(int, mine);
  int const blocks = static_cast<int>(gridDim.x);
  for (int round = 0; round < rounds; ++round) {
    if (threadIdx.x == 0) written[blockIdx.x] = static_cast<int>(blockIdx.x) + round;
    sp::gpu::grid_barrier();
    mine[threadIdx.x] = 0;
    for (int b = static_cast<int>(threadIdx.x); b < blocks; b += static_cast<int>(blockDim.x))
      mine[threadIdx.x] += written[b];
    int const sum = sp::gpu::block_sum(mine[threadIdx.x]);
    if (threadIdx.x == 0) sums[round * blocks + static_cast<int>(blockIdx.x)] = sum;
    sp::gpu::grid_barrier();
  }
}

__global__ void reverse_kernel(int* values) {
  SHAPEPROOF_SHARED_ARRAY(int, kept);
  kept[threadIdx.x] = values[threadIdx.x];
  __syncthreads();
  values[threadIdx.x] = kept[blockDim.x - 1 - threadIdx.x];
}

template <class F>
std::string what_it_says(F f) {
  try {
    f();
  } catch (sp::cuda_error const& e) {
    return e.what();
  }
  return "nothing";
}

} // namespace

TEST_CASE("without a GPU nothing is thrown when one is asked for") { CHECK_NOTHROW(sp::gpu::device_available()); }

GPU_TEST_CASE("launch converts the arguments to the kernel's parameters, and a grid without blocks does nothing") {
  on_gpu<int> to(300);
  sp::gpu::launch("count", count_kernel, {3, 100}, 250, 2.0f, to.p);
  auto const values = to.back();
  for (int i = 0; i < 300; ++i) CHECK(values[std::size_t(i)] == (i < 250 ? 2 * i : -1));
  sp::gpu::launch("count", count_kernel, {0, 100}, 250, 3, to.p);
  CHECK(to.back() == values);
}

GPU_TEST_CASE("a launch that cannot be names its operation and the driver's reason") {
  on_gpu<int> to(1);
  CHECK(what_it_says([&] { sp::gpu::launch("count", count_kernel, {1, 2048}, 1, 1, to.p); }) ==
        "count: invalid configuration argument (cudaErrorInvalidConfiguration)");
  CHECK(what_it_says([] { sp::gpu::take_storage(std::size_t(1) << 45); }) ==
        "memory of the device: out of memory (cudaErrorMemoryAllocation)");
  CHECK_THROWS_AS(sp::gpu::scratch().take<double>(std::numeric_limits<extent_t>::max()), std::bad_alloc);
  sp::gpu::launch("count", count_kernel, {1, 1}, 1, 1, to.p); // what was reported does not come again
  CHECK(to.back()[0] == 0);
}

GPU_TEST_CASE("dynamic shared memory beyond what every kernel has is asked for by the launch") {
  std::vector<int> values(1000);
  std::iota(values.begin(), values.end(), 0);
  on_gpu<int> there(values);
  sp::gpu::launch("reverse", reverse_kernel, {1, 1000, 100 << 10}, there.p);
  std::vector<int> const back = there.back();
  for (int i = 0; i < 1000; ++i) CHECK(back[std::size_t(i)] == 999 - i);
  CHECK(sp::gpu::largest_shared_bytes() >= 96 << 10);
}

GPU_TEST_CASE("sum and maximum over a block come to all threads, whatever the number of warps") {
  for (unsigned threads : {32u, 64u, 96u, 256u, 992u, 1024u}) {
    std::vector<double> x(3 * threads);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::sin(double(i)) - 2;
    on_gpu<double> const from(x);
    on_gpu<double> sums(extent_t(x.size())), largest(extent_t(x.size()));
    sp::gpu::launch("sums", sums_kernel<double>, {3, threads}, from.p, sums.p, largest.p);
    std::vector<double> const s = sums.back(), l = largest.back();
    for (std::size_t b = 0; b < 3; ++b) {
      double sum = 0, most = -10;
      for (std::size_t i = b * threads; i < (b + 1) * threads; ++i) {
        sum += x[i];
        most = std::max(most, x[i]);
      }
      for (std::size_t i = b * threads; i < (b + 1) * threads; ++i) {
        CHECK(s[i] == doctest::Approx(sum).epsilon(1e-13));
        CHECK(s[i] == s[b * threads]);
        CHECK(l[i] == most);
      }
    }
  }
}

GPU_TEST_CASE("a reduction over a block takes structs and any function") {
  std::vector<double> x(320);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::cos(double(i * i));
  x[77] = x[300] = 5;
  on_gpu<int> place(320);
  sp::gpu::launch("largest", largest_kernel, {1, 320}, on_gpu<double>(x).p, place.p);
  for (int p : place.back()) CHECK(p == 77);
}

GPU_TEST_CASE("the blocks of a cooperative launch meet") {
  unsigned const threads = 64;
  std::size_t const shared = threads * sizeof(int);
  int const blocks = std::min(sp::gpu::blocks_that_fit(meet_kernel, int(threads), shared), 20);
  REQUIRE(blocks > 1);
  on_gpu<int> written(blocks), sums(3 * blocks);
  sp::gpu::launch_cooperative("meet", meet_kernel, {unsigned(blocks), threads, shared}, written.p, sums.p, 3);
  std::vector<int> const s = sums.back();
  for (int round = 0; round < 3; ++round)
    for (int b = 0; b < blocks; ++b)
      CHECK(s[std::size_t(round * blocks + b)] == blocks * (blocks - 1) / 2 + blocks * round);
  unsigned const too_many = unsigned(sp::gpu::blocks_that_fit(meet_kernel, 1024, 0)) + 1;
  CHECK(what_it_says([&] {
          sp::gpu::launch_cooperative("meet", meet_kernel, {too_many, 1024}, written.p, sums.p, 1);
        }) == "meet: too many blocks in cooperative launch (cudaErrorCooperativeLaunchTooLarge)");
}

GPU_TEST_CASE("workspaces nest, and a pass that was seen before allocates nothing") {
  auto const pass = [] {
    sp::gpu::scratch outer;
    char* const first = outer.take<char>(1 << 20);
    char* inner_first = nullptr;
    {
      sp::gpu::scratch inner;
      inner_first = inner.take<char>(3 << 20);
      inner.take<char>(5 << 20);
    }
    char* const second = outer.take<char>(1 << 20);
    CHECK(second != first);
    CHECK(reinterpret_cast<std::uintptr_t>(second) % 256 == 0);
    return std::pair(first, inner_first);
  };
  pass();
  std::size_t const before = sp::arena::system_allocations();
  auto const once = pass(), again = pass();
  CHECK(sp::arena::system_allocations() == before);
  CHECK(once == again);
}

GPU_TEST_CASE("tables go to the device, and values come back") {
  std::vector<extent_t> small(5), large(1000);
  std::iota(small.begin(), small.end(), 7);
  std::iota(large.begin(), large.end(), -3);
  sp::gpu::scratch workspace;
  extent_t const* const there = sp::gpu::upload(workspace, std::span<extent_t const>(small));
  extent_t const* const more = sp::gpu::upload(workspace, std::span<extent_t const>(large));
  small[4] = large[999] = 0; // it was copied at once
  CHECK(sp::gpu::read_back(there + 4) == 11);
  CHECK(sp::gpu::read_back(more + 999) == 996);
  CHECK(sp::gpu::read_back(more) == -3);
  sp::gpu::upload(workspace, std::span<extent_t const>());
}

GPU_TEST_CASE("copies of every size arrive, and the host's memory may change at once") {
  for (std::size_t n : {0, 1, 3, 128, 129, 4000, 4001, 65536, 65537, 1 << 20, (9 << 20) + 5}) {
    std::vector<unsigned char> values(n), back(n);
    for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<unsigned char>(i * 7 + i / 1000);
    std::vector<unsigned char> source = values;
    void* const a = sp::gpu::take_storage(n);
    void* const b = sp::gpu::take_storage(n);
    sp::gpu::copy_to_device(a, source.data(), n);
    std::fill(source.begin(), source.end(), static_cast<unsigned char>(0));
    sp::gpu::copy_on_device(b, a, n);
    sp::gpu::fill_bytes(a, 3, n);
    sp::gpu::copy_to_host(back.data(), b, n);
    CHECK(back == values);
    sp::gpu::copy_to_host(back.data(), a, n);
    CHECK(back == std::vector<unsigned char>(n, 3));
    sp::gpu::give_storage(a);
    sp::gpu::give_storage(b);
  }
}

GPU_TEST_CASE("memory of tensors is kept for the next of its size") {
  sp::gpu::give_storage(nullptr);
  void* const a = sp::gpu::take_storage(100000);
  sp::gpu::give_storage(a);
  void* const b = sp::gpu::take_storage(99000);
  CHECK(a == b);
  void* const c = sp::gpu::take_storage(99000);
  CHECK(c != b);
  sp::gpu::give_storage(b);
  sp::gpu::give_storage(c);
  sp::gpu::release_cached_memory();
}

GPU_TEST_CASE("blocks for arenas are as large as they say, and an error where there is no room") {
  std::size_t bytes = 1000;
  void* const block = sp::gpu::take_block(bytes);
  CHECK(bytes >= 1000);
  sp::gpu::fill_bytes(block, 1, bytes);
  sp::gpu::give_storage(block);
  bytes = std::size_t(1) << 45;
  CHECK_THROWS_AS(sp::gpu::take_block(bytes), sp::cuda_error);
}

GPU_TEST_CASE("what one thread has made another may give back, also after its end") {
  void *from_there = nullptr, *from_here = sp::gpu::take_storage(1000);
  bool another_stream = false;
  cudaStream_t const mine = sp::gpu::stream();
  std::thread([&] {
    another_stream = sp::gpu::stream() != mine;
    from_there = sp::gpu::take_storage(5000);
    sp::gpu::fill_bytes(from_there, 1, 5000);
    sp::gpu::give_storage(from_here);
    sp::gpu::wait();
  }).join();
  CHECK(another_stream);
  CHECK(sp::gpu::read_back(static_cast<unsigned char*>(from_there) + 4999) == 1);
  sp::gpu::give_storage(from_there);
}

GPU_TEST_CASE("lengths with owners get one mirror, which goes with the last owner") {
  using sp::detail::shared_lengths;
  CHECK(sp::gpu::on_device(nullptr) == nullptr);
  std::vector<int> const lengths{3, 0, 5};
  auto owner = shared_lengths::adopt(shared_lengths::copy(lengths.data(), 3));
  CHECK(what_it_says([&] { sp::gpu::on_device(owner.get()); }) == "lengths have no copy on the device");
  sp::gpu::ensure_mirror(owner.get(), 3);
  int const* const there = sp::gpu::on_device(owner.get());
  CHECK(sp::gpu::read_back(there) == 3);
  CHECK(sp::gpu::read_back(there + 2) == 5);
  auto const shared = owner;
  owner = shared_lengths();
  std::vector<int const*> seen(8);
  std::vector<std::thread> threads;
  for (int const*& place : seen)
    threads.emplace_back([&place, &shared] {
      sp::gpu::ensure_mirror(shared.get(), 3);
      place = sp::gpu::on_device(shared.get());
      if (sp::gpu::read_back(place + 2) != 5) place = nullptr;
    });
  for (std::thread& thread : threads) thread.join();
  for (int const* place : seen) CHECK(place == there);
}

GPU_TEST_CASE("threads that ask for a mirror at once get the same") {
  for (int round = 0; round < 20; ++round) {
    std::vector<int> const lengths{round, 2};
    auto const owner = sp::detail::shared_lengths::adopt(sp::detail::shared_lengths::copy(lengths.data(), 2));
    std::vector<int const*> seen(4);
    std::vector<std::thread> threads;
    for (int const*& place : seen)
      threads.emplace_back([&place, &owner, round] {
        sp::gpu::ensure_mirror(owner.get(), 2);
        place = sp::gpu::on_device(owner.get());
        if (sp::gpu::read_back(place) != round) place = nullptr;
      });
    for (std::thread& thread : threads) thread.join();
    for (int const* place : seen) {
      CHECK(place != nullptr);
      CHECK(place == seen[0]);
    }
  }
}

GPU_TEST_CASE("lengths of an arena have their mirror where they are told") {
  std::vector<int> const lengths{4, 1};
  alignas(8) unsigned char memory[64];
  int const* const placed = sp::detail::place_lengths(memory, 0, 2, lengths.data());
  sp::gpu::scratch workspace;
  int* const there = workspace.take<int>(2);
  sp::gpu::place_mirror(placed, 2, there);
  CHECK(sp::gpu::on_device(placed) == there);
  CHECK(sp::gpu::read_back(there + 1) == 1);
}

GPU_TEST_CASE("a captured pass can be run again, and keeps the tables that were uploaded") {
  on_gpu<extent_t> to(1000);
  std::vector<extent_t> table(1000, 4);
  cudaStream_t const s = sp::gpu::stream();
  {
    sp::gpu::scratch().take<extent_t>(1000);
  } // the pass was seen before
  sp::gpu::check(cudaStreamBeginCapture(s, cudaStreamCaptureModeThreadLocal), "capture");
  {
    sp::gpu::scratch workspace;
    sp::gpu::copy_on_device(to.p, sp::gpu::upload(workspace, std::span<extent_t const>(table)), 8000);
    std::string const why = what_it_says([] { sp::gpu::take_storage(std::size_t(1) << 25); });
    CHECK(why.ends_with(
        " bytes of device memory are asked for while a graph is captured; run the same pass once before"));
  }
  cudaGraph_t graph = nullptr;
  cudaGraphExec_t pass = nullptr;
  sp::gpu::check(cudaStreamEndCapture(s, &graph), "capture");
  sp::gpu::check(cudaGraphInstantiate(&pass, graph, 0), "capture");
  table.assign(1000, 5);
  for (int round = 0; round < 2; ++round) {
    sp::gpu::fill_bytes(to.p, 0, 8000);
    sp::gpu::check(cudaGraphLaunch(pass, s), "capture");
    CHECK(to.back() == std::vector<extent_t>(1000, 4));
  }
  sp::gpu::check(cudaGraphExecDestroy(pass), "capture");
  sp::gpu::check(cudaGraphDestroy(graph), "capture");
}

TEST_CASE("tensors of bool have room on the device, too") {
  if (!sp::gpu::device_available()) return;
  std::vector<bool> const mask{true, false, true};
  CHECK(on_gpu<bool>(mask).back() == mask);
}
