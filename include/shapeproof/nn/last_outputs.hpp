// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <tuple>

#include "../ops/concat.hpp"
#include "../ops/lstm_sequence.hpp"

namespace sp {

namespace detail {

// The output in a state: of one direction, of two side by side, of the layer on top.
template <class H, class C>
H const& output_in(std::tuple<H, C> const& state) {
  return std::get<0>(state);
}
template <class H, class C, class H2, class C2>
auto output_in(std::tuple<std::tuple<H, C>, std::tuple<H2, C2>> const& both) {
  return concat(output_in(std::get<0>(both)), output_in(std::get<1>(both)));
}
template <class State, std::size_t Layers>
auto output_in(std::array<State, Layers> const& states) {
  return output_in(states.back());
}
} // namespace detail

// A sequence in one row of features: what each direction has given where it ended, [Batch..., Hidden] or
// [Batch..., both<Hidden, reversed<Hidden>>], from the layer on top. `read` is what `run` of a recurrent layer gave. (At
// the last position of its outputs the backward direction would have read one position only.)
template <class Outputs, class State>
auto last_outputs(lstm_result<Outputs, State> const& read) {
  return detail::output_in(read.state);
}

} // namespace sp
