// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <tuple>
#include <utility>

#include "../core/operand.hpp"

namespace sp {

namespace detail {
enum class state_part { operand, tuple, array, other };
template <class S>
inline constexpr state_part part_of_state = operand<S> ? state_part::operand : state_part::other;
template <class... S>
inline constexpr state_part part_of_state<std::tuple<S...>> = state_part::tuple;
template <class S, std::size_t N>
  requires(N > 0)
inline constexpr state_part part_of_state<std::array<S, N>> = state_part::array;

// Whether Rule<X>::value holds for every operand X in a state.
template <class S, template <class> class Rule>
struct each_in_state : Rule<S> {};
template <class... S, template <class> class Rule>
struct each_in_state<std::tuple<S...>, Rule> {
  static constexpr bool value = (each_in_state<S, Rule>::value && ...);
};
template <class S, std::size_t N, template <class> class Rule>
  requires(N > 0)
struct each_in_state<std::array<S, N>, Rule> : each_in_state<S, Rule> {};

template <class X>
struct is_operand {
  static constexpr bool value = operand<X>;
};
} // namespace detail

// What a decoder carries from step to step, or looks at in every step: an operand, or a std::tuple or std::array of
// such states. std::tuple<> is one too.
template <class S>
concept decoder_state = detail::each_in_state<std::remove_cvref_t<S>, detail::is_operand>::value;

// f of every operand in a state: a state of the same structure. The operands of an rvalue reach f as rvalues.
template <class F, decoder_state S>
auto map_state(F&& f, S&& s) {
  constexpr auto part = detail::part_of_state<std::remove_cvref_t<S>>;
  if constexpr (part == detail::state_part::tuple)
    return std::apply(
        [&]<class... X>(X&&... x) {
          return std::tuple<decltype(map_state(f, std::forward<X>(x)))...>{map_state(f, std::forward<X>(x))...};
        },
        std::forward<S>(s));
  else if constexpr (part == detail::state_part::array)
    return std::apply(
        [&]<class First, class... X>(First&& first, X&&... x) {
          return std::array<decltype(map_state(f, std::forward<First>(first))), 1 + sizeof...(X)>{
              map_state(f, std::forward<First>(first)), map_state(f, std::forward<X>(x))...};
        },
        std::forward<S>(s));
  else
    return f(std::forward<S>(s));
}

// f of every operand in a state, in their order, for what f does.
template <class F, decoder_state S>
void for_each_in_state(F&& f, S const& s) {
  if constexpr (detail::part_of_state<S> == detail::state_part::operand)
    f(s);
  else
    std::apply([&](auto const&... x) { (for_each_in_state(f, x), ...); }, s);
}

} // namespace sp
