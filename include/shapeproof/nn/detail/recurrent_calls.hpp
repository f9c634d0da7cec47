// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>
#include <type_traits>
#include <utility>

#include "../../ops/detail/recurrent_sequence.hpp"
#include "../../tape/model_walk.hpp"

namespace sp::detail {

// A recurrent layer that can go on from a state says what kind it is of; one that reads in two directions cannot.
template <class Layer>
concept recurrent_layer = requires { typename Layer::kind; };

template <class... W>
auto several_of(std::tuple<W const&...>) -> several<W...>;
template <class Layer>
using layer_weights = decltype(several_of(std::declval<Layer const&>().weights()));

template <class Layer, class S>
inline constexpr bool layer_has_state = false;
template <recurrent_layer Layer, class S>
inline constexpr bool layer_has_state<Layer, S> = !std::is_void_v<typename Layer::kind::template parts<S>>;
template <class Layer, class X, class Time>
inline constexpr bool layer_reads = reads<typename Layer::kind, Time, X, layer_weights<Layer>>;
template <class Layer, class X, class S, class Time>
inline constexpr bool layer_reads_from =
    reads_from<typename Layer::kind, Time, X, typename Layer::kind::template parts<S>, layer_weights<Layer>>;
template <class Layer, class X, class S>
inline constexpr bool layer_steps =
    steps<typename Layer::kind, X, typename Layer::kind::template parts<S>, layer_weights<Layer>>;

template <class... S>
auto signatures_of(several<S...>) -> several<signature<S>...>;
template <class Layer, class S>
using state_signatures = decltype(signatures_of(typename Layer::kind::template parts<S>{}));

template <class Layer, class Time, class X>
auto why_layer_not(tag<X> x) {
  return [=]<class... W>(several<W...>) {
    return why_not_read<typename Layer::kind, Time>(x, tag<signature<W>>{}...);
  }(layer_weights<Layer>{});
}
template <class Layer, class S, class Time, class X>
auto why_layer_not_from(tag<X> x) {
  return [=]<class... W>(several<W...>) {
    return why_not_read_from<typename Layer::kind, Time>(x, state_signatures<Layer, S>{}, tag<signature<W>>{}...);
  }(layer_weights<Layer>{});
}
template <class Layer, class S, class X>
auto why_layer_not_step(tag<X> x) {
  return [=]<class... W>(several<W...>) {
    return why_not_step<typename Layer::kind>(x, state_signatures<Layer, S>{}, tag<signature<W>>{}...);
  }(layer_weights<Layer>{});
}

// The calls of a recurrent layer, the base of a Layer that says
//   kind, direction   which operation its calls are, and how it reads
//   weights()         its parameters, as the operation takes them
// A state is what the kind knows: h, or the tuple (h, c). Nothing is asked of Layer before it is complete.
template <class Layer>
struct recurrent_calls {
  // Whether the layer reads X along Time (void: the one ragged axis), from zero or from a state; whether it can step.
  template <class X, class Time = void>
  static constexpr bool reads = layer_reads<Layer, X, Time>;
  template <class X, class S, class Time = void>
  static constexpr bool reads_from = layer_reads_from<Layer, X, S, Time>;
  template <class X, class S>
  static constexpr bool steps = layer_steps<Layer, X, S>;

  // The outputs: x's axes with Hidden for In. `start` is the state before the first position; without it, zero.
  template <class Time = void, operand X>
    requires layer_reads<Layer, X, Time>
  auto operator()(X const& x) const {
    return run<Time>(x).outputs;
  }
  template <class Time = void, operand X, class S>
    requires(layer_has_state<Layer, S> && layer_reads_from<Layer, X, S, Time>)
  auto operator()(X const& x, S const& start) const {
    return run<Time>(x, start).outputs;
  }
  // The outputs, and the state after the last position read.
  template <class Time = void, operand X>
    requires layer_reads<Layer, X, Time>
  auto run(X const& x) const {
    return recurrent_sequence<typename Layer::kind, Time, Layer::direction>(x, self().weights());
  }
  template <class Time = void, operand X, class S>
    requires(layer_has_state<Layer, S> && layer_reads_from<Layer, X, S, Time>)
  auto run(X const& x, S const& start) const {
    using kind = typename Layer::kind;
    return std::apply(
        [&](auto const&... part) {
          return recurrent_sequence<kind, Time, Layer::direction>(x, self().weights(), part...);
        },
        kind::parts_of(start));
  }
  // One position, for decoding: the next state, whose h is the output.
  template <operand X, class S>
    requires(layer_has_state<Layer, S> && layer_steps<Layer, X, S>)
  auto step(X const& x, S const& state) const {
    using kind = typename Layer::kind;
    return std::apply([&](auto const&... part) { return recurrent_step<kind>(x, self().weights(), part...); },
                      kind::parts_of(state));
  }

  template <class Time = void, operand X>
    requires(!layer_reads<Layer, X, Time>)
  auto operator()(X const& x) const -> decltype(refuse(why_layer_not<Layer, Time>(tag<signature<X>>{})));
  template <class Time = void, operand X, class S>
    requires(layer_has_state<Layer, S> && !layer_reads_from<Layer, X, S, Time>)
  auto operator()(X const& x, S const& start) const
      -> decltype(refuse(why_layer_not_from<Layer, S, Time>(tag<signature<X>>{})));
  template <class Time = void, operand X>
    requires(!layer_reads<Layer, X, Time>)
  auto run(X const& x) const -> decltype(refuse(why_layer_not<Layer, Time>(tag<signature<X>>{})));
  template <class Time = void, operand X, class S>
    requires(layer_has_state<Layer, S> && !layer_reads_from<Layer, X, S, Time>)
  auto run(X const& x, S const& start) const
      -> decltype(refuse(why_layer_not_from<Layer, S, Time>(tag<signature<X>>{})));
  template <operand X, class S>
    requires(layer_has_state<Layer, S> && !layer_steps<Layer, X, S>)
  auto step(X const& x, S const& state) const -> decltype(refuse(why_layer_not_step<Layer, S>(tag<signature<X>>{})));

  // Why not, for layers that begin with this one.
  template <class Time, class X>
  static auto why_not(tag<X> x) {
    return why_layer_not<Layer, Time>(x);
  }

private:
  Layer const& self() const { return static_cast<Layer const&>(*this); }
};

} // namespace sp::detail
