// SPDX-License-Identifier: BSL-1.0
#include "attention_checks.hpp"
#include <shapeproof/cpu/dot_attention.hpp>
#include <shapeproof/cuda/dot_attention.cuh>

namespace {

using namespace attention_checks;
using sp::kernels::attention_extents;

struct dot_attention {
  static constexpr bool has_v = false;
  static constexpr double scale = 0.7;

  template <class X>
  static void forward_on_host(attention_extents const& e, operands<X> const& o, X* weights, X* context) {
    sp::cpu::dot_attention_forward<X>({}, e, o.query, o.keys, o.values, X(scale), weights, context);
  }
  template <class X>
  static void forward_on_gpu(attention_extents const& e, operands<X> const& o, X* weights, X* context) {
    sp::gpu::dot_attention_forward<X>({}, e, o.query, o.keys, o.values, X(scale), weights, context);
  }
  template <class X>
  static void backward_on_host(attention_extents const& e, operands<X> const& o, X const* weights, X const* dcontext,
                               X const* dweights, gradients<X> const& d) {
    sp::cpu::dot_attention_backward<X>({}, e, o.query, o.keys, o.values, X(scale), weights, dcontext, dweights, d.query,
                                       d.keys, d.values);
  }
  template <class X>
  static void backward_on_gpu(attention_extents const& e, operands<X> const& o, X const* weights, X const* dcontext,
                              X const* dweights, gradients<X> const& d) {
    sp::gpu::dot_attention_backward<X>({}, e, o.query, o.keys, o.values, X(scale), weights, dcontext, dweights, d.query,
                                       d.keys, d.values);
  }
};

} // namespace

GPU_TEST_CASE("dot attention and its gradients on the GPU are those of the host") { check_agreement<dot_attention>(); }

GPU_TEST_CASE("dot attention on the GPU adds up the gradient of a memory that is keys and values") {
  check_one_memory<dot_attention>();
}

GPU_TEST_CASE("dot attention on the GPU adds up the gradient of a memory that looks at itself") {
  check_memory_looks_at_itself<dot_attention>();
}

GPU_TEST_CASE("dot attention on the GPU gives a query the same bits alone and in a longer padding") {
  check_query_alone<dot_attention>();
}
