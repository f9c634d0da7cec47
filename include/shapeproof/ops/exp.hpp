// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/elementwise.hpp"

namespace sp {

template <class X>
struct cannot_exp {
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // cast<float>(x): integers, ids and masks have no exp
    };
  };
};

namespace detail {
template <class T, class... A>
auto why_not_exp(tag<tensor<T, A...>>) {
  return say<typename cannot_exp<tensor<T, A...>>::template because_the_element<T>::is_not_float_or_double::use_cast>();
}
} // namespace detail

// e to the power of each element.
template <operand X>
  requires std::floating_point<element_of<X>>
auto exp(X const& x) {
  return detail::map_floating<element_of<X>>("exp", detail::exp_of{}, x);
}
template <operand X>
  requires(!std::floating_point<element_of<X>>)
auto exp(X const& x) -> decltype(detail::refuse(detail::why_not_exp(detail::tag<signature<X>>{})));

} // namespace sp
