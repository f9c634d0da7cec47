// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "device.hpp"
#include "map_rows.cuh"

namespace sp::gpu {
namespace detail {

template <class T>
struct one_at_label {
  int const* labels;

  struct of_row {
    int label;
    __device__ T operator()(int column, T) const { return T(column == label); }
  };
  __device__ of_row operator()(extent_t row) const { return {labels[row]}; }
};

} // namespace detail

// labels [count], each below depth -> out [count, depth]
template <class T>
void one_hot(device, int const* labels, extent_t count, extent_t depth, T* out) {
  detail::map_rows<T>("one_hot", nullptr, count, depth, detail::one_at_label<T>{labels}, out, false);
}

} // namespace sp::gpu
