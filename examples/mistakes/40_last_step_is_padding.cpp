// SPDX-License-Identifier: BSL-1.0
// mistake: The last step of a recurrent layer is taken for the last word, though most rows have ended before.
// elsewhere: outputs[:, -1] in PyTorch and outputs[-1] in TensorFlow give what the layer makes of padding; nothing is
// elsewhere: thrown, and the model learns badly.
// source: thtrieu/qclass_dl#1
// source: keitakurita/practical-torchtext#5
// expect: cannot_slice<Words, End, tensor<float, Batch, Words, Hidden>>::because_rows_end_at_different_positions
// expect: ::pick_the_first_or_last_one_or_mask
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct End : sp::axis<1> {};
struct Embed : sp::axis<8> {};
struct Hidden : sp::axis<4> {};

int main() {
  sp::model<sp::lstm<Embed, Hidden>> const reader(1);
  auto const texts = sp::tensor<float, Batch, Words, Embed>(Batch{2}, Words{{5, 2}});
  auto const outputs = reader(texts);
#ifdef MISTAKE
  auto const summary = sp::slice<Words, End>(outputs, 4, End{}); // wrong
#else
  auto const summary = sp::last<Words>(outputs);
#endif
  std::cout << summary << '\n';
}
