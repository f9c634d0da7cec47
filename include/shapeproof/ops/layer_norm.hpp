// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/copy.hpp"
#include "../cpu/layer_norm.hpp"
#include "../tape/operation.hpp"
#include "detail/in_order.hpp"
#include "detail/layout.hpp"
#include "detail/ragged_over.hpp"

namespace sp {

template <class A, class X, class Gain, class Bias>
struct cannot_layer_norm_over {
  struct because_there_is_no_such_axis {
    struct
        name_the_axis_of_the_features; // layer_norm<Hidden>(x, gain, bias): along Hidden mean and deviation are taken
  };
  template <class... R>
  struct because_the_padding_of {
    struct would_take_part; // mean and deviation are taken along the features, never along a sequence or a batch
  };
  struct because_the_elements_differ_or_are_no_numbers {
    struct cast_them_to_one_floating_type; // cast<float>(x)
  };
  template <class... Y>
  struct because_the_gain_has {
    struct where_only_that_axis_belongs; // one number for each feature
  };
  template <class... Y>
  struct because_the_bias_has {
    struct where_only_that_axis_belongs; // one number for each feature
  };
  template <class... Y>
  struct because_only_some_operands_are_on_the_tape {
    struct put_the_others_there_too; // tape(x); gain and bias are parameters of the model
  };
};

namespace detail {
template <class A, class X, class Gain, class Bias>
inline constexpr bool can_layer_norm = false;
template <class A, std::floating_point T, class... X>
inline constexpr bool can_layer_norm<A, tensor<T, X...>, tensor<T, A>, tensor<T, A>> =
    is_one_of<A, X...> && !ragged_axis<A> && !(is_ragged_over<A, X> || ...);

template <class A, class T, class... X, class U, class... G, class W, class... B>
auto why_not_layer_norm(tag<tensor<T, X...>>, tag<tensor<U, G...>>, tag<tensor<W, B...>>) {
  using words = cannot_layer_norm_over<A, tensor<T, X...>, tensor<U, G...>, tensor<W, B...>>;
  if constexpr (!is_one_of<A, X...>)
    return say<typename words::because_there_is_no_such_axis::name_the_axis_of_the_features>();
  else if constexpr (!std::floating_point<T> || !std::is_same_v<T, U> || !std::is_same_v<T, W>)
    return say<typename words::because_the_elements_differ_or_are_no_numbers::cast_them_to_one_floating_type>();
  else if constexpr (ragged_axis<A>)
    return say<typename words::template because_the_padding_of<A>::would_take_part>();
  else if constexpr ((is_ragged_over<A, X> || ...))
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_the_padding_of<R...>::would_take_part>();
    }(ragged_over<A, axes<X...>>{});
  else if constexpr (!std::is_same_v<axes<G...>, axes<A>>)
    return say<typename words::template because_the_gain_has<G...>::where_only_that_axis_belongs>();
  else if constexpr (!std::is_same_v<axes<B...>, axes<A>>)
    return say<typename words::template because_the_bias_has<B...>::where_only_that_axis_belongs>();
  else
    return say<typename words::template because_only_some_operands_are_on_the_tape<>::put_the_others_there_too>();
}
} // namespace detail

// Whether `layer_norm<A>(x, gain, bias)` is an operation: x over A and others, gain and bias over A alone.
template <class X, class Gain, class Bias, class A>
concept layer_normable =
    operand<X> && operand<Gain> && operand<Bias> && axis_tag<A> &&
    detail::can_layer_norm<A, signature<X>, signature<Gain>, signature<Bias>> && on_one_tape<X, Gain, Bias>;

// (x - mean) / sqrt(variance + epsilon) * gain + bias, mean and variance along A (Ba, Kiros, Hinton 2016); the axes
// of x. Throws extent_error if the extents of A differ, usage_error unless epsilon is positive.
template <axis_tag A, operand X, operand Gain, operand Bias>
  requires layer_normable<X, Gain, Bias, A>
auto layer_norm(X const& x, Gain const& gain, Bias const& bias, double epsilon = 1e-5) {
  using T = element_of<X>;
  using order = detail::join<detail::minus<axes_of<X>, axes<A>>, axes<A>>;
  if (!(epsilon > 0)) detail::refuse_with<usage_error>({"layer_norm: epsilon is positive, not ", epsilon});
  auto at = detail::where("layer_norm", x, gain, bias);
  auto in = at.on(x);
  auto g = at.on(gain);
  auto b = at.on(bias);
  detail::require_common_extents("layer_norm", in.s, g.s);
  detail::require_common_extents("layer_norm", in.s, b.s);
  extent_t const n = in.s.template size<A>(), rows = n == 0 ? 0 : in.s.elements() / n;
  auto y = at.template make<T>(in.s);
  typename decltype(at)::workspace workspace;
  T const* const ordered = detail::in_order(order{}, in.s, in.p, at, workspace);
  T* const out = detail::ordered_place(order{}, y.s, y.p, workspace);
  T* const kept = at.template keep<T>(workspace, 2 * rows);
  layer_norm<T>(at.device, ordered, rows, n, g.p, b.p, static_cast<T>(epsilon), out, kept);
  detail::put_back(at.device, order{}, y.s, out, y.p, false);
  at.record(y, [=](detail::recorder& t, T const* dy) {
    typename decltype(at)::workspace work;
    T const* const d_out = detail::in_order(order{}, in.s, dy, typename decltype(at)::off{"layer_norm"}, work);
    if (auto d = t.want(in)) {
      T* const dx = detail::ordered_place(order{}, in.s, d.p, work);
      layer_norm_backward<T>(at.device, ordered, d_out, rows, n, g.p, kept, dx,
                             detail::ordered_add(order{}, in.s, d.add));
      detail::put_back(at.device, order{}, in.s, dx, d.p, d.add);
    }
    // The kernel adds to both; what nobody wants goes nowhere.
    auto const sum_place = [&](auto const& of) {
      auto const d = t.want(of);
      T* const p = d ? d.p : work.template take<T>(n);
      if (!d.add) fill(at.device, p, n, T(0));
      return p;
    };
    if (g.slot == nullptr && b.slot == nullptr) return;
    T* const d_gain = sum_place(g);
    T* const d_bias = sum_place(b);
    layer_norm_backward_parameters<T>(at.device, ordered, d_out, rows, n, kept, d_gain, d_bias);
  });
  return at.finish(y);
}
template <axis_tag A, operand X, operand Gain, operand Bias>
  requires(!layer_normable<X, Gain, Bias, A>)
auto layer_norm(X const& x, Gain const& gain, Bias const& bias, double epsilon = 1e-5)
    -> decltype(detail::refuse_of<X, Gain, Bias>(detail::why_not_layer_norm<A>(detail::tag<signature<X>>{},
                                                                               detail::tag<signature<Gain>>{},
                                                                               detail::tag<signature<Bias>>{})));

} // namespace sp
