// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/elementwise.hpp"

namespace sp {

template <class X>
struct cannot_sigmoid {
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct
          use_cast; // a probability has been through a sigmoid or softmax already; cast<float>(x) says that it is a score again
    };
  };
};

namespace detail {
template <class T, class... A>
auto why_not_sigmoid(tag<tensor<T, A...>>) {
  return say<
      typename cannot_sigmoid<tensor<T, A...>>::template because_the_element<T>::is_not_float_or_double::use_cast>();
}
} // namespace detail

// 1 / (1 + exp(-x)) of each element: a probability. A second sigmoid, or a loss over scores, refuses it.
template <operand X>
  requires std::floating_point<element_of<X>>
auto sigmoid(X const& x) {
  return detail::map_floating<probability<element_of<X>>>("sigmoid", detail::sigmoid_of{}, x);
}
template <operand X>
  requires(!std::floating_point<element_of<X>>)
auto sigmoid(X const& x) -> decltype(detail::refuse(detail::why_not_sigmoid(detail::tag<signature<X>>{})));

} // namespace sp
