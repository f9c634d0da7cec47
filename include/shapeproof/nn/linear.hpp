// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../ops/affine.hpp"
#include "../tape/model_walk.hpp"

namespace sp {

// x weight + bias: In becomes Out at its place, every other axis is a batch axis. An input without In is refused where the
// layer is called.
template <class In, class Out, class Element = float>
struct linear {
  using weights = parameter<Element, In, Out>;
  using offsets = parameter<Element, Out>;
  BOOST_HANA_DEFINE_STRUCT(linear, (weights, weight), (offsets, bias));

  template <operand X>
    requires affinable<X, weights, offsets>
  auto operator()(X const& x) const {
    return affine(x, weight, bias);
  }
  template <operand X>
    requires(!affinable<X, weights, offsets>)
  auto operator()(X const& x) const
      -> decltype(detail::refuse(detail::why_not_affine(detail::tag<signature<X>>{}, detail::tag<signature<weights>>{},
                                                        detail::tag<signature<offsets>>{})));
};

} // namespace sp
