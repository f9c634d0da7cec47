// SPDX-License-Identifier: BSL-1.0
// expect: cannot_drop_out<tensor<float, Phone, Hidden>>::because_a_parameter_does_not_say_whether_we_train
// expect: ::drop_what_is_computed_from_it
#include <shapeproof/ops/dropout.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Hidden : sp::axis<256> {};

struct example {
  sp::parameter<float, Phone, Hidden> table;
  sp::taped<float, Batch, Hidden> embedded;
};

auto drop(example const& e) {
#ifdef MISTAKE
  return sp::dropout(e.table, 0.1); // wrong
#else
  return sp::dropout(e.embedded, 0.1);
#endif
}
