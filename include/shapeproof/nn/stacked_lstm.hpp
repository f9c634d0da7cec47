// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "bidirectional_lstm.hpp"
#include "lstm.hpp"
#include "stacked.hpp"

namespace sp {

// LSTMs above each other, all of one width.
template <class In, class Hidden, std::size_t Layers, class Element = float>
using stacked_lstm = stacked<lstm<In, Hidden, Element>, lstm<Hidden, Hidden, Element>, Layers>;

// Bidirectional LSTMs above each other: each reads the outputs of both directions of the one below.
template <class In, class Hidden, std::size_t Layers, class Element = float>
using stacked_bidirectional_lstm = stacked<bidirectional_lstm<In, Hidden, Element>,
                                           bidirectional_lstm<both<Hidden, reversed<Hidden>>, Hidden, Element>, Layers>;

} // namespace sp
