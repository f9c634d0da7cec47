// SPDX-License-Identifier: BSL-1.0
// expect: cannot_step<gpu::numbers<float>>
// expect: ::because_the_gradient_lies_on_another_device::take_that_of_a_tape_there
#include <shapeproof/cuda.hpp>

struct Embed : sp::axis<8> {};
struct Phone : sp::axis<40> {};

void program(sp::cuda::model<sp::linear<Embed, Phone>>& model, [[maybe_unused]] sp::tape& other, sp::cuda::tape& tape) {
  sp::adamw<> optimizer;
#ifdef MISTAKE
  optimizer.step(model.flat(), other.gradient(), 0.01, 0.5); // wrong
#else
  optimizer.step(model.flat(), tape.gradient(), 0.01, 0.5);
#endif
}
