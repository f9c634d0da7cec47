// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../ops/cast.hpp"
#include "../ops/dot.hpp"
#include "detail/summed.hpp"
#include "linear.hpp"

namespace sp {

// x weight: as linear, for layers whose outputs are compared or normalised, where a bias has nothing to do.
template <class In, class Out, class Element = float>
struct linear_without_bias {
  using weights = parameter<Element, In, Out>;
  BOOST_HANA_DEFINE_STRUCT(linear_without_bias, (weights, weight));

  // Read by the rule of linear: the same inputs, the same sentences.
  using biased = linear<In, Out, Element>;
  template <operand X>
    requires affinable<X, weights, typename biased::offsets>
  auto operator()(X const& x) const {
    using result = detail::replace<axes_of<X>, In, Out>;
    using T = sum_element<Element>;
    if constexpr (std::is_same_v<element_of<X>, T>)
      return detail::permuted(result{}, dot<In>(x, detail::summed(weight)));
    else // what rescale gives
      return detail::permuted(result{}, dot<In>(cast<T>(x), detail::summed(weight)));
  }
  template <operand X>
    requires(!affinable<X, weights, typename biased::offsets>)
  auto operator()(X const& x) const
      -> decltype(detail::refuse(detail::why_not_affine(detail::tag<signature<X>>{}, detail::tag<signature<weights>>{},
                                                        detail::tag<signature<typename biased::offsets>>{})));
};

template <class A, class Element>
struct linear_without_bias<A, A, Element> {
  using refused_because = typename linear<A, A, Element>::refused_because;
  template <operand X>
  auto operator()(X const& x) const -> decltype(detail::refuse(detail::say<refused_because>()));
};

} // namespace sp
