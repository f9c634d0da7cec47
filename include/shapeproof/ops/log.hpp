// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/elementwise.hpp"
#include "detail/probabilities.hpp"

namespace sp {

template <class X>
struct cannot_log {
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // cast<float>(x): integers, ids and masks have no log
    };
  };
  struct because_it_is_a_probability {
    struct take_log_softmax_of_the_scores; // a small probability is 0 already, and its log would be infinite
  };
  struct because_it_is_a_logarithm {
    struct use_it_as_it_is; // what log_softmax gave; cast<float>(x) for arithmetic with it
  };
};

namespace detail {
template <class T, class... A>
auto why_not_log(tag<tensor<T, A...>>) {
  using words = cannot_log<tensor<T, A...>>;
  if constexpr (is_log_probability<T>)
    return say<typename words::because_it_is_a_logarithm::use_it_as_it_is>();
  else if constexpr (is_probability<T>)
    return say<typename words::because_it_is_a_probability::take_log_softmax_of_the_scores>();
  else
    return say<typename words::template because_the_element<T>::is_not_float_or_double::use_cast>();
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
