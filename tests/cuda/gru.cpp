// SPDX-License-Identifier: BSL-1.0
#include "recurrent_kernel.hpp"

#include <shapeproof/cpu/gru_backward.hpp>
#include <shapeproof/cuda/gru_backward.cuh>
#include <shapeproof/cuda/gru_step.cuh>

namespace {

// What a GRU has of its own: the bias of the candidate's recurrent product.
struct gru {
  static constexpr sp::extent_t gates = 3;
  static constexpr bool carries = false;
  template <class T>
  using arguments = sp::kernels::gru_arguments<T>;
  template <class T>
  using gradients = sp::kernels::gru_gradients<T>;
  template <class T>
  using forward_cell = sp::gpu::detail::gru_forward_cell<T>;

  static sp::extent_t own_size(recurrent_kernel::use const& u) { return u.hidden; }
  template <class T>
  static void connect(arguments<T>& a, T const* recurrent_bias, T*, T* products) {
    a.recurrent_bias = recurrent_bias, a.products = products;
  }
  template <class T>
  static void want(gradients<T>& d, T const*, T* drecurrent_bias, bool) {
    d.drecurrent_bias = drecurrent_bias;
  }
  template <class T>
  static void forward(arguments<T> const& a) {
    sp::cpu::gru_forward({}, a);
  }
  template <class T>
  static void backward(arguments<T> const& a, gradients<T> const& d) {
    sp::cpu::gru_backward({}, a, d);
  }
  template <class T>
  static void gpu_forward(arguments<T> const& a) {
    sp::gpu::gru_forward(sp::gpu::device(), a);
  }
  template <class T>
  static void gpu_backward(arguments<T> const& a, gradients<T> const& d) {
    sp::gpu::gru_backward(sp::gpu::device(), a, d);
  }
  template <class T>
  static void gpu_step(arguments<T> const& a) {
    sp::gpu::gru_step(sp::gpu::device(), a);
  }
};
using checks = recurrent_on_gpu::checks<gru>;

} // namespace

GPU_TEST_CASE("A GRU gives on the GPU what it gives on the host") {
  checks::gives_what_the_host_gives<double>();
  checks::gives_what_the_host_gives<float>();
}
GPU_TEST_CASE("the gradients of a GRU on the GPU are those of the host") {
  checks::gradients_are_those_of_the_host<double>();
  checks::gradients_are_those_of_the_host<float>();
}
GPU_TEST_CASE("gradients of a GRU that nobody wants are left out on the GPU") {
  checks::gradients_nobody_wants_are_left_out();
}
GPU_TEST_CASE("A GRU on the GPU gives the same bits each time") {
  checks::the_same_bits_each_time<double>();
  checks::the_same_bits_each_time<float>();
}
GPU_TEST_CASE("step by step a GRU on the GPU gives the whole sequence") {
  checks::steps_give_the_sequence<double>();
  checks::steps_give_the_sequence<float>();
}
GPU_TEST_CASE("no position, no row: the state of a GRU on the GPU stays") {
  checks::without_positions_the_state_stays();
}
GPU_TEST_CASE("A GRU on the GPU takes all steps in one launch where its weights have room") {
  checks::a_tile_is_chosen_where_it_fits();
}
GPU_TEST_CASE("both passes of a GRU on the GPU can be captured in a graph") { checks::both_passes_can_be_captured(); }
