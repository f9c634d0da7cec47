// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_from_the_host<tensor<float, Batch, Embed>>
// expect: ::because_it_is_on_the_gpu::bring_it_back_with_to_host
#include <shapeproof/cuda.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};

float first_of(sp::cuda::tensor<float, Batch, Embed> const& x, sp::index<Batch> row) {
#ifdef MISTAKE
  return x(row, sp::at<Embed, 0>()); // wrong
#else
  return sp::to<sp::host>(x)(row, sp::at<Embed, 0>());
#endif
}
