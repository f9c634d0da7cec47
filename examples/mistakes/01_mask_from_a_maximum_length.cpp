// SPDX-License-Identifier: BSL-1.0
// mistake: The padding mask of a batch is made from the longest length instead of the length of each row.
// elsewhere: TensorFlow's sequence_mask of one number gives a single row of true, which broadcasts over the batch: it
// elsewhere: runs, nothing is masked, and padding counts like words.
// expect: cannot_mask_sequences_of<(long(int)?|extent_t)>::because_one_number_is_no_length_of_each_row
// expect: ::give_the_lengths_or_a_ragged_axis
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<3> {};
using lengths_of_time = sp::tensor<sp::length<Time>, Batch>;

// The mean of the word vectors of each sentence.
sp::tensor<float, Batch, Embed> summaries(sp::tensor<float, Batch, Time, Embed> const& words,
                                          lengths_of_time const& lengths) {
#ifdef MISTAKE
  auto const max_length = words.extent<Time>().size();
  sp::tensor<bool, Batch, Time> const real = sp::sequence_mask(max_length); // wrong
#else
  sp::tensor<bool, Batch, Time> const real = sp::sequence_mask(lengths);
#endif
  return sp::sum<Time>(sp::mask(words, real, 0)) / sp::cast<float>(lengths);
}

int main() {
  auto const words = sp::tensor<float, Batch, Time, Embed>(Batch{2}, Time{4}) + 1;
  auto const lengths = sp::check_length<Time>(sp::tensor<int, Batch>::of({4, 2}), Time{4});
  std::cout << summaries(words, lengths) << '\n';
}
