// SPDX-License-Identifier: BSL-1.0
// mistake: A sentence is summed up by the last output of a bidirectional layer, whose backward half has read one word
// mistake: there.
// elsewhere: PyTorch and TensorFlow give it without a word: half of the summary knows nothing of the sentence.
// source: yunjey/pytorch-tutorial#149
// source: aymericdamien/TensorFlow-Examples#201
// source: keras-team/keras#4791
// expect: cannot_pick_a_position_along<Words, tensor<float, Batch, Words, both<Hidden, reversed<Hidden>>>>
// expect: ::because_one_direction_has_only_begun_there<both<Hidden, reversed<Hidden>>>::take_last_outputs_of_run
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Hidden : sp::axis<4> {};

int main() {
  sp::model<sp::bidirectional_lstm<Embed, Hidden>> const reader(1);
  auto const texts = sp::tensor<float, Batch, Words, Embed>(Batch{2}, Words{{5, 2}});
  auto const read = reader.run(texts);
#ifdef MISTAKE
  auto const summary = sp::last<Words>(read.outputs); // wrong
#else
  auto const summary = sp::last_outputs(read);
#endif
  std::cout << summary << '\n';
}
