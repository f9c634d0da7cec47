// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../support/numbers.hpp"
#include "../support/worker.hpp"

#include <shapeproof/core/tensor.hpp>
#include <shapeproof/cpu/parallel.hpp>
#include <shapeproof/tape/model.hpp>
#include <shapeproof/tape/tape.hpp>

#include <memory>
#include <span>
#include <string>
#include <vector>

// What all workers of our own share. Most are one text for both devices: compiled as CUDA they work on the GPU.
#if defined(__CUDACC__) || defined(SHAPEPROOF_EMULATED_CUDA)
#include <shapeproof/cuda.hpp>

namespace bench {

inline constexpr bool on_gpu = true;
template <class T, class... A>
using tensor = sp::cuda::tensor<T, A...>;
template <class T, class... A>
using taped = sp::cuda::taped<T, A...>;
template <class M>
using model = sp::cuda::model<M>;
using tape = sp::cuda::tape;
using gradient = sp::gpu::gradient_span<float>;

template <class T, class... A>
tensor<T, A...> placed(sp::tensor<T, A...> const& x) {
  return sp::to<sp::cuda>(x);
}
template <class T, class... A>
std::vector<float> copied(tensor<T, A...> const& x) {
  return copied(sp::to<sp::host>(x).unnamed());
}
template <class Numbers>
std::vector<float> copied_from_flat(Numbers const& numbers) {
  std::vector<float> on_host(numbers.size());
  sp::gpu::copy_to_host(on_host.data(), numbers.data(), on_host.size() * sizeof(float));
  return on_host;
}
inline void wait() { sp::gpu::wait(); }
inline std::string device_name() {
#ifdef SHAPEPROOF_EMULATED_CUDA
  return " in an emulator";
#else
  cudaDeviceProp properties{};
  bool const found = cudaGetDeviceProperties(&properties, 0) == cudaSuccess;
  return std::string(" on ") + (found ? properties.name : "no GPU");
#endif
}

} // namespace bench
#else
namespace bench {

inline constexpr bool on_gpu = false;
template <class T, class... A>
using tensor = sp::tensor<T, A...>;
template <class T, class... A>
using taped = sp::taped<T, A...>;
template <class M>
using model = sp::model<M>;
using tape = sp::tape;
using gradient = std::span<float const>;

template <class Tensor>
Tensor placed(Tensor x) {
  return x;
}
template <class T, class... A>
std::vector<float> copied(tensor<T, A...> const& x) {
  return copied(x.unnamed());
}
inline std::vector<float> copied_from_flat(std::span<float const> numbers) { return copied(numbers); }
inline void wait() {}
inline std::string device_name() { return {}; }

} // namespace bench
#endif

namespace bench {

// A tensor of numbers that belong to this name.
template <class T, class... Extents>
T filled(std::string_view name, float scale, Extents const&... extents) {
  typename T::signature x(extents...);
  fill(x.unnamed(), name, scale);
  return placed(std::move(x));
}

// Every parameter gets the numbers of its dotted name.
inline void fill_parameters(sp::any_model<float>& model, float scale) {
  for (auto const& one : model.listed())
    fill({reinterpret_cast<float*>(one.numbers), static_cast<std::size_t>(one.size)}, one.name, scale);
}
template <class M, class... Extents>
model<M> filled_model(float scale, Extents const&... extents) {
  sp::model<M> on_host(1, extents...);
  fill_parameters(on_host, scale);
  return model<M>(on_host);
}

// The gradients of all parameters, by dotted name.
template <class Model>
void add_gradients(values& all, Model const& model, std::vector<float> const& gradient) {
  auto const* const start = reinterpret_cast<char const*>(model.flat().data());
  for (auto const& one : model.listed()) {
    auto const offset = static_cast<std::size_t>(one.numbers - start) / sizeof(float);
    all.emplace_back("d_" + std::string(one.name),
                     copied(std::span(gradient).subspan(offset, static_cast<std::size_t>(one.size))));
  }
}

template <class Make>
int own_worker(int argc, char** argv, Make const& make) {
  return worker_main(
      argc, argv, "shapeproof" + device_name(),
      [&](settings const& given) {
        sp::set_threads(given["threads"]);
        return std::unique_ptr<work>(make(given));
      },
      wait);
}

} // namespace bench
