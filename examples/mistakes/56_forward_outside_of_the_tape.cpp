// SPDX-License-Identifier: BSL-1.0
// mistake: The model is called outside of the tape, and gradients are asked of its loss.
// elsewhere: TensorFlow gives None for each gradient, and the optimizer raises "No gradients provided"; under no_grad
// elsewhere: PyTorch raises "does not require grad" in backward. A part that was detached silently does not learn.
// source: tensorflow/tensorflow#42167
// source: tensorflow/tensorflow#54341
// source: replicate/cog#1681
// expect: cannot_backward<tensor<float>>::because_nothing_was_taped::call_the_model_with_tape_of_its_inputs
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Pixel : sp::axis<4> {};
struct Digit : sp::axis<3> {};

int main() {
  sp::model<sp::linear<Pixel, Digit>> const model(1);
  sp::tape tape(model);
  auto const images = sp::tensor<float, Batch, Pixel>(Batch{2}) + 1;
  auto const labels = sp::check_index<Digit>(sp::tensor<int, Batch>::of({2, 0}));
#ifdef MISTAKE
  auto const loss = sp::cross_entropy<Digit>(model(images), labels);
  tape.backward(loss); // wrong
#else
  auto const loss = sp::cross_entropy<Digit>(model(tape(images)), labels);
  tape.backward(loss);
#endif
  std::printf("loss %.2f\n", loss.value());
}
