// SPDX-License-Identifier: BSL-1.0
// expect: cannot_backward<tensor<float, Batch, Phone>>::because_the_loss_still_has_axes<Batch, Phone>
// expect: ::reduce_it_to_one_number
#include <shapeproof/cuda.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Phone : sp::axis<40> {};

void program(sp::cuda::model<sp::linear<Embed, Phone>> const& model, sp::cuda::tape& tape,
             sp::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  tape.backward(model(tape(x))); // wrong
#else
  tape.backward(sp::mean(model(tape(x))));
#endif
}
