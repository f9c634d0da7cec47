// SPDX-License-Identifier: BSL-1.0
#include "attention_checks.hpp"
#include <shapeproof/cpu/additive_attention.hpp>
#include <shapeproof/cuda/additive_attention.cuh>

namespace {

using namespace attention_checks;
using sp::kernels::attention_extents;

struct additive_attention {
  static constexpr bool has_v = true;

  template <class X>
  static void forward_on_host(attention_extents const& e, operands<X> const& o, X* weights, X* context) {
    sp::cpu::additive_attention_forward<X>({}, e, o.query, o.keys, o.v, o.values, weights, context);
  }
  template <class X>
  static void forward_on_gpu(attention_extents const& e, operands<X> const& o, X* weights, X* context) {
    sp::gpu::additive_attention_forward<X>({}, e, o.query, o.keys, o.v, o.values, weights, context);
  }
  template <class X>
  static void backward_on_host(attention_extents const& e, operands<X> const& o, X const* weights, X const* dcontext,
                               X const* dweights, gradients<X> const& d) {
    sp::cpu::additive_attention_backward<X>({}, e, o.query, o.keys, o.v, o.values, weights, dcontext, dweights, d.query,
                                            d.keys, d.v, d.values);
  }
  template <class X>
  static void backward_on_gpu(attention_extents const& e, operands<X> const& o, X const* weights, X const* dcontext,
                              X const* dweights, gradients<X> const& d) {
    sp::gpu::additive_attention_backward<X>({}, e, o.query, o.keys, o.v, o.values, weights, dcontext, dweights, d.query,
                                            d.keys, d.v, d.values);
  }
};

} // namespace

GPU_TEST_CASE("additive attention and its gradients on the GPU are those of the host") {
  check_agreement<additive_attention>();
}

GPU_TEST_CASE("additive attention on the GPU adds up the gradient of a memory that is keys and values") {
  check_one_memory<additive_attention>();
}

GPU_TEST_CASE("additive attention on the GPU adds up the gradient of a memory that looks at itself") {
  check_memory_looks_at_itself<additive_attention>();
}

GPU_TEST_CASE("additive attention on the GPU gives a query the same bits alone and in a longer padding") {
  check_query_alone<additive_attention>();
}
