// SPDX-License-Identifier: BSL-1.0
// expect: cannot_step<model<linear<Embed, Phone(, float)?>>>
// expect: ::because_the_gradient_lies_on_another_device::take_that_of_a_tape_there
#include <shapeproof/cuda.hpp>

struct Embed : sp::axis<8> {};
struct Phone : sp::axis<40> {};

void program(sp::model<sp::linear<Embed, Phone>>& model, sp::tape& tape, [[maybe_unused]] sp::cuda::tape& other) {
  sp::adam<> optimizer;
#ifdef MISTAKE
  optimizer.step(model, other.gradient()); // wrong
#else
  optimizer.step(model, tape.gradient());
#endif
}
