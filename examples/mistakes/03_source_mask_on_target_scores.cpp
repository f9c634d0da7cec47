// SPDX-License-Identifier: BSL-1.0
// mistake: The losses of a translation's words are masked by the lengths of the sentences that it was made from.
// elsewhere: TensorFlow and PyTorch raise while the lengths of both sides differ. In a batch that pads both sides to
// elsewhere: one length they run, and the loss counts padding or leaves out words.
// expect: cannot_mask<tensor<float, Batch, TargetTime>, tensor<bool, Batch, SourceTime>>
// expect: ::because_the_mask_runs_over<Batch, SourceTime>::but_the_tensor_only_over<Batch, TargetTime>
// expect: ::build_the_mask_on_its_axes
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct SourceTime : sp::axis<> {};
struct TargetTime : sp::axis<> {};
struct Word : sp::axis<10> {};

struct translations {
  sp::tensor<sp::length<SourceTime>, Batch> source_lengths;
  sp::tensor<sp::index<Word>, Batch, TargetTime> target;
  sp::tensor<sp::length<TargetTime>, Batch> target_lengths;
};

// The loss of each word, 0 at padding.
sp::tensor<float, Batch, TargetTime> losses(sp::tensor<float, Batch, TargetTime, Word> const& scores,
                                            translations const& batch) {
  auto const each = sp::cross_entropy_each<Word>(scores, batch.target);
#ifdef MISTAKE
  return sp::mask(each, sp::sequence_mask(batch.source_lengths), 0); // wrong
#else
  return sp::mask(each, sp::sequence_mask(batch.target_lengths), 0);
#endif
}

int main() {
  auto const lengths = sp::tensor<int, Batch>::of({3, 2});
  auto const target = sp::tensor<int, Batch, TargetTime>::of({{4, 7, 2}, {9, 1, 0}});
  translations const batch{.source_lengths = sp::check_length<SourceTime>(lengths, SourceTime{3}),
                           .target = sp::check_index<Word>(target),
                           .target_lengths = sp::check_length<TargetTime>(lengths, TargetTime{3})};
  auto const scores = sp::tensor<float, Batch, TargetTime, Word>(Batch{2}, TargetTime{3});
  std::cout << losses(scores, batch) << '\n';
}
