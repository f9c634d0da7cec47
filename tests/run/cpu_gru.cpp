// SPDX-License-Identifier: BSL-1.0
#include "../support/recurrent_kernel.hpp"

#include <shapeproof/cpu/gru_backward.hpp>
#include <shapeproof/cpu/gru_step.hpp>

namespace {

namespace cpu = sp::cpu;

// What a GRU has of its own: the bias of the candidate's recurrent product.
struct gru {
  static constexpr sp::extent_t gates = 3;
  static constexpr bool carries = false;
  template <class T>
  using arguments = sp::kernels::gru_arguments<T>;
  template <class T>
  using gradients = sp::kernels::gru_gradients<T>;

  static sp::extent_t own_size(recurrent_kernel::use const& u) { return u.hidden; }
  static void definition(std::size_t H, std::vector<double> const& x_part, std::vector<double> const& h_part,
                         std::vector<double>& h, std::vector<double> const& recurrent_bias) {
    auto const sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
    for (std::size_t j = 0; j < H; ++j) {
      double const reset = sigmoid(x_part[j] + h_part[j]), update = sigmoid(x_part[H + j] + h_part[H + j]);
      double const candidate = std::tanh(x_part[2 * H + j] + reset * (h_part[2 * H + j] + recurrent_bias[j]));
      h[j] = (1 - update) * candidate + update * h[j];
    }
  }
  template <class T>
  static void connect(sp::kernels::gru_arguments<T>& a, T const* recurrent_bias, T*, T* products) {
    a.recurrent_bias = recurrent_bias, a.products = products;
  }
  template <class T>
  static void want(sp::kernels::gru_gradients<T>& d, T const*, T* drecurrent_bias, bool) {
    d.drecurrent_bias = drecurrent_bias;
  }
  template <class T>
  static void forward(sp::kernels::gru_arguments<T> const& a) {
    cpu::gru_forward({}, a);
  }
  template <class T>
  static void backward(sp::kernels::gru_arguments<T> const& a, sp::kernels::gru_gradients<T> const& d) {
    cpu::gru_backward({}, a, d);
  }
  template <class T>
  static void step(sp::kernels::gru_arguments<T> const& a) {
    cpu::gru_step({}, a);
  }
};
using checks = recurrent_kernel::checks<gru>;

} // namespace

TEST_CASE_TEMPLATE("a GRU gives what its definition gives", T, double, float) {
  checks::gives_what_its_definition_gives<T>();
}
TEST_CASE("the gradients of a GRU are those of central differences, and zero at padding") {
  checks::gradients_are_those_of_differences();
}
TEST_CASE("gradients of a GRU are added where something is there already, and left out where nobody wants them") {
  checks::gradients_are_added_or_left_out();
}
TEST_CASE("float gradients of a GRU are those in double, rounded") { checks::float_gradients_are_those_in_double(); }
TEST_CASE_TEMPLATE("the bits of a GRU do not depend on the number of threads", T, double, float) {
  checks::bits_do_not_depend_on_threads<T>();
}
TEST_CASE_TEMPLATE("a row's bits of a GRU depend neither on its batch nor on its padding", T, double, float) {
  checks::a_row_depends_neither_on_batch_nor_padding<T>();
}
TEST_CASE_TEMPLATE("step by step a GRU gives the bits of the whole sequence", T, double, float) {
  checks::steps_give_the_bits_of_the_sequence<T>();
}
TEST_CASE("no position, no row: the state of a GRU stays") { checks::without_positions_the_state_stays(); }
TEST_CASE("all work memory of a GRU is given back") { checks::work_memory_is_given_back(); }
