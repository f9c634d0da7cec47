// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>
#include <utility>

#include "../ops/concat.hpp"
#include "../ops/detail/recurrent_sequence.hpp"
#include "../tape/model_walk.hpp"

namespace sp {

// Two layers, such as LSTMs, one reading forward and one backward (Schuster and Paliwal 1997), outputs side by side over
// both<Hidden, reversed<Hidden>>.
template <template <class, class, class, reading> class Layer, class In, class Hidden, class Element = float>
struct bidirectional {
  using forward_layer = Layer<In, Hidden, Element, reading::forward>;
  using backward_layer = Layer<In, reversed<Hidden>, Element, reading::reversed>;
  using Outputs = both<Hidden, reversed<Hidden>>;
  BOOST_HANA_DEFINE_STRUCT(bidirectional, (forward_layer, forward), (backward_layer, backward));

  // Whether the layer reads X along Time (void: the one ragged axis).
  template <class X, class Time = void>
  static constexpr bool reads = forward_layer::template reads<X, Time> && backward_layer::template reads<X, Time>;

  template <class Time = void, operand X>
    requires reads<X, Time>
  auto operator()(X const& x) const {
    return run<Time>(x).outputs;
  }
  // The outputs, and the states after the last position that each direction read.
  template <class Time = void, operand X>
    requires reads<X, Time>
  auto run(X const& x) const {
    auto ahead = forward.template run<Time>(x);
    auto behind = backward.template run<Time>(x);
    return recurrent_result{concat(ahead.outputs, behind.outputs),
                            std::tuple{std::move(ahead.state), std::move(behind.state)}};
  }

  template <class Time, class X>
  static auto why_not(detail::tag<X> x) {
    if constexpr (forward_layer::template reads<X, Time>)
      return backward_layer::template why_not<Time>(x);
    else
      return forward_layer::template why_not<Time>(x);
  }
  template <class Time = void, operand X>
    requires(!reads<X, Time>)
  auto operator()(X const& x) const -> decltype(detail::refuse(why_not<Time>(detail::tag<signature<X>>{})));
  template <class Time = void, operand X>
    requires(!reads<X, Time>)
  auto run(X const& x) const -> decltype(detail::refuse(why_not<Time>(detail::tag<signature<X>>{})));
};

} // namespace sp
