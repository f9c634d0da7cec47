// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../ops/conv2d.hpp"
#include "../tape/model_walk.hpp"
#include "detail/summed.hpp"

namespace sp {

// Learned filters over windows of an image: convolution<centred<Height, 3>, centred<Width, 3>, Colour, Edge>. Images without
// the axes that it was made for are refused where the layer is called.
template <class Rows, class Columns, class Channel, class Filter, class Element = float>
struct convolution {
  using kernels = parameter<Element, Rows, Columns, Channel, Filter>;
  using offsets = parameter<Element, Filter>;
  BOOST_HANA_DEFINE_STRUCT(convolution, (kernels, kernel), (offsets, bias));
  using summed_kernels = detail::summed_type<kernels>;
  using summed_offsets = detail::summed_type<offsets>;

  template <operand Images>
    requires convolvable<Images, summed_kernels, summed_offsets>
  auto operator()(Images const& images) const {
    return conv2d(images, detail::summed(kernel), detail::summed(bias));
  }
  template <operand Images>
    requires(!convolvable<Images, summed_kernels, summed_offsets>)
  auto operator()(Images const& images) const
      -> decltype(detail::refuse(detail::why_not_conv2d(detail::tag<signature<Images>>{},
                                                        detail::tag<signature<summed_kernels>>{},
                                                        detail::tag<signature<summed_offsets>>{})));
};

template <class Channel, class Filter>
struct cannot_make_convolution {
  struct because_its_kernel_would_have_one_axis_twice {
    struct give_the_filters_an_axis_of_their_own; // struct Part : sp::axis<16> {}; rename<Part, Edge>(x) brings it back
  };
};

// From channels to themselves there is no layer: nobody could say which side of the kernel is meant.
template <class Rows, class Columns, class A, class Element>
struct convolution<Rows, Columns, A, A, Element> {
  // The walk over a model that has it as a member says this sentence.
  using refused_because = typename cannot_make_convolution<
      A, A>::because_its_kernel_would_have_one_axis_twice::give_the_filters_an_axis_of_their_own;
  template <operand Images>
  auto operator()(Images const& images) const -> decltype(detail::refuse(detail::say<refused_because>()));
};

} // namespace sp
