// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../examples/g2p/speller_model.hpp"
#include "own.hpp"

#include <shapeproof/data/padded.hpp>
#include <shapeproof/data/sequence_markers.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// The model of examples/g2p as the benchmarks use it: general attention, one width for all, no dropout; and words that are
// functions of their position. Two layers on the processor, three on the GPU.
namespace bench {

using namespace g2p;
inline constexpr int layers = on_gpu ? 3 : 2;
using speller_struct = speller_model<layers, attention_kind::general>;
using speller = model<speller_struct>;

inline constexpr int letter_count = 27, phone_count = 41;
inline constexpr sp::sequence_markers<Phone> markers{sp::unchecked_index<Phone>(0), sp::unchecked_index<Phone>(1)};
inline constexpr int marker_count = 2; // the phones behind them

// `end_bias` is what the score of the end marker begins with; 0 leaves it as it is.
inline speller make_speller(bench::settings const& given, float scale = 0.1f, float end_bias = 0) {
  if (given["layers"] != layers)
    throw std::invalid_argument("this worker's model has " + std::to_string(layers) + " layers");
  int const width = given["width"];
  sp::model<speller_struct> on_host(1, Letter{letter_count}, Phone{phone_count}, Embed{width}, Hidden{width},
                                    State{width});
  fill_parameters(on_host, scale);
  if (end_bias != 0) on_host.decoder.readout.bias.unnamed()[1] = end_bias;
  on_host.set_dropout(0);
  return speller(on_host);
}

// Sequences of ids from `first` up: that at position t of row b is a function of t * rows + b, as in a time-major matrix.
template <class Sequences, class Token>
auto padded_ids(std::string_view name, std::vector<int> const& lengths, int first, Token extent) {
  std::vector<std::vector<sp::index<Token>>> rows(lengths.size());
  for (std::size_t b = 0; b < rows.size(); ++b)
    for (std::size_t t = 0; t < static_cast<std::size_t>(lengths[b]); ++t)
      rows[b].push_back(
          sp::check_index(first + id(name, t * rows.size() + b, static_cast<int>(extent.size()) - first), extent));
  return sp::padded<Sequences>(rows, extent);
}
inline spellings words(std::string_view name, std::vector<int> const& lengths) {
  return padded_ids<spellings>(name, lengths, 0, Letter{letter_count});
}

// `rows` lengths, all of them `most`, or if ragged each from most - 8 to most.
inline std::vector<int> lengths_of(std::string_view name, int rows, int most, bool ragged) {
  std::vector<int> lengths(static_cast<std::size_t>(rows), most);
  if (ragged)
    for (std::size_t b = 0; b < lengths.size(); ++b) lengths[b] -= id(name, b, 9);
  return lengths;
}

} // namespace bench
