// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>

#include "../ops/gru_sequence.hpp"
#include "../ops/gru_step.hpp"
#include "detail/recurrent_calls.hpp"

namespace sp {

// A gated recurrent unit from inputs over In to outputs over Hidden (see gru_sequence), with the calls of recurrent_calls;
// its state is h.
template <class In, class Hidden, class Element = float, reading Reading = reading::forward>
struct gru : detail::recurrent_calls<gru<In, Hidden, Element, Reading>> {
  using calls = detail::recurrent_calls<gru>;
  using kind = detail::gru_kind;
  static constexpr reading direction = Reading;
  using Outputs = Hidden;
  using input_weights = parameter<Element, In, gru_gates<Hidden>>;
  using recurrent_weights = parameter<Element, prev<Hidden>, gru_gates<Hidden>>;
  using offsets = parameter<Element, gru_gates<Hidden>>;
  using recurrent_offsets = parameter<Element, candidate<Hidden>>;
  BOOST_HANA_DEFINE_STRUCT(gru, (input_weights, w_ih), (recurrent_weights, w_hh), (offsets, bias),
                           (recurrent_offsets, recurrent_bias));

  auto weights() const { return std::tie(w_ih, w_hh, bias, recurrent_bias); }
};

// Reads each row from its last position to its first; its width is reversed<Hidden>.
template <class In, class Hidden, class Element = float>
using reversed_gru = gru<In, reversed<Hidden>, Element, reading::reversed>;

} // namespace sp
