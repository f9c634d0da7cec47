// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <tuple>
#include <utility>

#include "../ops/dropout.hpp"
#include "detail/recurrent_calls.hpp"

namespace sp {

namespace detail {

// The output in the state of a recurrent layer: h, or that of the tuple (h, c).
template <operand H>
H const& output_in(H const& h) {
  return h;
}
template <class H, class C>
H const& output_in(std::tuple<H, C> const& state) {
  return std::get<0>(state);
}
} // namespace detail

// Recurrent layers above each other, with dropout between them while training (Zaremba et al. 2014): each Further one reads
// the outputs of the one below.
template <class First, class Further, std::size_t Layers>
struct stacked {
  static_assert(Layers > 0, "a stack has at least one layer");
  using first_layer = First;
  using further_layer = Further;
  using Outputs = typename First::Outputs;
  using further_layers = std::array<further_layer, Layers - 1>;
  BOOST_HANA_DEFINE_STRUCT(stacked, (first_layer, bottom), (further_layers, above), (double, dropout_rate));

  // The outputs of the last layer; along Time (void: the one ragged axis).
  template <class Time = void, operand X>
    requires(First::template reads<X, Time>)
  auto operator()(X const& x) const {
    return run<Time>(x).outputs;
  }
  // The outputs of the last layer, and the state of each layer after the last position that it read; of a bidirectional one
  // that is a tuple of two.
  template <class Time = void, operand X>
    requires(First::template reads<X, Time>)
  auto run(X const& x) const {
    return run_each(x, [](auto const& layer, auto const& in, std::size_t) { return layer.template run<Time>(in); });
  }
  // The same from a state for each layer.
  template <class Time = void, operand X, class S>
    requires(detail::layer_has_state<First, S> && detail::layer_reads_from<First, X, S, Time>)
  auto run(X const& x, std::array<S, Layers> const& start) const {
    return run_each(
        x, [&](auto const& layer, auto const& in, std::size_t i) { return layer.template run<Time>(in, start[i]); });
  }
  // One position: the next states; the output is h of the last one.
  template <operand X, class S>
    requires(detail::layer_has_state<First, S> && detail::layer_steps<First, X, S>)
  auto step(X const& x, std::array<S, Layers> const& states) const {
    std::array<decltype(bottom.step(x, states[0])), Layers> next;
    next[0] = bottom.step(x, states[0]);
    for (std::size_t i = 1; i < Layers; ++i)
      next[i] = above[i - 1].step(dropout(detail::output_in(next[i - 1]), dropout_rate), states[i]);
    return next;
  }

  template <class Time = void, operand X>
    requires(!First::template reads<X, Time>)
  auto operator()(X const& x) const
      -> decltype(detail::refuse(First::template why_not<Time>(detail::tag<signature<X>>{})));
  template <class Time = void, operand X>
    requires(!First::template reads<X, Time>)
  auto run(X const& x) const -> decltype(detail::refuse(First::template why_not<Time>(detail::tag<signature<X>>{})));
  template <class Time = void, operand X, class S>
    requires(detail::layer_has_state<First, S> && !detail::layer_reads_from<First, X, S, Time>)
  auto run(X const& x, std::array<S, Layers> const& start) const
      -> decltype(detail::refuse(detail::why_layer_not_from<First, S, Time>(detail::tag<signature<X>>{})));
  template <operand X, class S>
    requires(detail::layer_has_state<First, S> && !detail::layer_steps<First, X, S>)
  auto step(X const& x, std::array<S, Layers> const& states) const
      -> decltype(detail::refuse(detail::why_layer_not_step<First, S>(detail::tag<signature<X>>{})));

private:
  // f(layer, input, index) gives a result whose `outputs` are the next layer's input; the last outputs and all states.
  template <class X, class F>
  auto run_each(X const& x, F const& f) const {
    auto first = f(bottom, x, 0);
    std::array<decltype(first.state), Layers> states;
    states[0] = std::move(first.state);
    return run_above<0>(std::move(first.outputs), std::move(states), f);
  }
  template <std::size_t I, class X, class States, class F>
  auto run_above(X x, States states, F const& f) const {
    if constexpr (I + 1 == Layers) {
      return recurrent_result{std::move(x), std::move(states)};
    } else {
      auto next = f(above[I], dropout(std::move(x), dropout_rate), I + 1);
      states[I + 1] = std::move(next.state);
      return run_above<I + 1>(std::move(next.outputs), std::move(states), f);
    }
  }
};

} // namespace sp
