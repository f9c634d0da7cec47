// SPDX-License-Identifier: BSL-1.0
// mistake: The end marker is number 15 in a vocabulary of 10 tokens.
// elsewhere: TensorFlow's embedding lookup raises at run time on a CPU; on a GPU it gives zeros and says nothing.
// elsewhere: PyTorch raises an IndexError on a CPU, and on a GPU stops at an assertion on the device.
// expect: cannot_index<Letter, 15>::because_the_extent_is<10L?>::name_a_position_below_it
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<10> {};

// The tokens between which a word stands when a decoder learns it.
sp::sequence_markers<Letter> markers() {
  sp::index<Letter> const begin = sp::at<Letter, 1>();
#ifdef MISTAKE
  sp::index<Letter> const end = sp::at<Letter, 15>(); // wrong
#else
  sp::index<Letter> const end = sp::at<Letter, 2>();
#endif
  return {.begin = begin, .end = end};
}

int main() {
  auto const raw = sp::tensor<int, Batch, Letters>::of({{4, 7, 3}, {9}});
  std::cout << sp::teacher_forcing(sp::check_index<Letter>(raw), markers()).target << '\n';
}
