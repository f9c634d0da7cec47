// SPDX-License-Identifier: BSL-1.0
// expect: cannot_multiply<tensor<double, Letters, Batch, both<Hidden, Embed>>,
// expect: tensor<double, Letters, Batch, both<Embed, Hidden>>>
// expect: ::because_left_lacks<both<Embed, Hidden>>::and_right_lacks<both<Hidden, Embed>>::rename_or_reduce_one
#include <shapeproof/nn/embedding.hpp>
#include <shapeproof/nn/lstm.hpp>
#include <shapeproof/ops/concat.hpp>
#include <shapeproof/ops/multiply.hpp>
#include <shapeproof/ops/tanh.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<27> {};
struct Embed : sp::axis<8> {};
struct Hidden : sp::axis<16> {};

struct layers {
  BOOST_HANA_DEFINE_STRUCT(layers, (sp::embedding<Letter, Embed, double>, embed),
                           (sp::lstm<Embed, Hidden, double>, read));
};

auto program(layers const& model, sp::tensor<sp::index<Letter>, Letters, Batch> const& word) {
  auto const x = model.embed(word);
  auto const y = model.read(tanh(x));
#ifdef MISTAKE
  return sp::concat(y, x) * sp::concat(x, y); // wrong
#else
  return sp::concat(y, x) * sp::concat(y, x);
#endif
}
