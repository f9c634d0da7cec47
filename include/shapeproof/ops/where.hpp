// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

#include "../cpu/select.hpp"
#include "../tape/operation.hpp"

namespace sp {

template <class Mask, class A, class B>
struct cannot_choose_where {
  template <class T>
  struct because_the_mask_holds {
    struct compare_to_get_bools; // where(x > y, a, b), sequence_mask(lengths): a mask says yes or no
  };
  template <class... X>
  struct because_the_mask_runs_over {
    template <class... Y>
    struct but_the_choices_only_over {
      struct build_the_mask_on_their_axes; // the axes of a mask are some of theirs, by name, whatever the extents are
    };
  };
  template <class T, class U>
  struct because_element_types_differ {
    struct cast_one_of_them; // cast<float>(x): elements are never converted silently
  };
  template <class... X>
  struct because_one_runs_over {
    template <class... Y>
    struct and_the_other_over {
      struct
          permute_or_expand_one; // both choices have the axes of the result, in its order; mask(x, m, 0) needs only one
    };
  };
  template <class... X>
  struct because_only_some_operands_are_on_the_tape {
    struct put_the_others_there_too; // tape(x) as a constant
  };
};

template <class X, class Mask>
struct cannot_mask {
  template <class T>
  struct because_the_mask_holds {
    struct compare_to_get_bools; // mask(x, y > z, 0), sequence_mask(lengths): a mask says yes or no
  };
  template <class... A>
  struct because_the_mask_runs_over {
    template <class... B>
    struct but_the_tensor_only_over {
      struct
          build_the_mask_on_its_axes; // the axes of a mask are some of the tensor's, by name, whatever the extents are
    };
  };
  template <class T>
  struct because_its_elements_were_checked {
    struct cast_them_first; // cast<float>(p), cast<int>(ids): any number may stand beside bare numbers
  };
  template <class... A>
  struct because_only_one_operand_is_on_the_tape {
    struct put_the_other_there_too; // tape(x) as a constant
  };
};

namespace detail {

template <class Mask, class A, class B>
inline constexpr bool can_choose = false;
template <class... M, class T, class... X>
inline constexpr bool can_choose<tensor<bool, M...>, tensor<T, X...>, tensor<T, X...>> = subset<axes<M...>, axes<X...>>;

template <class X, class Mask>
inline constexpr bool can_mask = false;
template <class T, class... X, class... M>
inline constexpr bool can_mask<tensor<T, X...>, tensor<bool, M...>> =
    subset<axes<M...>, axes<X...>> && !checked_element<T>;

template <class M, class... K, class T, class... X, class U, class... Y>
auto why_not_choose(tag<tensor<M, K...>>, tag<tensor<T, X...>>, tag<tensor<U, Y...>>) {
  using words = cannot_choose_where<tensor<M, K...>, tensor<T, X...>, tensor<U, Y...>>;
  if constexpr (!std::is_same_v<M, bool>)
    return say<typename words::template because_the_mask_holds<M>::compare_to_get_bools>();
  else if constexpr (!std::is_same_v<T, U>)
    return say<typename words::template because_element_types_differ<T, U>::cast_one_of_them>();
  else if constexpr (!std::is_same_v<axes<X...>, axes<Y...>>)
    return say<typename words::template because_one_runs_over<X...>::template and_the_other_over<
        Y...>::permute_or_expand_one>();
  else if constexpr (!subset<axes<K...>, axes<X...>>)
    return say<typename words::template because_the_mask_runs_over<K...>::template but_the_choices_only_over<
        X...>::build_the_mask_on_their_axes>();
  else
    return say<typename words::template because_only_some_operands_are_on_the_tape<>::put_the_others_there_too>();
}
template <class T, class... X, class M, class... K>
auto why_not_mask(tag<tensor<T, X...>>, tag<tensor<M, K...>>) {
  using words = cannot_mask<tensor<T, X...>, tensor<M, K...>>;
  if constexpr (!std::is_same_v<M, bool>)
    return say<typename words::template because_the_mask_holds<M>::compare_to_get_bools>();
  else if constexpr (!subset<axes<K...>, axes<X...>>)
    return say<typename words::template because_the_mask_runs_over<K...>::template but_the_tensor_only_over<
        X...>::build_the_mask_on_its_axes>();
  else if constexpr (checked_element<T>)
    return say<typename words::template because_its_elements_were_checked<T>::cast_them_first>();
  else
    return say<typename words::template because_only_one_operand_is_on_the_tape<>::put_the_other_there_too>();
}

// Where the elements of a mask lie, per axis of the numbers.
template <class... X, class... M>
kernels::mask_layout layout_of_mask(shape<X...> const& s, shape<M...> const& mask) {
  extent_t strides[sizeof...(M) + 1] = {}, stride = 1;
  extent_t const sizes[sizeof...(M) + 1] = {mask.template size<M>()...};
  for (std::size_t k = sizeof...(M); k-- > 0; stride *= sizes[k]) strides[k] = stride;
  strides[sizeof...(M)] = 0; // the place of every axis that the mask lacks
  extent_t const extents[sizeof...(X) + 1] = {s.template size<X>()...};
  extent_t const strides_of_x[sizeof...(X) + 1] = {strides[index_of<axes<M...>, X>]...};
  return {std::span(extents, sizeof...(X)), std::span(strides_of_x, sizeof...(X))};
}
} // namespace detail

// Whether `where(mask, a, b)` is an operation.
template <class Mask, class A, class B>
concept choosable_where = operand<Mask> && operand<A> && operand<B> &&
                          detail::can_choose<signature<Mask>, signature<A>, signature<B>> && on_one_tape<Mask, A, B>;
// Whether `mask(x, m, value)` is an operation.
template <class X, class Mask>
concept maskable =
    operand<X> && operand<Mask> && detail::can_mask<signature<X>, signature<Mask>> && on_one_tape<X, Mask>;

// mask [some axes of a], a and b of the same type -> their type: a where the mask is true, b elsewhere.
template <operand Mask, operand A, operand B>
  requires choosable_where<Mask, A, B>
auto where(Mask const& mask, A const& a, B const& b) {
  using T = element_of<A>;
  auto at = detail::where("where", a, b, mask);
  auto const m = at.on(mask);
  auto const x = at.on(a);
  auto const z = at.on(b);
  auto y = [&] {
    using untouched = detail::minus<axes_of<A>, axes_of<Mask>>;
    auto const s = detail::shape_from("where", axes_of<A>{}, x.s, z.s, m.s);
    extent_t const bound = std::max(detail::bound_from<T, T>(x), detail::bound_from<T, T>(z));
    if constexpr (detail::ends_in<T, untouched>) // a choice among the terms of two sums is no sum
      return at.template make<detail::element_over<T, untouched>>(s, bound);
    else
      return at.template make<T>(s, bound);
  }();
  auto const layout = detail::layout_of_mask(y.s, m.s);
  select(at.device, m.p, layout, x.p, z.p, y.p);
  if constexpr (floating_element<T>)
    at.record(y, [=](detail::recorder& t, raw_element<T> const* dy) {
      if (auto d = t.want(x)) select_backward(at.device, m.p, layout, true, dy, d.p, d.add);
      if (auto d = t.want(z)) select_backward(at.device, m.p, layout, false, dy, d.p, d.add);
    });
  return at.finish(y);
}
template <operand Mask, operand A, operand B>
  requires(!choosable_where<Mask, A, B>)
auto where(Mask const& mask, A const& a, B const& b) -> decltype(detail::refuse_of<Mask, A, B>(
    detail::why_not_choose(detail::tag<signature<Mask>>{}, detail::tag<signature<A>>{}, detail::tag<signature<B>>{})));

// m [some axes of x] -> x where m is true, `value` elsewhere: mask(scores, sequence_mask(lengths), 0) keeps real
// positions.
template <operand X, operand Mask>
  requires maskable<X, Mask>
auto mask(X const& x, Mask const& m, element_of<X> value) {
  using T = element_of<X>;
  auto at = detail::where("mask", x, m);
  auto const in = at.on(x);
  auto const keep = at.on(m);
  auto y = at.template make<T>(detail::shape_from("mask", axes_of<X>{}, in.s, keep.s));
  auto const layout = detail::layout_of_mask(y.s, keep.s);
  select_or(at.device, keep.p, layout, in.p, value, y.p);
  if constexpr (floating_element<T>)
    at.record(y, [=](detail::recorder& t, T const* dy) {
      if (auto d = t.want(in)) select_backward(at.device, keep.p, layout, true, dy, d.p, d.add);
    });
  return at.finish(y);
}
template <operand X, operand Mask>
  requires(!maskable<X, Mask>)
auto mask(X const& x, Mask const& m, detail::any_argument value)
    -> decltype(detail::refuse_of<X, Mask>(detail::why_not_mask(detail::tag<signature<X>>{},
                                                                detail::tag<signature<Mask>>{})));

} // namespace sp
