// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>
#include <utility>

#include "../ops/concat.hpp"
#include "lstm.hpp"

namespace sp {

// Two LSTMs, one reading forward and one backward (Schuster and Paliwal 1997), outputs side by side over
// both<Hidden, reversed<Hidden>>.
template <class In, class Hidden, class Element = float>
struct bidirectional_lstm {
  using forward_layer = lstm<In, Hidden, Element>;
  using backward_layer = reversed_lstm<In, Hidden, Element>;
  using Outputs = both<Hidden, reversed<Hidden>>;
  BOOST_HANA_DEFINE_STRUCT(bidirectional_lstm, (forward_layer, forward), (backward_layer, backward));

  template <class X>
  static constexpr bool reads =
      lstm_readable<X, typename forward_layer::input_weights, typename forward_layer::recurrent_weights,
                    typename forward_layer::offsets>;

  template <operand X>
    requires reads<X>
  auto operator()(X const& x) const {
    return concat(forward(x), backward(x));
  }
  // The outputs, and the states (h, c) after the last position that each direction read.
  template <operand X>
    requires reads<X>
  auto run(X const& x) const {
    auto ahead = forward.run(x);
    auto behind = backward.run(x);
    return lstm_result{concat(ahead.outputs, behind.outputs),
                       std::tuple{std::move(ahead.state), std::move(behind.state)}};
  }

  template <operand X>
    requires(!reads<X>)
  auto operator()(X const& x) const -> decltype(detail::refuse(detail::why_not_lstm<void>(
      detail::tag<signature<X>>{}, detail::tag<signature<typename forward_layer::input_weights>>{},
      detail::tag<signature<typename forward_layer::recurrent_weights>>{},
      detail::tag<signature<typename forward_layer::offsets>>{})));
  template <operand X>
    requires(!reads<X>)
  auto run(X const& x) const -> decltype(detail::refuse(detail::why_not_lstm<void>(
      detail::tag<signature<X>>{}, detail::tag<signature<typename forward_layer::input_weights>>{},
      detail::tag<signature<typename forward_layer::recurrent_weights>>{},
      detail::tag<signature<typename forward_layer::offsets>>{})));
};

} // namespace sp
