// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <type_traits>

namespace sp {

// A list of axes. All algebra on it is plain folds: no recursion, no library (docs/decisions).
template <class... X>
struct axes {};

template <class A, class... X>
inline constexpr bool is_one_of = (std::is_same_v<A, X> || ...);

namespace detail {

template <class... X, class... Y>
auto operator|(axes<X...>, axes<Y...>) -> axes<X..., Y...>;

template <class List, class A>
inline constexpr bool has = false;
template <class... X, class A>
inline constexpr bool has<axes<X...>, A> = is_one_of<A, X...>;

template <class List>
inline constexpr int count = 0;
template <class... X>
inline constexpr int count<axes<X...>> = int(sizeof...(X));

// Every axis of L is one of M.
template <class L, class M>
inline constexpr bool subset = false;
template <class... X, class M>
inline constexpr bool subset<axes<X...>, M> = (has<M, X> && ...);

template <class L, class M>
inline constexpr bool same_set = subset<L, M> && subset<M, L>;

template <class L, class M>
struct minus_of;
template <class... X, class M>
struct minus_of<axes<X...>, M> {
  using type = decltype((axes<>{} | ... | std::conditional_t<has<M, X>, axes<>, axes<X>>{}));
};
// The axes of L that are not in M, in the order of L.
template <class L, class M>
using minus = typename minus_of<L, M>::type;

template <class L, class M>
struct common_of;
template <class... X, class M>
struct common_of<axes<X...>, M> {
  using type = decltype((axes<>{} | ... | std::conditional_t<has<M, X>, axes<X>, axes<>>{}));
};
// The axes of L that are also in M, in the order of L.
template <class L, class M>
using common = typename common_of<L, M>::type;

template <class L, class M>
using join = decltype(L{} | M{});

template <class L, class Old, class New>
struct replace_of;
template <class... X, class Old, class New>
struct replace_of<axes<X...>, Old, New> {
  using type = decltype((axes<>{} | ... | std::conditional_t<std::is_same_v<X, Old>, axes<New>, axes<X>>{}));
};
template <class L, class Old, class New>
using replace = typename replace_of<L, Old, New>::type;

template <class A, class... X>
constexpr int index_in(axes<X...>) {
  int i = 0;
  (void)((std::is_same_v<A, X> ? true : (++i, false)) || ...);
  return i;
}
// The position of A in the list; the list's size if it is not there.
template <class L, class A>
inline constexpr int index_of = index_in<A>(L{});

template <int I, class A, class... X>
auto nth(axes<A, X...>) {
  if constexpr (I == 0)
    return std::type_identity<A>{};
  else
    return nth<I - 1>(axes<X...>{});
}
template <class L, int I>
using at = typename decltype(nth<I>(L{}))::type;
template <class L>
using first_axis = at<L, 0>;
template <class L>
using last_axis = at<L, count<L> - 1>;
template <class L>
using all_but_first = minus<L, axes<first_axis<L>>>;
template <class L>
using all_but_last = minus<L, axes<last_axis<L>>>;

template <template <class...> class To, class L>
struct rebind_of;
template <template <class...> class To, class... X>
struct rebind_of<To, axes<X...>> {
  using type = To<X...>;
};

template <class A, class... X>
inline constexpr int times = (0 + ... + int(std::is_same_v<A, X>));

} // namespace detail

// A tensor that had an axis twice could not say which one is meant: use a role for the second, e.g. key<Time>.
template <class... X>
inline constexpr bool each_axis_appears_once = ((detail::times<X, X...> == 1) && ...);

} // namespace sp
