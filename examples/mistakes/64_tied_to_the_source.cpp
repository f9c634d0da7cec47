// SPDX-License-Identifier: BSL-1.0
// mistake: The output of a translator is tied to an embedding table, but to that of the language it translates from.
// elsewhere: Where both vocabularies have one size, PyTorch and TensorFlow run it: each word is scored by the embedding
// elsewhere: of some word of the other language. Where the other one is smaller, PyTorch raises at a label beyond it.
// source: huggingface/transformers#8224
// source: huggingface/transformers#11424
// expect: cannot_cross_entropy<French, tensor<float, Batch, English>, tensor<index<French>, Batch>>
// expect: ::because_the_scores_lack_the_class_axis::name_the_axis_that_scores_are_over
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct English : sp::axis<500> {};
struct French : sp::axis<500> {};
struct Embed : sp::axis<8> {};

struct translator {
  using source_layer = sp::embedding<English, Embed>;
  using target_layer = sp::embedding<French, Embed>;
  BOOST_HANA_DEFINE_STRUCT(translator, (source_layer, english), (target_layer, french));
};

// The loss of the next word, from what the layers below make of the sentence so far.
auto loss(translator const& model, sp::tensor<float, Batch, Embed> const& combined,
          sp::tensor<sp::index<French>, Batch> const& next) {
#ifdef MISTAKE
  return sp::cross_entropy<French>(sp::dot<Embed>(combined, model.english.table), next); // wrong
#else
  return sp::cross_entropy<French>(sp::dot<Embed>(combined, model.french.table), next);
#endif
}

int main() {
  sp::model<translator> const model(1);
  auto const next = sp::check_index<French>(sp::tensor<int, Batch>::of({17, 4}, Batch{2}));
  std::printf("loss %.2f\n", loss(model, sp::tensor<float, Batch, Embed>(Batch{2}), next).value());
}
