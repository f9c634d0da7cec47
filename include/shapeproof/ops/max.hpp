// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/reduction.hpp"

namespace sp {

template <class X, class A>
struct cannot_max {
  template <class... Has>
  struct because_the_operand_has_only {
    struct name_one_of_these; // max<Axis>(x) removes Axis: x must have it
  };
  template <class... R>
  struct because_these_would_lose_their_batch {
    struct reduce_them_first; // lengths belong to the elements of an axis: max<Batch>(max<Letters>(x))
  };
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // cast<float>(x): a maximum is taken of real numbers
    };
  };
};

namespace detail {
template <class A, class T, class... X>
auto why_not_max(tag<A>, tag<tensor<T, X...>>) {
  using words = cannot_max<tensor<T, X...>, A>;
  if constexpr (!is_one_of<A, X...>)
    return say<typename words::template because_the_operand_has_only<X...>::name_one_of_these>();
  else if constexpr (!std::floating_point<T>)
    return say<typename words::template because_the_element<T>::is_not_float_or_double::use_cast>();
  else
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_these_would_lose_their_batch<R...>::reduce_them_first>();
    }(left_behind<axes<X...>, axes<A>>{});
}
} // namespace detail

// Whether max<A>(x) is an operation: x has A, and no ragged axis stays without the axis it is ragged over.
template <class X, class A>
concept maximizable = operand<X> && detail::can_reduce<signature<X>, A>;

// The greatest value along A, among real positions if A is ragged; 0 where there is none. The gradient goes to the first
// position that has it.
template <axis_tag A, operand X>
  requires maximizable<X, A>
auto max(X const& x) {
  using T = element_of<X>;
  auto at = detail::where("max", x);
  auto in = at.on(x);
  auto y = at.template make<T>(detail::shape_from("max", detail::minus<axes_of<X>, axes<A>>{}, in.s));
  auto const a = detail::around_axis<A>(in.s);
  typename decltype(at)::workspace workspace;
  int* position = at.template keep<int>(workspace, a.outer * a.inner);
  auto const lengths = detail::lengths_around<A>(in.s);
  max(at.device, in.p, a.outer, a.n, a.inner, lengths, y.p, position);
  at.record(y, [=](detail::recorder& t, T const* dy) {
    if (auto d = t.want(in)) max_backward(at.device, dy, position, a.outer, a.n, a.inner, lengths, d.p, d.add);
  });
  return at.finish(y);
}
template <axis_tag A, operand X>
  requires(!maximizable<X, A>)
auto max(X const& x) -> decltype(detail::refuse(detail::why_not_max(detail::tag<A>{}, detail::tag<signature<X>>{})));

} // namespace sp
