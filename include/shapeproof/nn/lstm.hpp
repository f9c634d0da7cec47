// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>

#include "../ops/lstm_sequence.hpp"
#include "../ops/lstm_step.hpp"
#include "detail/recurrent_calls.hpp"

namespace sp {

// A long short-term memory from inputs over In to outputs over Hidden (see lstm_sequence), with the calls of
// recurrent_calls; its state is a tuple (h, c). Forget gates start open.
template <class In, class Hidden, class Element = float, reading Reading = reading::forward>
struct lstm : detail::recurrent_calls<lstm<In, Hidden, Element, Reading>> {
  using calls = detail::recurrent_calls<lstm>;
  using kind = detail::lstm_kind;
  static constexpr reading direction = Reading;
  using Outputs = Hidden;
  using input_weights = parameter<Element, In, gates<Hidden>>;
  using recurrent_weights = parameter<Element, prev<Hidden>, gates<Hidden>>;
  using offsets = parameter<Element, gates<Hidden>>;
  BOOST_HANA_DEFINE_STRUCT(lstm, (input_weights, w_ih), (recurrent_weights, w_hh), (offsets, bias));

  auto weights() const { return std::tie(w_ih, w_hh, bias); }
};

// Reads each row from its last position to its first; its width is reversed<Hidden>.
template <class In, class Hidden, class Element = float>
using reversed_lstm = lstm<In, reversed<Hidden>, Element, reading::reversed>;

} // namespace sp
