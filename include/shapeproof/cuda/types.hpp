// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../core/operand.hpp"

namespace sp {

// What of the library's types lies on a GPU. sp::cuda::tensor<float, Batch> is sp::tensor<float, Batch> in its memory.
struct cuda {
  using kernels = gpu::device;
  template <class T, class... A>
    requires each_axis_once_with_its_batch<A...>
  class tensor;
  template <class T, class... A>
    requires each_axis_once_with_its_batch<A...>
  class view;
  template <class T, class... A>
    requires each_axis_once_with_its_batch<A...>
  class taped;
  class tape;
  template <class T>
  class any_model;
  template <class M>
  class model;
};

} // namespace sp
