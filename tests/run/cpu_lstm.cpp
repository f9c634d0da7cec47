// SPDX-License-Identifier: BSL-1.0
#include "../support/recurrent_kernel.hpp"

#include <shapeproof/cpu/lstm_backward.hpp>
#include <shapeproof/cpu/lstm_step.hpp>

namespace {

namespace cpu = sp::cpu;

// What an LSTM has of its own: the cell state c.
struct lstm {
  static constexpr sp::extent_t gates = 4;
  static constexpr bool carries = true;
  template <class T>
  using arguments = sp::kernels::lstm_arguments<T>;
  template <class T>
  using gradients = sp::kernels::lstm_gradients<T>;

  static sp::extent_t own_size(recurrent_kernel::use const& u) { return u.own ? u.state_size() : 0; }
  static void definition(std::size_t H, std::vector<double> const& x_part, std::vector<double> const& h_part,
                         std::vector<double>& h, std::vector<double>& c) {
    auto const gate = [&](std::size_t k, std::size_t j) { return x_part[k * H + j] + h_part[k * H + j]; };
    auto const sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
    for (std::size_t j = 0; j < H; ++j) {
      c[j] = sigmoid(gate(1, j)) * c[j] + sigmoid(gate(0, j)) * std::tanh(gate(2, j));
      h[j] = sigmoid(gate(3, j)) * std::tanh(c[j]);
    }
  }
  template <class T>
  static void connect(sp::kernels::lstm_arguments<T>& a, T* c0, T* c_last, T* cells) {
    a.c0 = c0, a.c_last = c_last, a.cells = cells;
  }
  template <class T>
  static void want(sp::kernels::lstm_gradients<T>& d, T const* dc_last, T* dc0, bool add) {
    d.dc_last = dc_last, d.dc0 = dc0, d.add_dc0 = add;
  }
  template <class T>
  static void forward(sp::kernels::lstm_arguments<T> const& a) {
    cpu::lstm_forward({}, a);
  }
  template <class T>
  static void backward(sp::kernels::lstm_arguments<T> const& a, sp::kernels::lstm_gradients<T> const& d) {
    cpu::lstm_backward({}, a, d);
  }
  template <class T>
  static void step(sp::kernels::lstm_arguments<T> const& a) {
    cpu::lstm_step({}, a);
  }
};
using checks = recurrent_kernel::checks<lstm>;

} // namespace

TEST_CASE_TEMPLATE("an LSTM gives what its definition gives", T, double, float) {
  checks::gives_what_its_definition_gives<T>();
}
TEST_CASE("the gradients of an LSTM are those of central differences, and zero at padding") {
  checks::gradients_are_those_of_differences();
}
TEST_CASE("gradients of an LSTM are added where something is there already, and left out where nobody wants them") {
  checks::gradients_are_added_or_left_out();
}
TEST_CASE("float gradients of an LSTM are those in double, rounded") { checks::float_gradients_are_those_in_double(); }
TEST_CASE_TEMPLATE("the bits of an LSTM do not depend on the number of threads", T, double, float) {
  checks::bits_do_not_depend_on_threads<T>();
}
TEST_CASE_TEMPLATE("a row's bits of an LSTM depend neither on its batch nor on its padding", T, double, float) {
  checks::a_row_depends_neither_on_batch_nor_padding<T>();
}
TEST_CASE_TEMPLATE("step by step an LSTM gives the bits of the whole sequence", T, double, float) {
  checks::steps_give_the_bits_of_the_sequence<T>();
}
TEST_CASE("no position, no row: the state of an LSTM stays") { checks::without_positions_the_state_stays(); }
TEST_CASE("all work memory of an LSTM is given back") { checks::work_memory_is_given_back(); }
