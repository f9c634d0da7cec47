// SPDX-License-Identifier: BSL-1.0
// mistake: A beam search looks for the end token among the places of the best candidates, which count beam and letter.
// elsewhere: All of these are whole numbers in PyTorch, TensorFlow and CUDA: the comparison runs, is almost never true,
// elsewhere: and sentences that have ended go on.
// source: NVIDIA/TensorRT-LLM#15621
// expect: cannot_compare<tensor<index<merged<Beam, Letter>>, Batch, Best>, index<Letter>>
// expect: ::because_element_types_differ<index<merged<Beam, Letter>>, index<Letter>>::use_cast<int>
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Beam : sp::axis<2> {};
struct Best : sp::axis<2> {};
struct Letter : sp::axis<5> {};

int main() {
  auto const end = sp::at<Letter, 1>();
  auto const scores = sp::tensor<float, Batch, Beam, Letter>(Batch{1});
#ifdef MISTAKE
  auto const best = sp::top_k<sp::merged<Beam, Letter>, Best>(sp::merge<Beam, Letter>(scores), Best{});
  auto const ended = best.indices == end; // wrong
#else
  auto const best = sp::top_k<Letter, Best>(scores, Best{});
  auto const ended = best.indices == end;
#endif
  std::cout << ended << '\n';
}
