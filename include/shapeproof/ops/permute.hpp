// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>

#include "../cpu/permute.hpp"
#include "../tape/operation.hpp"

namespace sp {

template <class X>
struct cannot_permute {
  template <class... Order>
  struct because_the_new_order {
    template <class... A>
    struct lacks {
      struct name_every_axis_once; // permute<...>(x) names all axes of x in their new order; sum or first drop one
    };
    template <class... A>
    struct has_also {
      struct name_only_axes_of_the_operand; // rename<Old, New>(x) changes a name, expand<A>(x, A{n}) adds an axis
    };
    struct names_one_twice {
      struct name_every_axis_once; // a tensor has each axis at one place
    };
  };
};

namespace detail {

template <class X, class... Order>
inline constexpr bool can_permute = false;
template <class T, class... A, class... Order>
inline constexpr bool can_permute<tensor<T, A...>, Order...> =
    sizeof...(A) == sizeof...(Order) && same_set<axes<A...>, axes<Order...>>;

template <class... Order, class T, class... A>
auto why_not_permute(tag<tensor<T, A...>>) {
  using words = typename cannot_permute<tensor<T, A...>>::template because_the_new_order<Order...>;
  if constexpr (!subset<axes<A...>, axes<Order...>>)
    return []<class... Missing>(axes<Missing...>) {
      return say<typename words::template lacks<Missing...>::name_every_axis_once>();
    }(minus<axes<A...>, axes<Order...>>{});
  else if constexpr (!subset<axes<Order...>, axes<A...>>)
    return []<class... More>(axes<More...>) {
      return say<typename words::template has_also<More...>::name_only_axes_of_the_operand>();
    }(minus<axes<Order...>, axes<A...>>{});
  else
    return say<typename words::names_one_twice::name_every_axis_once>();
}
} // namespace detail

// Whether `permute<Order...>(x)` is an operation: Order names every axis of x, once.
template <class X, class... Order>
concept permutable = operand<X> && detail::can_permute<signature<X>, Order...>;

// The same values with the axes in another order: permute<Time, Batch>(x) of x [Batch, Time].
template <axis_tag... Order, operand X>
  requires permutable<X, Order...>
auto permute(X&& x) {
  using T = raw_element<element_of<X>>;
  constexpr std::size_t count = sizeof...(Order);
  auto at = detail::where("permute", x);
  auto const in = at.on(x);
  auto const s = detail::shape_from("permute", axes<Order...>{}, in.s);
  if constexpr (std::is_same_v<axes<Order...>, axes_of<X>>) {
    return at.template alias<element_of<X>>(std::forward<X>(x), s);
  } else {
    std::array<int, count> const order = {detail::index_of<axes_of<X>, Order>...};
    std::array<extent_t, count> extents = {}, new_extents = {s.template size<Order>()...};
    for (std::size_t k = 0; k < count; ++k) extents[static_cast<std::size_t>(order[k])] = new_extents[k];
    auto y = at.template make<element_of<X>>(s, detail::bound_from<element_of<X>, element_of<X>>(in));
    permute(at.device, in.p, y.p, extents, order);
    if constexpr (floating_element<element_of<X>>)
      at.record(y, [=](detail::recorder& t, T const* dy) {
        std::array<int, count> inverse = {};
        for (std::size_t k = 0; k < count; ++k) inverse[static_cast<std::size_t>(order[k])] = static_cast<int>(k);
        if (auto d = t.want(in)) permute(at.device, dy, d.p, new_extents, inverse, d.add);
      });
    return at.finish(y);
  }
}
template <axis_tag... Order, operand X>
  requires(!permutable<X, Order...>)
auto permute(X&& x) -> decltype(detail::refuse(detail::why_not_permute<Order...>(detail::tag<signature<X>>{})));

} // namespace sp
