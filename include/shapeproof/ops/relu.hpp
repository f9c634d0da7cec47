// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/elementwise.hpp"

namespace sp {

template <class X>
struct cannot_relu {
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // cast<float>(x): integers, ids and masks have no relu
    };
  };
};

namespace detail {
template <class T, class... A>
auto why_not_relu(tag<tensor<T, A...>>) {
  return say<
      typename cannot_relu<tensor<T, A...>>::template because_the_element<T>::is_not_float_or_double::use_cast>();
}
} // namespace detail

// max(x, 0) of each element; the derivative at 0 is 0 (Nair and Hinton 2010).
template <operand X>
  requires std::floating_point<element_of<X>>
auto relu(X const& x) {
  return detail::map_floating<element_of<X>>("relu", detail::relu_of{}, x);
}
template <operand X>
  requires(!std::floating_point<element_of<X>>)
auto relu(X const& x) -> decltype(detail::refuse(detail::why_not_relu(detail::tag<signature<X>>{})));

} // namespace sp
