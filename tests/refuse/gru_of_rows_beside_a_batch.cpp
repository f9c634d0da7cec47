// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_gru<tensor<float, Letters, Batch, Speaker, Embed>, Embed, Half>
// expect: ::because_beside_time_and_batch_it_has<Speaker>::merge_or_rename_them_away
#include <shapeproof/nn/gru.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};
struct Speaker : sp::axis<2> {};

auto read(sp::gru<Embed, Half> const& layer,
          [[maybe_unused]] sp::tensor<float, Letters, Batch, Speaker, Embed> const& words,
          [[maybe_unused]] sp::tensor<float, Letters, Batch, Embed> const& word) {
#ifdef MISTAKE
  return layer(words); // wrong
#else
  return layer(word);
#endif
}
