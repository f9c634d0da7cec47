// SPDX-License-Identifier: BSL-1.0
// expect: cannot_tape<tensor<index<Letter>, Batch>>::because_no_gradient_exists_for<index<Letter>>
// expect: ::put_it_there_unwatched
#include <shapeproof/tape/tape.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};

auto program(sp::tape& tape, sp::tensor<sp::index<Letter>, Batch> const& ids) {
#ifdef MISTAKE
  return tape.watch(ids); // wrong
#else
  return tape(ids);
#endif
}
