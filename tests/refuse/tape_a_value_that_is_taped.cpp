// SPDX-License-Identifier: BSL-1.0
// expect: cannot_tape<tensor<float, Batch>>::because_it_is_on_a_tape::use_it_there
#include <shapeproof/tape/tape.hpp>

struct Batch : sp::axis<> {};

auto program(sp::tape& tape, sp::tensor<float, Batch> const& x) {
#ifdef MISTAKE
  return tape(tape(x)); // wrong
#else
  return tape(x);
#endif
}
