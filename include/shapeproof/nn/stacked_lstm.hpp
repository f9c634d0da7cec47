// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <tuple>
#include <utility>

#include "../ops/dropout.hpp"
#include "bidirectional_lstm.hpp"
#include "lstm.hpp"

namespace sp {

namespace detail {

// Calls of layers that feed each other, with dropout between them.
template <class First, std::size_t More, class Rest>
struct layer_stack {
  // f(layer, input, index) gives a result whose `outputs` are the next layer's input; the last outputs and all states.
  template <class X, class F>
  static auto run(First const& first, std::array<Rest, More> const& rest, double rate, X const& x, F const& f) {
    auto bottom = f(first, x, 0);
    std::array<decltype(bottom.state), More + 1> states;
    states[0] = std::move(bottom.state);
    return from<0>(rest, rate, std::move(bottom.outputs), std::move(states), f);
  }

private:
  template <std::size_t I, class X, class States, class F>
  static auto from(std::array<Rest, More> const& rest, double rate, X x, States states, F const& f) {
    if constexpr (I == More) {
      return lstm_result{std::move(x), std::move(states)};
    } else {
      auto next = f(rest[I], dropout(std::move(x), rate), I + 1);
      states[I + 1] = std::move(next.state);
      return from<I + 1>(rest, rate, std::move(next.outputs), std::move(states), f);
    }
  }
};
} // namespace detail

// LSTMs above each other, all of one width, with dropout between them while training (Zaremba et al. 2014).
template <class In, class Hidden, std::size_t Layers, class Element = float>
struct stacked_lstm {
  static_assert(Layers > 0, "a stack has at least one layer");
  using first_layer = lstm<In, Hidden, Element>;
  using further_layer = lstm<Hidden, Hidden, Element>;
  using further_layers = std::array<further_layer, Layers - 1>;
  BOOST_HANA_DEFINE_STRUCT(stacked_lstm, (first_layer, bottom), (further_layers, above), (double, dropout_rate));

  // The outputs of the last layer; along Time (void: the one ragged axis).
  template <class Time = void, operand X>
    requires(first_layer::template reads<X, Time>)
  auto operator()(X const& x) const {
    return run<Time>(x).outputs;
  }
  // The outputs of the last layer, and the state (h, c) of each layer after the last position.
  template <class Time = void, operand X>
    requires(first_layer::template reads<X, Time>)
  auto run(X const& x) const {
    return stack::run(bottom, above, dropout_rate, x,
                      [](auto const& layer, auto const& in, std::size_t) { return layer.template run<Time>(in); });
  }
  // The same from a state for each layer.
  template <class Time = void, operand X, operand H, operand C>
    requires(first_layer::template reads_from<X, H, C, Time>)
  auto run(X const& x, std::array<std::tuple<H, C>, Layers> const& start) const {
    return stack::run(bottom, above, dropout_rate, x, [&](auto const& layer, auto const& in, std::size_t i) {
      return layer.template run<Time>(in, start[i]);
    });
  }
  // One position: the next states; the output is h of the last one.
  template <operand X, operand H, operand C>
    requires(first_layer::template steps<X, H, C>)
  auto step(X const& x, std::array<std::tuple<H, C>, Layers> const& states) const {
    std::array<decltype(bottom.step(x, states[0])), Layers> next;
    next[0] = bottom.step(x, states[0]);
    for (std::size_t i = 1; i < Layers; ++i)
      next[i] = above[i - 1].step(dropout(std::get<0>(next[i - 1]), dropout_rate), states[i]);
    return next;
  }

  template <class Time = void, operand X>
    requires(!first_layer::template reads<X, Time>)
  auto operator()(X const& x) const
      -> decltype(detail::refuse(first_layer::template why_not<Time>(detail::tag<signature<X>>{})));
  template <class Time = void, operand X>
    requires(!first_layer::template reads<X, Time>)
  auto run(X const& x) const
      -> decltype(detail::refuse(first_layer::template why_not<Time>(detail::tag<signature<X>>{})));
  template <class Time = void, operand X, operand H, operand C>
    requires(!first_layer::template reads_from<X, H, C, Time>)
  auto run(X const& x, std::array<std::tuple<H, C>, Layers> const& start) const
      -> decltype(detail::refuse(first_layer::template why_not_from<Time>(detail::tag<signature<X>>{},
                                                                          detail::tag<signature<H>>{},
                                                                          detail::tag<signature<C>>{})));
  template <operand X, operand H, operand C>
    requires(!first_layer::template steps<X, H, C>)
  auto step(X const& x, std::array<std::tuple<H, C>, Layers> const& states) const
      -> decltype(detail::refuse(first_layer::why_not_step(detail::tag<signature<X>>{}, detail::tag<signature<H>>{},
                                                           detail::tag<signature<C>>{})));

private:
  using stack = detail::layer_stack<first_layer, Layers - 1, further_layer>;
};

// Bidirectional LSTMs above each other: each reads the outputs of both directions of the one below.
template <class In, class Hidden, std::size_t Layers, class Element = float>
struct stacked_bidirectional_lstm {
  static_assert(Layers > 0, "a stack has at least one layer");
  using first_layer = bidirectional_lstm<In, Hidden, Element>;
  using Outputs = typename first_layer::Outputs;
  using further_layer = bidirectional_lstm<Outputs, Hidden, Element>;
  using further_layers = std::array<further_layer, Layers - 1>;
  BOOST_HANA_DEFINE_STRUCT(stacked_bidirectional_lstm, (first_layer, bottom), (further_layers, above),
                           (double, dropout_rate));

  template <class Time = void, operand X>
    requires(first_layer::template reads<X, Time>)
  auto operator()(X const& x) const {
    return run<Time>(x).outputs;
  }
  // The outputs of the last layer, and for each layer the states ((h, c) forward, (h, c) backward) at the ends of reading.
  template <class Time = void, operand X>
    requires(first_layer::template reads<X, Time>)
  auto run(X const& x) const {
    return stack::run(bottom, above, dropout_rate, x,
                      [](auto const& layer, auto const& in, std::size_t) { return layer.template run<Time>(in); });
  }

  template <class Time = void, operand X>
    requires(!first_layer::template reads<X, Time>)
  auto operator()(X const& x) const
      -> decltype(detail::refuse(first_layer::template why_not<Time>(detail::tag<signature<X>>{})));
  template <class Time = void, operand X>
    requires(!first_layer::template reads<X, Time>)
  auto run(X const& x) const
      -> decltype(detail::refuse(first_layer::template why_not<Time>(detail::tag<signature<X>>{})));

private:
  using stack = detail::layer_stack<first_layer, Layers - 1, further_layer>;
};

} // namespace sp
