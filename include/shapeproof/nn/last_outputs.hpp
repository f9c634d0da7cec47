// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <tuple>

#include "../ops/concat.hpp"
#include "../ops/detail/recurrent_sequence.hpp"

namespace sp {

namespace detail {

template <class List>
inline constexpr bool is_cell_state = false;
template <class... A>
inline constexpr bool is_cell_state<axes<A...>> = (requires { typename A::cell_of; } || ...);

// The output in a state: h of one direction, of two side by side, of the layer on top.
template <operand H>
H const& last_in(H const& state) {
  return state;
}
template <class First, class Second>
decltype(auto) last_in(std::tuple<First, Second> const& state);
template <class State, std::size_t Layers>
decltype(auto) last_in(std::array<State, Layers> const& states) {
  return last_in(states.back());
}
template <class First, class Second>
decltype(auto) last_in(std::tuple<First, Second> const& state) {
  if constexpr (requires { requires is_cell_state<axes_of<Second>>; })
    return std::get<0>(state);
  else
    return concat(last_in(std::get<0>(state)), last_in(std::get<1>(state)));
}
} // namespace detail

// A sequence in one row of features: what each direction has given where it ended, [Batch..., Hidden] or
// [Batch..., both<Hidden, reversed<Hidden>>], from the layer on top. `read` is what `run` of a recurrent layer gave. (At
// the last position of its outputs the backward direction would have read one position only.)
template <class Outputs, class State>
auto last_outputs(recurrent_result<Outputs, State> const& read) {
  return detail::last_in(read.state);
}

} // namespace sp
