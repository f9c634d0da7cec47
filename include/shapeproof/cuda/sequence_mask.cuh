// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "device.hpp"
#include "map_rows.cuh"

namespace sp::gpu {
namespace detail {

struct below_length {
  int const* lengths;

  struct of_row {
    int length;
    __device__ bool operator()(int column, bool) const { return column < length; }
  };
  __device__ of_row operator()(extent_t row) const { return {lengths[row]}; }
};

} // namespace detail

// lengths [rows], on the device -> mask [rows, n]: true below the length
inline void sequence_mask(device, int const* lengths, extent_t rows, extent_t n, bool* mask) {
  detail::map_rows<bool>("sequence_mask", nullptr, rows, n, detail::below_length{lengths}, mask, false);
}

} // namespace sp::gpu
