// SPDX-License-Identifier: BSL-1.0
#include "recurrent_kernel.hpp"

#include <shapeproof/cpu/lstm_backward.hpp>
#include <shapeproof/cuda/lstm_backward.cuh>
#include <shapeproof/cuda/lstm_step.cuh>

namespace {

// What an LSTM has of its own: the cell state c.
struct lstm {
  static constexpr sp::extent_t gates = 4;
  static constexpr bool carries = true;
  template <class T>
  using arguments = sp::kernels::lstm_arguments<T>;
  template <class T>
  using gradients = sp::kernels::lstm_gradients<T>;
  template <class T>
  using forward_cell = sp::gpu::detail::lstm_forward_cell<T>;

  static sp::extent_t own_size(recurrent_kernel::use const& u) { return u.own ? u.state_size() : 0; }
  template <class T>
  static void connect(arguments<T>& a, T* c0, T* c_last, T* cells) {
    a.c0 = c0, a.c_last = c_last, a.cells = cells;
  }
  template <class T>
  static void want(gradients<T>& d, T const* dc_last, T* dc0, bool add) {
    d.dc_last = dc_last, d.dc0 = dc0, d.add_dc0 = add;
  }
  template <class T>
  static void forward(arguments<T> const& a) {
    sp::cpu::lstm_forward({}, a);
  }
  template <class T>
  static void backward(arguments<T> const& a, gradients<T> const& d) {
    sp::cpu::lstm_backward({}, a, d);
  }
  template <class T>
  static void gpu_forward(arguments<T> const& a) {
    sp::gpu::lstm_forward(sp::gpu::device(), a);
  }
  template <class T>
  static void gpu_backward(arguments<T> const& a, gradients<T> const& d) {
    sp::gpu::lstm_backward(sp::gpu::device(), a, d);
  }
  template <class T>
  static void gpu_step(arguments<T> const& a) {
    sp::gpu::lstm_step(sp::gpu::device(), a);
  }
};
using checks = recurrent_on_gpu::checks<lstm>;

} // namespace

GPU_TEST_CASE("An LSTM gives on the GPU what it gives on the host") {
  checks::gives_what_the_host_gives<double>();
  checks::gives_what_the_host_gives<float>();
}
GPU_TEST_CASE("the gradients of an LSTM on the GPU are those of the host") {
  checks::gradients_are_those_of_the_host<double>();
  checks::gradients_are_those_of_the_host<float>();
}
GPU_TEST_CASE("gradients of an LSTM that nobody wants are left out on the GPU") {
  checks::gradients_nobody_wants_are_left_out();
}
GPU_TEST_CASE("An LSTM on the GPU gives the same bits each time") {
  checks::the_same_bits_each_time<double>();
  checks::the_same_bits_each_time<float>();
}
GPU_TEST_CASE("step by step an LSTM on the GPU gives the whole sequence") {
  checks::steps_give_the_sequence<double>();
  checks::steps_give_the_sequence<float>();
}
GPU_TEST_CASE("no position, no row: the state of an LSTM on the GPU stays") {
  checks::without_positions_the_state_stays();
}
GPU_TEST_CASE("An LSTM on the GPU takes all steps in one launch where its weights have room") {
  checks::a_tile_is_chosen_where_it_fits();
}
GPU_TEST_CASE("both passes of an LSTM on the GPU can be captured in a graph") { checks::both_passes_can_be_captured(); }
