// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>
#include <type_traits>

#include "axes.hpp"
#include "device.hpp"
#include "element.hpp"
#include "refusal.hpp"
#include "shape.hpp"

namespace sp {

namespace detail {
struct operand_base {};
} // namespace detail

// Whatever an operation accepts: a tensor, a view, a parameter or a taped value.
template <class X>
concept operand = std::derived_from<std::remove_cvref_t<X>, detail::operand_base>;

// The element of an operand, its axes as a list, and the tensor type that messages name it by.
template <operand X>
using element_of = typename std::remove_cvref_t<X>::element;
template <operand X>
using axes_of = typename std::remove_cvref_t<X>::axes_list;
template <operand X>
using signature = typename std::remove_cvref_t<X>::signature;

template <class X, class A>
concept has_axis = operand<X> && detail::has<axes_of<X>, A>;

namespace detail {

template <class List>
inline constexpr bool is_tensor_axes = false;
template <class... A>
inline constexpr bool is_tensor_axes<axes<A...>> = each_axis_once_with_its_batch<A...>;

// An index or length over a dynamic axis carries the one extent that all its values were checked against.
template <class E>
struct bound_of_element {
  static constexpr bool carried = false;
  constexpr bound_of_element() = default;
  explicit constexpr bound_of_element(extent_t) {}
};
template <class E>
  requires dynamic_axis<bounding_axis<E>>
struct bound_of_element<E> {
  static constexpr bool carried = true;
  extent_t bound = 0;
  constexpr bound_of_element() = default;
  explicit constexpr bound_of_element(extent_t n) : bound(n) {}
};

// The extent that the values of an index or length operand are proven against.
template <class E>
constexpr extent_t bound_value(bound_of_element<E> const& b) {
  if constexpr (bound_of_element<E>::carried)
    return b.bound;
  else
    return bounding_axis<E>::fixed;
}

// What an operation sees of an operand: shape, numbers, bound. Trivially copyable.
template <class T, class... A>
struct look : bound_of_element<T> {
  using element = T;
  using axes_list = axes<A...>;
  shape<A...> s;
  raw_element<T> const* p = nullptr;
};

// The library's own way into tensors.
struct access {
  template <class X>
  static constexpr auto of(X const& x) {
    return x.look_();
  }
  // A parameter, for an operation on a device.
  template <class Device, class X>
  static auto on(X const& w) {
    return w.look_on_(!std::is_same_v<Device, host>);
  }
  template <class X>
  static constexpr auto* data(X& x) {
    return x.writable_();
  }
  template <class X, class Shape>
  static X make(Shape const& s, extent_t bound) {
    return X(s, true, bound);
  }
  // The numbers of `from` as another type of tensor of as many elements of the same size, over `s`; `from` is left empty.
  template <class To, class From, class... A, class... B>
  static To moved(From& from, axes<A...>, shape<B...> const& s, extent_t bound) {
    To to;
    static_cast<bound_of_element<typename To::element>&>(to) = bound_of_element<typename To::element>(bound);
    to.shape_ = s;
    to.retain_lengths();
    to.data_ = from.data_;
    from.data_ = nullptr;
    detail::release_lengths(from.shape_);
    return to;
  }
  template <class X, class Look>
  static X wrap(Look const& x) {
    return X(x, true);
  }
};

} // namespace detail
} // namespace sp
