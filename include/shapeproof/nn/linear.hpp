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

template <class In, class Out>
struct cannot_make_linear {
  struct because_its_weight_would_have_one_axis_twice {
    struct
        give_the_output_an_axis_of_its_own; // struct Inner : sp::axis<256> {}; rename<Inner, Hidden>(x) brings it back
  };
};

// From an axis to itself there is no layer: nobody could say which side of the weight is meant.
template <class A, class Element>
struct linear<A, A, Element> {
  // The walk over a model that has it as a member says this sentence.
  using refused_because =
      typename cannot_make_linear<A,
                                  A>::because_its_weight_would_have_one_axis_twice::give_the_output_an_axis_of_its_own;
  template <operand X>
  auto operator()(X const& x) const -> decltype(detail::refuse(detail::say<refused_because>()));
};

} // namespace sp
