// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/random.hpp"
#include "../ops/layer_norm.hpp"
#include "../tape/model_walk.hpp"
#include "detail/summed.hpp"

namespace sp {

// layer_norm over one axis with a learned gain and offset (Ba, Kiros and Hinton 2016); it starts as plain normalisation.
template <class A, class Element = float>
struct layer_normalisation {
  using numbers = parameter<Element, A>;
  BOOST_HANA_DEFINE_STRUCT(layer_normalisation, (numbers, gain), (numbers, offset));
  using summed = detail::summed_type<numbers>;

  template <operand X>
    requires layer_normable<X, summed, summed, A>
  auto operator()(X const& x) const {
    return layer_norm<A>(x, detail::summed(gain), detail::summed(offset));
  }
  template <operand X>
    requires(!layer_normable<X, summed, summed, A>)
  auto operator()(X const& x) const -> decltype(detail::refuse(detail::why_not_layer_norm<A>(
      detail::tag<signature<X>>{}, detail::tag<signature<summed>>{}, detail::tag<signature<summed>>{})));

  void initialise(random_sequence&) {
    for (Element& one : gain.unnamed()) one = static_cast<Element>(1.);
  }
};

} // namespace sp
