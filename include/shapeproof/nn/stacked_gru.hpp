// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "bidirectional_gru.hpp"
#include "gru.hpp"
#include "stacked.hpp"

namespace sp {

// GRUs above each other, all of one width.
template <class In, class Hidden, std::size_t Layers, class Element = float>
using stacked_gru = stacked<gru<In, Hidden, Element>, gru<Hidden, Hidden, Element>, Layers>;

// Bidirectional GRUs above each other: each reads the outputs of both directions of the one below.
template <class In, class Hidden, std::size_t Layers, class Element = float>
using stacked_bidirectional_gru = stacked<bidirectional_gru<In, Hidden, Element>,
                                          bidirectional_gru<both<Hidden, reversed<Hidden>>, Hidden, Element>, Layers>;

} // namespace sp
