// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <cstdint>

#include "../cpu/affine.hpp"
#include "../cpu/copy.hpp"
#include "detail/permuted.hpp"
#include "detail/ragged_over.hpp"
#include "detail/real_positions.hpp"
#include "detail/use_cast.hpp"

namespace sp {

template <class X, class Weight, class Bias>
struct cannot_affine {
  template <class In>
  struct because_the_input_lacks {
    struct feed_what_the_weight_was_made_for; // the weight is over [In, Out]: another layer's width is another axis
  };
  template <class... A>
  struct because_the_weight_has {
    struct give_it_the_axes_In_and_Out; // parameter<float, In, Out>
  };
  template <class... B>
  struct because_the_bias_has {
    struct give_it_the_axis_Out; // parameter<float, Out>
  };
  template <class Out>
  struct because_the_input_already_has {
    struct rename_it_or_the_output; // the result would have the axis twice
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
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // cast<float>(x): products are summed as real numbers
    };
  };
  template <class... R>
  struct because_these_would_lose_their_batch {
    struct give_the_weight_another_In; // lengths belong to the elements of the batch axis: it cannot go while they stay
  };
  struct because_bf16_weights_serve_inference_on_the_host {
    struct train_in_float_and_cast_the_model; // cast<Model>(trained) gives the model whose weights are bf16
  };
  struct because_only_some_operands_are_on_the_tape {
    struct put_the_others_there_too; // tape(x): its source would silently get no gradient
  };
};

namespace detail {
template <class X, class Weight, class Bias>
inline constexpr bool can_affine = false;
template <class U, class... A, class T, class In, class Out>
inline constexpr bool can_affine<tensor<U, A...>, tensor<T, In, Out>, tensor<T, Out>> =
    std::is_floating_point_v<sum_element<T>> && is_one_of<U, sum_element<T>, unit_interval<sum_element<T>>> &&
    is_one_of<In, A...> && !is_one_of<Out, A...> && count<ragged_over<In, axes<A...>>> == 0;

template <class T, class... A, class U, class... W, class V, class... B>
auto why_not_affine(tag<tensor<T, A...>>, tag<tensor<U, W...>>, tag<tensor<V, B...>>) {
  using words = cannot_affine<tensor<T, A...>, tensor<U, W...>, tensor<V, B...>>;
  if constexpr (sizeof...(W) != 2) {
    return say<typename words::template because_the_weight_has<W...>::give_it_the_axes_In_and_Out>();
  } else {
    using In = first_axis<axes<W...>>;
    using Out = last_axis<axes<W...>>;
    if constexpr (std::is_same_v<T, std::uint8_t> && std::is_floating_point_v<sum_element<U>>)
      return say<typename words::template because_the_pixels_are<T>::use_rescale>();
    else if constexpr (!is_one_of<T, sum_element<U>, unit_interval<sum_element<U>>>)
      return say_use_cast<typename words::template because_element_types_differ<T, U>>(tag<U>{});
    else if constexpr (!std::is_same_v<U, V>)
      return say<typename words::template because_element_types_differ<U, V>::template use_cast<V>>();
    else if constexpr (!std::is_floating_point_v<sum_element<U>>)
      return say<typename words::template because_the_element<U>::is_not_float_or_double::use_cast>();
    else if constexpr (!is_one_of<In, A...>)
      return say<typename words::template because_the_input_lacks<In>::feed_what_the_weight_was_made_for>();
    else if constexpr (count<ragged_over<In, axes<A...>>> > 0)
      return []<class... R>(axes<R...>) {
        return say<typename words::template because_these_would_lose_their_batch<R...>::give_the_weight_another_In>();
      }(ragged_over<In, axes<A...>>{});
    else if constexpr (is_one_of<Out, A...>)
      return say<typename words::template because_the_input_already_has<Out>::rename_it_or_the_output>();
    else if constexpr (!std::is_same_v<axes<B...>, axes<Out>>)
      return say<typename words::template because_the_bias_has<B...>::give_it_the_axis_Out>();
    else if constexpr (std::is_same_v<U, bf16>)
      return say<typename words::because_bf16_weights_serve_inference_on_the_host::train_in_float_and_cast_the_model>();
    else
      return say<typename words::because_only_some_operands_are_on_the_tape::put_the_others_there_too>();
  }
}

// The rows of x that are real along every ragged axis, for the host's products that sum over rows: `count` of them, or all if
// `list` is null. (A GPU sums over all: the gradients of the others are zero.)
struct row_selection {
  extent_t const* list = nullptr;
  extent_t count = 0;
};
template <class... A>
row_selection real_rows(scratch& workspace, shape<A...> const& rows) {
  row_selection r{nullptr, rows.elements()};
  if constexpr ((ragged_axis<A> || ...)) {
    auto* real = workspace.take<unsigned char>(rows.elements());
    mark_real_positions(cpu::device{}, rows, real);
    extent_t const count = std::count(real, real + rows.elements(), static_cast<unsigned char>(1));
    if (count == rows.elements()) return r;
    auto* list = workspace.take<extent_t>(count);
    for (extent_t row = 0, to = 0; row < rows.elements(); ++row)
      if (real[row] != 0) list[to++] = row;
    r = {list, count};
  }
  return r;
}

template <class X, class Weight, class Bias>
auto affine_rows(X const& x, Weight const& weight, Bias const& bias) {
  using T = sum_element<element_of<Weight>>;
  using In = first_axis<axes_of<Weight>>;
  using Out = last_axis<axes_of<Weight>>;
  using rest = minus<axes_of<X>, axes<In>>;
  auto at = where("affine", x, weight, bias);
  auto in = at.on(x);
  auto w = at.on(weight);
  auto b = at.on(bias);
  require_common_extents("affine", in.s, w.s);
  auto y = at.template make<T>(shape_from("affine", replace<axes_of<X>, In, Out>{}, in.s, w.s, b.s));
  extent_t const rows = elements_over(rest{}, in.s), inputs = w.s.template size<In>(),
                 outputs = w.s.template size<Out>();
  affine_forward(at.device, rows, inputs, outputs, in.p, w.p, b.p, y.p);
  if constexpr (at.records)
    at.record(y, [=](detail::recorder& t, T const* dy) {
      if (auto d = t.want(in)) affine_backward_input(at.device, rows, inputs, outputs, w.p, dy, d.p, d.add);
      if (auto d = t.want(w)) {
        if (!d.add) fill(at.device, d.p, inputs * outputs, T(0));
        if constexpr (at.on_host) {
          scratch workspace;
          auto const real = real_rows(workspace, shape_from("affine", rest{}, in.s));
          affine_backward_weight(at.device, real.count, inputs, outputs, in.p, dy, d.p, real.list);
        } else {
          affine_backward_weight(at.device, rows, inputs, outputs, in.p, dy, d.p);
        }
      }
      if (auto d = t.want(b)) {
        if (!d.add) fill(at.device, d.p, outputs, T(0));
        affine_backward_bias(at.device, rows, outputs, dy, d.p);
      }
    });
  return at.finish(y);
}
} // namespace detail

// Whether affine(x, weight, bias) is an operation: weight over [In, Out], bias over [Out], x with In and without Out.
// The numbers of x are those of the weight, or what rescale gives. Weight and bias may be bf16 off the tape, beside float.
template <class X, class Weight, class Bias>
concept affinable =
    operand<X> && operand<Weight> && operand<Bias> &&
    detail::can_affine<signature<X>, signature<Weight>, signature<Bias>> && on_one_tape_with<Weight, X, Bias>;

// x weight + bias: In of x becomes Out, at the same place; every other axis is a batch axis. In last is the fast order. For
// weights in bf16 the numbers of x are rounded to bf16 too; products and sums are float.
template <operand X, operand Weight, operand Bias>
  requires affinable<X, Weight, Bias>
auto affine(X const& x, Weight const& weight, Bias const& bias) {
  using In = detail::first_axis<axes_of<Weight>>;
  using Out = detail::last_axis<axes_of<Weight>>;
  using rest = detail::minus<axes_of<X>, axes<In>>;
  auto const& rows = detail::permuted(detail::join<rest, axes<In>>{}, x);
  return detail::permuted(detail::replace<axes_of<X>, In, Out>{}, detail::affine_rows(rows, weight, bias));
}
template <operand X, operand Weight, operand Bias>
  requires(!affinable<X, Weight, Bias>)
auto affine(X const& x, Weight const& weight, Bias const& bias)
    -> decltype(detail::refuse_of<X, Weight, Bias>(detail::why_not_affine(detail::tag<signature<X>>{},
                                                                          detail::tag<signature<Weight>>{},
                                                                          detail::tag<signature<Bias>>{})));

} // namespace sp
