// SPDX-License-Identifier: BSL-1.0
// mistake: The losses of sentences are masked by lengths that were counted before the end marker was appended.
// elsewhere: PyTorch and TensorFlow run it: the last token of each sentence, the end marker, has no loss, and the model
// elsewhere: does not learn when to stop.
// source: mll-lab-nu/RAGEN#59
// source: chengchingwen/Transformers.jl#4
// source: meta-pytorch/torchtune#949
// expect: cannot_mask<tensor<float, target<Words>, Batch>, tensor<bool, Batch, Words>>
// expect: ::because_the_mask_runs_over<Batch, Words>::but_the_tensor_only_over<target<Words>, Batch>
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Words : sp::ragged<Batch> {};
struct Word : sp::axis<30> {};

int main() {
  sp::sequence_markers<Word> const markers{.begin = sp::at<Word, 0>(), .end = sp::at<Word, 1>()};
  auto const texts = sp::check_index<Word>(sp::tensor<int, Words, Batch>(Words{{5, 2}}) + 7);
  auto const taught = sp::teacher_forcing(texts, markers);
  auto const scores = sp::tensor<float, sp::prefix<Words>, Batch, Word>(sp::prefix<Words>{{6, 3}});
  auto const each = sp::cross_entropy_each<Word>(scores, taught.target);
#ifdef MISTAKE
  sp::tensor<float, sp::target<Words>, Batch> const kept =
      sp::mask(each, sp::sequence_mask(texts.extent<Words>()), 0); // wrong
#else
  sp::tensor<float, sp::target<Words>, Batch> const kept =
      sp::mask(each, sp::sequence_mask(taught.target.extent<sp::target<Words>>()), 0);
#endif
  std::cout << sp::sum<sp::target<Words>>(kept) << '\n';
}
