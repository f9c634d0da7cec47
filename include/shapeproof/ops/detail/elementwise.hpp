// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <concepts>
#include <type_traits>
#include <utility>

#include "../../cpu/map.hpp"
#include "../../cpu/padding.hpp"
#include "../../tape/operation.hpp"
#include "functions.hpp"
#include "layout.hpp"

// What all elementwise operations share: which operands go together, and the one pass over them.
namespace sp::detail {

// The list that holds all others, where there is one.
template <class Best, class... More>
struct widest_of {
  using type = Best;
};
template <class Best, class L, class... More>
struct widest_of<Best, L, More...> : widest_of<std::conditional_t<subset<L, Best>, Best, L>, More...> {};
template <class... List>
using widest = typename widest_of<List...>::type;

// Strides of an operand by axis, whatever its order of axes.
template <class X, class... A>
extent_t stride_of(shape<A...> const& s) {
  if constexpr (!is_one_of<X, A...>)
    return 0;
  else
    return around_axis<X>(s).inner;
}
// The loops of the operands over the axes of the result.
template <class... R, class... S>
kernels::elementwise_loops<int(sizeof...(S))> loops_of(shape<R...> const& result, S const&... operands) {
  kernels::elementwise_loops<int(sizeof...(S))> loops;
  [[maybe_unused]] auto add = [&]<class X>(std::type_identity<X>) {
    loops.add_axis(result.template size<X>(), {stride_of<X>(operands)...});
  };
  (add(std::type_identity<R>{}), ...);
  return loops;
}

// Padding holds zeros after an elementwise operation, whatever the function made of what was there: it stays finite.
template <class Device, class T, class... A>
void clear_padding([[maybe_unused]] Device on, shape<A...> const& s, [[maybe_unused]] T* p) {
  (
      [&] {
        if constexpr (ragged_axis<A>) {
          auto const a = around_axis<A>(s);
          fill_padding(on, p, a.outer, a.n, a.inner, lengths_around<A>(s), T{});
        }
      }(),
      ...);
}

// f over floating operands, one of which has the axes of all, giving elements R; the gradient comes from dual numbers.
template <class R, class F, class... X>
auto map_floating(char const* operation, F f, X const&... x) {
  using T = std::common_type_t<element_of<X>...>;
  using result = widest<axes_of<X>...>;
  auto at = where(operation, x...);
  return [&]<class... In>(In... in) {
    auto y = at.template make<R>(shape_from(operation, result{}, in.s...));
    auto const loops = loops_of(y.s, in.s...);
    map_forward(at.device, f, loops, y.p, in.p...);
    clear_padding(at.device, y.s, y.p);
    at.record(y, [=](recorder& t, T const* dy) {
      auto const place = [&](auto const& one) {
        auto const c = t.want(one);
        return kernels::gradient_place<T>{c.p, c.add};
      };
      std::array<kernels::gradient_place<T>, sizeof...(In)> const places{place(in)...};
      map_backward(at.device, f, loops, dy, places, in.p...);
    });
    return at.finish(y);
  }(at.on(x)...);
}

// f over operands of any elements, giving elements R; no gradient.
template <class R, class F, class... X>
auto map_plain(char const* operation, F f, X const&... x) {
  using result = widest<axes_of<X>...>;
  auto at = where(operation, x...);
  return [&]<class... In>(In const&... in) {
    auto y = at.template make<R>(shape_from(operation, result{}, in.s...));
    apply_forward(at.device, f, loops_of(y.s, in.s...), y.p, in.p...);
    clear_padding(at.device, y.s, y.p);
    return at.finish(y);
  }(at.on(x)...);
}

template <class T>
concept plain_number = std::floating_point<T> || whole_number<T>;

// A plain number that may stand beside a tensor of T: any number beside floating elements, a whole one beside integers.
template <class S, class T>
concept scalar_beside = plain_number<S> && plain_number<T> && (std::is_floating_point_v<T> || std::is_integral_v<S>);

// The number s as an element T. Throws usage_error if an integer does not fit.
template <class T, class S>
T scalar_as([[maybe_unused]] char const* operation, S s) {
  if constexpr (std::is_integral_v<T>)
    if (!std::in_range<T>(s)) refuse_with<usage_error>({operation, ": the elements cannot hold ", s});
  return static_cast<T>(s);
}

template <class Left, class Right>
inline constexpr bool can_combine = false;
template <plain_number T, class... A, class... B>
inline constexpr bool can_combine<tensor<T, A...>, tensor<T, B...>> =
    subset<axes<A...>, axes<B...>> || subset<axes<B...>, axes<A...>>;

template <class F, class A, class B>
auto combine(char const* operation, F f, A const& a, B const& b) {
  if constexpr (std::is_floating_point_v<element_of<A>>)
    return map_floating<element_of<A>>(operation, f, a, b);
  else
    return map_plain<element_of<A>>(operation, f, a, b);
}
template <class F, class A>
auto combine_with_number(char const* operation, F f, A const& a) {
  if constexpr (std::is_floating_point_v<element_of<A>>)
    return map_floating<element_of<A>>(operation, f, a);
  else
    return map_plain<element_of<A>>(operation, f, a);
}
template <class F, class A, class S>
auto combine_with_right(char const* operation, A const& a, S s) {
  using T = element_of<A>;
  return combine_with_number(operation, with_right<F, T>{scalar_as<T>(operation, s)}, a);
}
template <class F, class A, class S>
auto combine_with_left(char const* operation, A const& a, S s) {
  using T = element_of<A>;
  return combine_with_number(operation, with_left<F, T>{scalar_as<T>(operation, s)}, a);
}

} // namespace sp::detail
