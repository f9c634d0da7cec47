// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <tuple>

#include "shapeproof/core/random_tensor.hpp"
#include "shapeproof/nn/last_outputs.hpp"
#include "shapeproof/nn/stacked_gru.hpp"
#include "shapeproof/nn/stacked_lstm.hpp"
#include "shapeproof/ops/first_last.hpp"
#include "shapeproof/tape/model.hpp"

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct In : sp::axis<2> {};
struct Hidden : sp::axis<3> {};
using Both = sp::both<Hidden, sp::reversed<Hidden>>;

// Rows of 3, 1 and no positions.
auto words() {
  sp::random_sequence random(5);
  return sp::random_normal<float, Letters, Batch, In>(random, 0, 1, Letters{{3, 1, 0}});
}
} // namespace

TEST_CASE_TEMPLATE("of one direction they are the outputs at the last real positions", layers_type,
                   sp::stacked_lstm<In, Hidden, 2>, sp::stacked_gru<In, Hidden, 2>, sp::gru<In, Hidden>) {
  sp::model<layers_type> const layers(1);
  auto const read = layers.run(words());
  sp::tensor<float, Batch, Hidden> const last = sp::last_outputs(read), expected = sp::last<Letters>(read.outputs);
  for (auto b : last.template extent<Batch>())
    for (auto h : Hidden{}) CHECK(last(b, h) == expected(b, h));
}

TEST_CASE_TEMPLATE("of two directions they are where each ended: the last position forward, the first one backward",
                   layers_type, sp::stacked_bidirectional_lstm<In, Hidden, 2>,
                   sp::stacked_bidirectional_gru<In, Hidden, 2>, sp::bidirectional_lstm<In, Hidden>) {
  sp::model<layers_type> const layers(1);
  auto const read = layers.run(words());
  sp::tensor<float, Batch, Both> const last = sp::last_outputs(read);
  auto const t = [&](int position) {
    return sp::check_index<Letters>(position, read.outputs.template extent<Letters>());
  };
  auto const b = [&](int row) { return sp::check_index<Batch>(row, last.template extent<Batch>()); };
  for (int row : {0, 1})
    for (int feature = 0; feature < 6; ++feature) {
      auto const f = sp::check_index<Both>(feature, Both{});
      CHECK(last(b(row), f) == read.outputs(t(feature >= 3 || row == 1 ? 0 : 2), b(row), f));
    }
  for (auto f : Both{}) CHECK(last(b(2), f) == 0); // nothing was read
}
