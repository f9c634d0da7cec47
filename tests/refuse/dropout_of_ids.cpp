// SPDX-License-Identifier: BSL-1.0
// expect: cannot_drop_out<tensor<index<Phone>, Batch>>::because_it_holds<index<Phone>>::cast_them_to_float
#include <shapeproof/ops/dropout.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Hidden : sp::axis<256> {};

struct example {
  sp::taped<sp::index<Phone>, Batch> phones;
  sp::taped<float, Batch, Hidden> embedded;
};

auto drop(example const& e) {
#ifdef MISTAKE
  return sp::dropout(e.phones, 0.1); // wrong
#else
  return sp::dropout(e.embedded, 0.1);
#endif
}
