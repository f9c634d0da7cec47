// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <shapeproof/core/tensor.hpp>
#include <shapeproof/tape/model.hpp>
#include <shapeproof/tape/tape.hpp>

// Where the model works. g2p and g2p_cuda are one text: compiled as CUDA, it works on the GPU.
#if defined(__CUDACC__) || defined(SHAPEPROOF_EMULATED_CUDA)
#include <shapeproof/cuda.hpp>

namespace g2p {
inline constexpr bool on_host = false;
using any_model = sp::cuda::any_model<float>;
template <class M>
using model_of = sp::cuda::model<M>;
using tape = sp::cuda::tape;
using taped_loss = sp::cuda::taped<float>;
template <class T, class... A>
sp::cuda::tensor<T, A...> placed(sp::tensor<T, A...> const& x) {
  return sp::to<sp::cuda>(x);
}
} // namespace g2p
#else
namespace g2p {
inline constexpr bool on_host = true;
using any_model = sp::any_model<float>;
template <class M>
using model_of = sp::model<M>;
using tape = sp::tape;
using taped_loss = sp::taped<float>;
template <class T, class... A>
sp::tensor<T, A...> placed(sp::tensor<T, A...> x) {
  return x;
}
} // namespace g2p
#endif
