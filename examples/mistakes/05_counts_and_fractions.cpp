// SPDX-License-Identifier: BSL-1.0
// mistake: Counts, which are integers, are added to a prior, which is not.
// elsewhere: TensorFlow raises an InvalidArgumentError at run time. PyTorch promotes the integers silently, those above
// elsewhere: 2^24 to floats that cannot hold them.
// expect: cannot_add<tensor<int, Batch, Word>, tensor<float, Word>>
// expect: ::because_element_types_differ<int, float>::use_cast<float>
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Word : sp::axis<4> {};

// How likely each word is in each text, smoothed by what is known of the language.
sp::tensor<float, Batch, Word> frequencies(sp::tensor<int, Batch, Word> const& counts,
                                           sp::tensor<float, Word> const& prior) {
#ifdef MISTAKE
  sp::tensor<float, Batch, Word> const smoothed = counts + prior; // wrong
#else
  sp::tensor<float, Batch, Word> const smoothed = sp::cast<float>(counts) + prior;
#endif
  return smoothed / sp::sum<Word>(smoothed);
}

int main() {
  auto const counts = sp::tensor<int, Batch, Word>::of({{7, 0, 2, 1}, {0, 0, 3, 0}});
  auto const prior = sp::tensor<float, Word>::of({0.4f, 0.3f, 0.2f, 0.1f});
  std::cout << frequencies(counts, prior) << '\n';
}
