// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/elementwise.hpp"

namespace sp {

template <class X>
struct cannot_sqrt {
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // cast<float>(x): integers, ids and masks have no sqrt
    };
  };
};

namespace detail {
template <class T, class... A>
auto why_not_sqrt(tag<tensor<T, A...>>) {
  return say<
      typename cannot_sqrt<tensor<T, A...>>::template because_the_element<T>::is_not_float_or_double::use_cast>();
}
} // namespace detail

// The square root of each element.
template <operand X>
  requires std::floating_point<element_of<X>>
auto sqrt(X const& x) {
  return detail::map_floating<element_of<X>>("sqrt", detail::sqrt_of{}, x);
}
template <operand X>
  requires(!std::floating_point<element_of<X>>)
auto sqrt(X const& x) -> decltype(detail::refuse(detail::why_not_sqrt(detail::tag<signature<X>>{})));

} // namespace sp
