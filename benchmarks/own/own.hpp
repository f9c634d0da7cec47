// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../support/numbers.hpp"
#include "../support/worker.hpp"

#include <shapeproof/core/tensor.hpp>
#include <shapeproof/cpu/parallel.hpp>
#include <shapeproof/tape/any_model.hpp>

#include <memory>
#include <span>
#include <string>
#include <vector>

// What all workers of our own share.
namespace bench {

// A tensor of numbers that belong to this name.
template <class T, class... Extents>
T filled(std::string_view name, float scale, Extents const&... extents) {
  T x(extents...);
  fill(x.unnamed(), name, scale);
  return x;
}

// Every parameter gets the numbers of its dotted name.
inline void fill_parameters(sp::any_model<float>& model, float scale) {
  for (auto const& one : model.listed())
    fill({reinterpret_cast<float*>(one.numbers), static_cast<std::size_t>(one.size)}, one.name, scale);
}

// The gradients of all parameters, by dotted name.
inline void add_gradients(values& all, sp::any_model<float> const& model, std::span<float const> gradient) {
  auto const* const start = reinterpret_cast<char const*>(model.flat().data());
  for (auto const& one : model.listed()) {
    auto const offset = static_cast<std::size_t>(one.numbers - start) / sizeof(float);
    all.emplace_back("d_" + std::string(one.name),
                     copied(gradient.subspan(offset, static_cast<std::size_t>(one.size))));
  }
}

template <class Make>
int own_worker(int argc, char** argv, Make const& make) {
  return worker_main(argc, argv, "shapeproof", [&](settings const& given) {
    sp::set_threads(given["threads"]);
    return std::unique_ptr<work>(make(given));
  });
}

} // namespace bench
