// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/elementwise.hpp"

namespace sp {

template <class... X>
struct cannot_map {
  template <class... T>
  struct because_element_types_differ {
    struct use_cast; // cast<T>(x) on the others: elements are never converted silently
  };
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // the function runs on vectors of real numbers; cast<float>(x) makes them
    };
  };
  template <class... A>
  struct because_no_operand_has_all_of {
    struct expand_one_to_the_full_axes; // expand<Axis>(x, n): what is repeated is said, never guessed
  };
  struct because_only_some_operands_are_on_the_tape {
    struct put_the_others_there_too; // tape(x): its source would silently get no gradient
  };
};

namespace detail {
template <class... L>
struct united_axes;
template <class L>
struct united_axes<L> {
  using type = L;
};
template <class L, class M, class... More>
struct united_axes<L, M, More...> : united_axes<join<L, minus<M, L>>, More...> {};

template <class T, class... More>
inline constexpr bool one_floating_type = std::is_floating_point_v<T> && (std::is_same_v<T, More> && ...);
template <class... X>
inline constexpr bool one_holds_all_axes = subset<typename united_axes<axes_of<X>...>::type, widest<axes_of<X>...>>;

// The same tag, in deduced names.
template <class T, class... A>
tag<tensor<T, A...>> deduced(tag<tensor<T, A...>>);

template <class... Signature, class T, class... U, class... A>
auto why_not_map(axes<A...>, axes<T, U...>, tag<Signature>...) {
  using words = cannot_map<Signature...>;
  if constexpr (!(std::is_same_v<T, U> && ...))
    return say<typename words::template because_element_types_differ<T, U...>::use_cast>();
  else if constexpr (!std::is_floating_point_v<T>)
    return say<typename words::template because_the_element<T>::is_not_float_or_double::use_cast>();
  else if constexpr (!subset<axes<A...>, widest<typename Signature::axes_list...>>)
    return say<typename words::template because_no_operand_has_all_of<A...>::expand_one_to_the_full_axes>();
  else
    return say<typename words::because_only_some_operands_are_on_the_tape::put_the_others_there_too>();
}
} // namespace detail

// Whether map(f, x...) can run: one floating element for all, the axes of one operand hold the others', one tape or none.
template <class... X>
concept mappable = (operand<X> && ...) && detail::one_floating_type<element_of<X>...> &&
                   detail::one_holds_all_axes<X...> && on_one_tape<X...>;

// Any elementwise function, fused: f is a generic lambda of as many arguments as there are operands, written with
// + - * /, exp, log, sqrt, tanh, sigmoid, relu, abs, square, max, min, comparisons and where(mask, a, b). One pass forward;
// the gradient is one more pass with dual numbers. Operands that lack axes of the widest one are repeated along them.
//   map([](auto x, auto y) { return x * tanh(y) + 1; }, a, b)
template <class F, operand... X>
  requires(sizeof...(X) > 0 && mappable<X...>)
auto map(F f, X const&... x) {
  using T = std::common_type_t<element_of<X>...>;
  return detail::map_floating<T>("map", f, x...);
}
template <operand... X>
  requires(sizeof...(X) > 0 && !mappable<X...>)
auto map(detail::any_argument f, X const&... x) -> decltype(detail::refuse_of<X...>(
    detail::why_not_map(typename detail::united_axes<axes_of<X>...>::type{}, axes<element_of<X>...>{},
                        decltype(detail::deduced(detail::tag<signature<X>>{})){}...)));

} // namespace sp
