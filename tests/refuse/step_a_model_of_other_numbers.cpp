// SPDX-License-Identifier: BSL-1.0
// expect: cannot_step<model<linear<Embed, Phone, double>>>::because_its_numbers_are<double>
// expect: ::but_the_optimizer_is_for<float>
#include <shapeproof/nn/linear.hpp>
#include <shapeproof/train/optimizer.hpp>

struct Embed : sp::axis<8> {};
struct Phone : sp::axis<40> {};

void program(sp::model<sp::linear<Embed, Phone, double>>& model, sp::tape& tape) {
  [[maybe_unused]] sp::adam<float> narrow;
  [[maybe_unused]] sp::adam<double> wide;
#ifdef MISTAKE
  narrow.step(model, tape.gradient<double>()); // wrong
#else
  wide.step(model, tape.gradient<double>());
#endif
}
