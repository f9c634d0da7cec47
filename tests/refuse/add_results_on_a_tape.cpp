// SPDX-License-Identifier: BSL-1.0
// expect: cannot_add<tensor<float, Letters, Batch, both<Hidden, reversed<Hidden>>>,
// expect: tensor<float, Letters, Batch, Embed>>::because_left_lacks<Embed>
// expect: ::and_right_lacks<both<Hidden, reversed<Hidden>>>::rename_or_reduce_one
#include <shapeproof/nn/bidirectional_lstm.hpp>
#include <shapeproof/nn/embedding.hpp>
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/relu.hpp>
#include <shapeproof/ops/tanh.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<27> {};
struct Embed : sp::axis<8> {};
struct Hidden : sp::axis<16> {};

struct layers {
  BOOST_HANA_DEFINE_STRUCT(layers, (sp::embedding<Letter, Embed>, embed),
                           (sp::bidirectional_lstm<Embed, Hidden>, read));
};

auto program(layers const& model, sp::taped<sp::index<Letter>, Letters, Batch> const& word) {
  auto const x = model.embed(word);
#ifdef MISTAKE
  return tanh(model.read(x)) + relu(x); // wrong
#else
  return tanh(model.read(x)) + relu(model.read(x));
#endif
}
