// SPDX-License-Identifier: BSL-1.0
// expect: cannot_backward<tensor<float, Batch>>::because_the_loss_still_has_axes<Batch>
// expect: ::reduce_it_to_one_number
#include <shapeproof/ops/mean.hpp>

struct Batch : sp::axis<> {};

void program(sp::tape& tape, sp::taped<float, Batch> const& losses) {
#ifdef MISTAKE
  tape.backward(losses); // wrong
#else
  tape.backward(mean(losses));
#endif
}
