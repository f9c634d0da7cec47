// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <doctest/doctest.h>
#include <memory>
#include <shapeproof/cuda/launch.cuh>
#include <shapeproof/cuda/lengths.hpp>
#include <utility>
#include <vector>

// A test case that needs a GPU: where there is none, it says so by its name and is not run.
#define GPU_TEST_CASE(name) GPU_TEST_CASE_IN(DOCTEST_ANONYMOUS(gpu_test_case_), name)
#define GPU_TEST_CASE_IN(body, name)                                                                                   \
  static void body();                                                                                                  \
  TEST_CASE(name) {                                                                                                    \
    if (sp::gpu::device_available())                                                                                   \
      body();                                                                                                          \
    else                                                                                                               \
      MESSAGE("skipped, there is no GPU: " name);                                                                      \
  }                                                                                                                    \
  static void body()

// Numbers on the device: `p` goes to kernels.
template <class T>
class on_gpu {
  sp::extent_t n_;

public:
  T* p;

  explicit on_gpu(std::vector<T> const& values) : on_gpu(static_cast<sp::extent_t>(values.size())) {
    auto const host = std::make_unique<T[]>(values.size()); // a vector of bool has no array
    for (std::size_t i = 0; i < values.size(); ++i) host[i] = values[i];
    sp::gpu::copy_to_device(p, host.get(), bytes());
  }
  // n values, all of 0xFF bytes: NaN, or -1.
  explicit on_gpu(sp::extent_t n)
      : n_(n), p(static_cast<T*>(sp::gpu::take_storage(static_cast<std::size_t>(n) * sizeof(T)))) {
    sp::gpu::fill_bytes(p, 0xFF, bytes());
  }
  on_gpu(on_gpu&& other) noexcept : n_(other.n_), p(std::exchange(other.p, nullptr)) {}
  on_gpu& operator=(on_gpu other) noexcept {
    std::swap(n_, other.n_);
    std::swap(p, other.p);
    return *this;
  }
  ~on_gpu() { sp::gpu::give_storage(p); }

  std::vector<T> back() const {
    auto const host = std::make_unique<T[]>(static_cast<std::size_t>(n_));
    sp::gpu::copy_to_host(host.get(), p, bytes());
    return std::vector<T>(host.get(), host.get() + n_);
  }

private:
  std::size_t bytes() const { return static_cast<std::size_t>(n_) * sizeof(T); }
};

// Lengths as a tensor has them: `host` goes to the functions that launch kernels.
class lengths_on_gpu {
  sp::detail::shared_lengths owner_;

public:
  int const* host;

  explicit lengths_on_gpu(std::vector<int> const& lengths)
      : owner_(sp::detail::shared_lengths::adopt(
            sp::detail::shared_lengths::copy(lengths.data(), static_cast<sp::extent_t>(lengths.size())))),
        host(owner_.get()) {
    sp::gpu::ensure_mirror(host, static_cast<sp::extent_t>(lengths.size()));
  }
};
