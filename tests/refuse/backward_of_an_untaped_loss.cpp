// SPDX-License-Identifier: BSL-1.0
// expect: cannot_backward<tensor<float>>::because_nothing_was_taped::call_the_model_with_tape_of_its_inputs
#include <shapeproof/tape/tape.hpp>

void program(sp::tape& tape, [[maybe_unused]] sp::tensor<float> const& plain,
             [[maybe_unused]] sp::taped<float> const& loss) {
#ifdef MISTAKE
  tape.backward(plain); // wrong
#else
  tape.backward(loss);
#endif
}
