// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/operation.hpp"

namespace sp {

template <class X>
struct cannot_stop_gradient {
  template <class T>
  struct because_it_is_a_parameter {
    struct make_the_tape_of_what_shall_be_trained; // sp::tape tape{model.decoder}: parameters outside are constants
  };
};

namespace detail {
template <class T, class... A>
auto why_not_stop_gradient(tag<tensor<T, A...>>) {
  return say<typename cannot_stop_gradient<tensor<T, A...>>::template because_it_is_a_parameter<
      T>::make_the_tape_of_what_shall_be_trained>();
}
} // namespace detail

// Whether `stop_gradient(x)` is an operation: anything but a parameter.
template <class X>
concept stoppable = operand<X> && !detail::is_parameter<std::remove_cvref_t<X>>;

// The same value as a constant: no gradient goes on to what made it. Nothing is copied; off tape it is x itself.
template <operand X>
  requires stoppable<X>
decltype(auto) stop_gradient(X&& x) {
  if constexpr (detail::is_taped<std::remove_cvref_t<X>>)
    return detail::taped_access::constant(x);
  else
    return static_cast<X>(std::forward<X>(x)); // a reference to what stays, a value of what ends here
}
template <operand X>
  requires(!stoppable<X>)
auto stop_gradient(X&& x) -> decltype(detail::refuse(detail::why_not_stop_gradient(detail::tag<signature<X>>{})));

} // namespace sp
