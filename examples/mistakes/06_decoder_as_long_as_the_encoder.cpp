// SPDX-License-Identifier: BSL-1.0
// mistake: The summary of the source is repeated for every step of the encoder, not of the decoder that reads it.
// elsewhere: In Keras a RepeatVector of the encoder's length runs, and so does the decoder behind it. Only the loss
// elsewhere: raises, and only while the two lengths differ.
// expect: cannot_expand<TargetTime, tensor<float, Batch, Embed>>
// expect: ::because_the_extent_is_that_of<SourceTime>::give_one_of_the_new_axis
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct SourceTime : sp::axis<> {};
struct TargetTime : sp::axis<> {};
struct Embed : sp::axis<4> {};
using steps = sp::tensor<float, TargetTime, Batch, Embed>;

// What the decoder reads in each of its steps: the word before, and a summary of the whole source.
steps decoder_input(sp::tensor<float, Batch, SourceTime, Embed> const& source, steps const& words) {
  auto const summary = sp::mean<SourceTime>(source);
#ifdef MISTAKE
  steps const in_each_step = sp::expand<TargetTime>(summary, source.extent<SourceTime>()); // wrong
#else
  steps const in_each_step = sp::expand<TargetTime>(summary, words.extent<TargetTime>());
#endif
  return words + in_each_step;
}

int main() {
  auto const source = sp::tensor<float, Batch, SourceTime, Embed>(Batch{2}, SourceTime{5}) + 1;
  auto const words = steps(Batch{2}, TargetTime{3});
  std::cout << sp::sum<Embed>(decoder_input(source, words)) << '\n';
}
