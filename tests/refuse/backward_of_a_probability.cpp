// SPDX-License-Identifier: BSL-1.0
// expect: cannot_backward<tensor<probability<float>>>::because_it_is_not_a_real_number<probability<float>>
// expect: ::use_a_float_or_double_loss
#include <shapeproof/tape/tape.hpp>

void program(sp::tape& tape, [[maybe_unused]] sp::taped<sp::probability<float>> const& p,
             [[maybe_unused]] sp::taped<float> const& loss) {
#ifdef MISTAKE
  tape.backward(p); // wrong
#else
  tape.backward(loss);
#endif
}
