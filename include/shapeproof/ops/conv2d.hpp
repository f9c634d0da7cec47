// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>

#include "../cpu/conv2d.hpp"
#include "../cpu/copy.hpp"
#include "affine.hpp"
#include "detail/windows.hpp"

namespace sp {

template <class Images, class Kernel, class... Bias>
struct cannot_conv2d {
  template <class... K>
  struct because_the_kernel_has {
    struct
        give_it_two_windows_Channel_and_Filter; // window<Height, 3> or centred<Height, 3>, one of Width, two axes more
  };
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // cast<float>(x): products are summed as real numbers
    };
  };
  template <class T>
  struct because_the_pixels_are {
    struct use_rescale; // rescale(pixels) brings 0 to 255 to 0 to 1, and the element says that it did
  };
  template <class T, class U>
  struct because_element_types_differ {
    template <class V>
    struct use_cast; // cast<T>(x): elements are never converted silently
  };
  template <class... A>
  struct because_the_images_lack {
    struct feed_what_the_kernel_is_for; // window<Height, 3> sees 3 positions of Height
  };
  template <class Channel>
  struct because_the_images_lack_channels {
    struct expand_or_repeat_them; // expand<Channel>(x, Channel{1}) if there are none, repeat<Grey, Channel>(x) of one
  };
  template <class... R>
  struct because_of_the_lengths_of {
    struct see_plain_axes; // windows would see padding, or the axis of the lengths goes; bring images to one size
  };
  template <class... A>
  struct because_the_images_already_have {
    struct rename_it_or_the_filters; // the result would have the axis twice
  };
  template <class W>
  struct because_the_window {
    struct has_a_number_below_1 {
      struct give_it_positions_and_steps; // window<Height, 3>, strided<window<Height, 3>, 2>
    };
    struct has_no_middle {
      struct take_an_odd_number; // centred<Height, 3>: as many on each side of a position
    };
    struct is_longer_than_its_axis {
      struct take_a_smaller_one; // or a centred one, which sees zeros beyond the ends
    };
  };
  template <class... B>
  struct because_the_bias_has {
    struct give_it_the_axis_Filter; // parameter<float, Filter>
  };
  struct because_only_some_operands_are_on_the_tape {
    struct put_the_others_there_too; // tape(x): its source would silently get no gradient
  };
};

namespace detail {

// The axes of a kernel by the part they play.
template <class Kernel>
inline constexpr bool is_kernel2d = false;
template <class R, class C, class In, class Out>
inline constexpr bool is_kernel2d<axes<R, C, In, Out>> = [] {
  if constexpr (window_axis<R> && window_axis<C>)
    return each_axis_appears_once<typename R::window_of, typename C::window_of, In>;
  else
    return false;
}();
template <class Kernel>
struct kernel2d;
template <class R, class C, class In, class Out>
struct kernel2d<axes<R, C, In, Out>> {
  using rows = R;
  using columns = C;
  using channel = In;
  using filter = Out;
  using goes = axes<typename R::window_of, typename C::window_of, In>; // of the images,
  using comes = axes<typename R::places, typename C::places, Out>;     // and what takes their places
};
// The axes of the result, in the order of the images.
template <class L, class Kernel>
using convolved = replace_each<L, typename kernel2d<Kernel>::goes, typename kernel2d<Kernel>::comes>;

template <class L, class Kernel>
constexpr bool can_see() {
  if constexpr (!is_kernel2d<Kernel>) {
    return false;
  } else {
    using part = kernel2d<Kernel>;
    return subset<typename part::goes, L> && count<lengths_along<typename part::goes, L>> == 0 &&
           count<common<minus<L, typename part::goes>, typename part::comes>> == 0 && can_go<typename part::rows> &&
           can_go<typename part::columns>;
  }
}
template <class Images, class Kernel, class Bias>
inline constexpr bool can_conv2d = false;
template <class T, class... A, class U, class... K, class Out>
inline constexpr bool can_conv2d<tensor<T, A...>, tensor<U, K...>, tensor<U, Out>> =
    std::is_floating_point_v<U> && is_one_of<T, U, unit_interval<U>> && sizeof...(K) == 4 && is_one_of<Out, K...> &&
    index_of<axes<K...>, Out> == 3 && can_see<axes<A...>, axes<K...>>();

// The bias is named where it matters: what else is wrong is between images and kernel.
template <class T, class... A, class U, class... K, class V, class... B>
auto why_not_conv2d(tag<tensor<T, A...>>, tag<tensor<U, K...>>, tag<tensor<V, B...>>) {
  return say<typename cannot_conv2d<tensor<T, A...>, tensor<U, K...>>::template because_the_kernel_has<
      K...>::give_it_two_windows_Channel_and_Filter>();
}
template <class T, class... A, class U, class R, class C, class In, class Out, class V, class... B>
auto why_not_conv2d(tag<tensor<T, A...>>, tag<tensor<U, R, C, In, Out>>, tag<tensor<V, B...>>) {
  using words = cannot_conv2d<tensor<T, A...>, tensor<U, R, C, In, Out>>;
  using words_with_bias = cannot_conv2d<tensor<T, A...>, tensor<U, R, C, In, Out>, tensor<V, B...>>;
  using L = axes<A...>;
  if constexpr (!is_kernel2d<axes<R, C, In, Out>>) {
    return say<
        typename words::template because_the_kernel_has<R, C, In, Out>::give_it_two_windows_Channel_and_Filter>();
  } else {
    using part = kernel2d<axes<R, C, In, Out>>;
    using lacking = minus<axes<typename R::window_of, typename C::window_of>, L>;
    using ragged = lengths_along<typename part::goes, L>;
    using twice = common<minus<L, typename part::goes>, typename part::comes>;
    if constexpr (!std::is_floating_point_v<U>)
      return say<typename words::template because_the_element<U>::is_not_float_or_double::use_cast>();
    else if constexpr (std::is_same_v<T, std::uint8_t>)
      return say<typename words::template because_the_pixels_are<T>::use_rescale>();
    else if constexpr (!is_one_of<T, U, unit_interval<U>>)
      return say<typename words::template because_element_types_differ<T, U>::template use_cast<U>>();
    else if constexpr (count<lacking> > 0)
      return []<class... X>(axes<X...>) {
        return say<typename words::template because_the_images_lack<X...>::feed_what_the_kernel_is_for>();
      }(lacking{});
    else if constexpr (!is_one_of<In, A...>)
      return say<typename words::template because_the_images_lack_channels<In>::expand_or_repeat_them>();
    else if constexpr (count<ragged> > 0)
      return []<class... X>(axes<X...>) {
        return say<typename words::template because_of_the_lengths_of<X...>::see_plain_axes>();
      }(ragged{});
    else if constexpr (count<twice> > 0)
      return []<class... X>(axes<X...>) {
        return say<typename words::template because_the_images_already_have<X...>::rename_it_or_the_filters>();
      }(twice{});
    else if constexpr (!can_go<R>)
      return why_not_go<words, R>();
    else if constexpr (!can_go<C>)
      return why_not_go<words, C>();
    else if constexpr (!std::is_same_v<U, V>)
      return say<typename words_with_bias::template because_element_types_differ<U, V>::template use_cast<V>>();
    else if constexpr (!std::is_same_v<axes<B...>, axes<Out>>)
      return say<typename words_with_bias::template because_the_bias_has<B...>::give_it_the_axis_Filter>();
    else
      return say<typename words_with_bias::because_only_some_operands_are_on_the_tape::put_the_others_there_too>();
  }
}

// How a window goes along its axis, and at how many places.
template <class W, class S, class Y>
kernels::seen_extents seen_along(S const& s, Y const& y) {
  using A = typename W::window_of;
  if constexpr (W::stays_inside && dynamic_axis<A>) require_window<A>("conv2d", W::size, s);
  return {s.template size<A>(), W::size, W::step, W::before, y.template size<typename W::places>()};
}

// Images with rows, columns and channels last, in the order of the kernel.
template <class X, class Kernel, class Bias>
auto conv2d_ordered(X const& images, Kernel const& kernel, Bias const& bias) {
  using T = element_of<Kernel>;
  using part = kernel2d<axes_of<Kernel>>;
  using rest = minus<axes_of<X>, typename part::goes>;
  auto at = where("conv2d", images, kernel, bias);
  auto in = at.on(images);
  auto w = at.on(kernel);
  auto b = at.on(bias);
  auto const s = shape_from("conv2d", convolved<axes_of<X>, axes_of<Kernel>>{}, in.s, w.s, b.s);
  require_common_extents("conv2d", in.s, w.s);
  kernels::conv2d_extents const e{elements_over(rest{}, in.s), seen_along<typename part::rows>(in.s, s),
                                  seen_along<typename part::columns>(in.s, s),
                                  in.s.template size<typename part::channel>(),
                                  s.template size<typename part::filter>()};
  auto y = at.template make<T>(s);
  conv2d_forward(at.device, e, in.p, w.p, b.p, y.p);
  at.record(y, [=](detail::recorder& t, T const* dy) {
    if (auto d = t.want(in)) conv2d_backward_input(at.device, e, w.p, dy, d.p, d.add);
    if (auto d = t.want(w)) {
      if (!d.add) fill(at.device, d.p, w.s.elements(), T(0));
      if constexpr (at.on_host) {
        scratch workspace;
        auto const real = real_rows(workspace, shape_from("conv2d", rest{}, in.s));
        auto some = e;
        some.images = real.count;
        conv2d_backward_kernel(at.device, some, in.p, dy, d.p, real.list);
      } else {
        conv2d_backward_kernel(at.device, e, in.p, dy, d.p);
      }
    }
    if (auto d = t.want(b)) {
      if (!d.add) fill(at.device, d.p, e.filters, T(0));
      affine_backward_bias(at.device, e.images * e.rows.count * e.columns.count, e.filters, dy, d.p);
    }
  });
  return at.finish(y);
}
} // namespace detail

// Whether conv2d(images, kernel, bias) is an operation: the kernel over [window or centred of an axis of the images, one of
// another, Channel, Filter], bias over [Filter], images with those axes and Channel and without Filter.
template <class Images, class Kernel, class Bias>
concept convolvable =
    operand<Images> && operand<Kernel> && operand<Bias> &&
    detail::can_conv2d<signature<Images>, signature<Kernel>, signature<Bias>> && on_one_tape<Images, Kernel, Bias>;

// At each place of the windows: what the kernel sees there times the kernel, summed over the windows and Channel, plus the
// bias (LeCun et al. 1989; as everywhere today the kernel is not turned around). In the images Height, Width and Channel
// become the places of their windows and Filter, each where it stood; every other axis is a batch axis. A window<Height, 3>
// stays inside, at windows<Height, 3>; a centred<Height, 3> has each position of Height in its middle, and Height stays.
// Images are float, double or what rescale gives. Height, Width, Channel last is the fast order. Throws extent_error if a
// window is longer than its axis.
template <operand Images, operand Kernel, operand Bias>
  requires convolvable<Images, Kernel, Bias>
auto conv2d(Images const& images, Kernel const& kernel, Bias const& bias) {
  using L = axes_of<Images>;
  using goes = typename detail::kernel2d<axes_of<Kernel>>::goes;
  auto const& ordered = detail::permuted(detail::join<detail::minus<L, goes>, goes>{}, images);
  return detail::permuted(detail::convolved<L, axes_of<Kernel>>{}, detail::conv2d_ordered(ordered, kernel, bias));
}
template <operand Images, operand Kernel, operand Bias>
  requires(!convolvable<Images, Kernel, Bias>)
auto conv2d(Images const& images, Kernel const& kernel, Bias const& bias)
    -> decltype(detail::refuse_of<Images, Kernel, Bias>(detail::why_not_conv2d(detail::tag<signature<Images>>{},
                                                                               detail::tag<signature<Kernel>>{},
                                                                               detail::tag<signature<Bias>>{})));

} // namespace sp
