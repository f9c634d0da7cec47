// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <cstddef>
#include <type_traits>

#include "model_walk.hpp"

// What two structs have in common that differ in the element of their parameters only, such as speller<float> and
// speller<bf16>.
namespace sp::detail {

template <class Outline, std::size_t N>
struct outlined_array {};
template <auto Name, class Outline>
struct outlined_member {};

// The members of a struct by name, a parameter's axes, a setting's type.
template <class T>
struct outline_of {
  using type = T;
};
template <class T, class... A>
struct outline_of<parameter<T, A...>> {
  using type = axes<A...>;
};
template <class T, std::size_t N>
struct outline_of<std::array<T, N>> {
  using type = outlined_array<typename outline_of<T>::type, N>;
};
template <class T>
  requires hana::Struct<T>::value
struct outline_of<T> {
  template <class... M>
  static auto of(member_list<M...>)
      -> member_list<outlined_member<M::name, typename outline_of<typename M::template type_in<T>>::type>...>;
  using type = decltype(of(members_of<T>{}));
};

template <class M, class N>
concept same_outline =
    walkable<M> && walkable<N> && std::is_same_v<typename outline_of<M>::type, typename outline_of<N>::type>;

// Calls f(parameter of x, parameter of y) for all of two structs with one outline, and gives y the settings of x.
template <class X, class Y, class F>
void walk_both(X const& x, Y& y, F const& f) {
  if constexpr (is_setting<X>)
    y = x;
  else if constexpr (is_parameter<X>)
    f(x, y);
  else if constexpr (is_array<X>)
    for (std::size_t i = 0; i < x.size(); ++i) walk_both(x[i], y[i], f);
  else
    [&]<class... M, class... N>(member_list<M...>, member_list<N...>) {
      (walk_both(typename M::accessor{}(x), typename N::accessor{}(y), f), ...);
    }(members_of<X>{}, members_of<Y>{});
}

} // namespace sp::detail
