// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/elementwise.hpp"

namespace sp {

template <class X>
struct cannot_log {
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // cast<float>(x): integers, ids and masks have no log
    };
  };
};

namespace detail {
template <class T, class... A>
auto why_not_log(tag<tensor<T, A...>>) {
  return say<typename cannot_log<tensor<T, A...>>::template because_the_element<T>::is_not_float_or_double::use_cast>();
}
} // namespace detail

// The natural logarithm of each element.
template <operand X>
  requires std::floating_point<element_of<X>>
auto log(X const& x) {
  return detail::map_floating<element_of<X>>("log", detail::log_of{}, x);
}
template <operand X>
  requires(!std::floating_point<element_of<X>>)
auto log(X const& x) -> decltype(detail::refuse(detail::why_not_log(detail::tag<signature<X>>{})));

} // namespace sp
