// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/distribution.hpp"
#include "../cpu/batched_product.hpp"
#include "detail/as_numbers.hpp"
#include "detail/permuted.hpp"
#include "detail/reduction.hpp"
#include "detail/silent_padding.hpp"

namespace sp {

template <class Left, class Right, class... K>
struct cannot_dot {
  template <class... Has>
  struct because_left_has_only {
    struct contract_an_axis_of_both; // dot<K>(a, b) sums over K: both operands must have it
  };
  template <class... Has>
  struct because_right_has_only {
    struct contract_an_axis_of_both; // dot<K>(a, b) sums over K: both operands must have it
  };
  template <class T, class U>
  struct because_element_types_differ {
    template <class V>
    struct use_cast; // cast<T>(x) on one operand: elements are never converted silently
  };
  template <class T>
  struct because_the_element {
    struct is_not_float_or_double {
      struct use_cast; // cast<float>(x): products are summed as real numbers
    };
  };
  template <class A>
  struct because_the_weights_add_up_along {
    struct
        contract_that_axis_alone; // softmax<K>(scores) weighs the positions of K: dot<K>(weights, values) is their mean
  };
  template <class... R>
  struct because_these_would_lose_their_batch {
    struct contract_another_axis; // lengths belong to the elements of the batch axis: it cannot go while they stay
  };
  struct because_no_axis_is_named {
    struct name_one_that_both_have; // dot<K>(a, b) sums over K; for every pair of elements: expand<Axis>(a, n) * b
  };
  struct because_an_axis_is_named_twice {
    struct name_each_once; // dot<K, L>(a, b) sums over each of them
  };
  struct because_only_one_operand_is_on_the_tape {
    struct put_the_other_there_too; // tape(x): its source would silently get no gradient
  };
};

namespace detail {
// Weights that add up to 1, beside numbers.
template <class T, class U>
inline constexpr bool weighs = false;
template <class T, class A>
inline constexpr bool weighs<distribution<T, A>, T> = true;
// Numbers times numbers; or weights times what they weigh, along the one axis that they add up along.
template <class T, class U, class... K>
inline constexpr bool multiply_along =
    weighs<T, U> ? std::is_same_v<adds_up_along<T>, axes<K...>> : std::is_same_v<T, U> && std::is_floating_point_v<T>;

template <class Left, class Right, class... K>
inline constexpr bool can_dot = false;
template <class T, class... A, class U, class... B, class... K>
inline constexpr bool can_dot<tensor<T, A...>, tensor<U, B...>, K...> =
    multiply_along<T, U, K...> && sizeof...(K) > 0 && each_axis_appears_once<K...> && (is_one_of<K, A...> && ...) &&
    (is_one_of<K, B...> && ...) && count<left_behind<join<axes<A...>, minus<axes<B...>, axes<A...>>>, axes<K...>>> == 0;

template <class... K, class T, class... A, class U, class... B>
auto why_not_dot(axes<K...>, tag<tensor<T, A...>>, tag<tensor<U, B...>>) {
  using words = cannot_dot<tensor<T, A...>, tensor<U, B...>, K...>;
  using lost = left_behind<join<axes<A...>, minus<axes<B...>, axes<A...>>>, axes<K...>>;
  if constexpr (sizeof...(K) == 0)
    return say<typename words::because_no_axis_is_named::name_one_that_both_have>();
  else if constexpr (!each_axis_appears_once<K...>)
    return say<typename words::because_an_axis_is_named_twice::name_each_once>();
  else if constexpr (!(is_one_of<K, A...> && ...))
    return say<typename words::template because_left_has_only<A...>::contract_an_axis_of_both>();
  else if constexpr (!(is_one_of<K, B...> && ...))
    return say<typename words::template because_right_has_only<B...>::contract_an_axis_of_both>();
  else if constexpr (weighs<T, U> && !multiply_along<T, U, K...>)
    return []<class Along>(axes<Along>) {
      return say<typename words::template because_the_weights_add_up_along<Along>::contract_that_axis_alone>();
    }(adds_up_along<T>{});
  else if constexpr (!weighs<T, U> && !std::is_same_v<T, U>)
    return []<class V>(tag<V>) {
      return say<typename words::template because_element_types_differ<T, U>::template use_cast<V>>();
    }(common_number<T, U>{});
  else if constexpr (!weighs<T, U> && !std::is_floating_point_v<T>)
    return say<typename words::template because_the_element<T>::is_not_float_or_double::use_cast>();
  else if constexpr (count<lost> > 0)
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_these_would_lose_their_batch<R...>::contract_another_axis>();
    }(lost{});
  else
    return say<typename words::because_only_one_operand_is_on_the_tape::put_the_other_there_too>();
}

// Left [batch..., M..., K...] times right [batch..., K..., N...], or [batch..., N..., K...] if Transposed.
template <bool Transposed, class Batch, class M, class K, class N, class A, class B>
auto contraction_of(A const& a, B const& b) {
  using T = element_of<A>;
  auto at = where("dot", a, b);
  auto x = at.on(a);
  auto w = at.on(b);
  require_common_extents("dot", x.s, w.s);
  auto y = at.template make<T>(shape_from("dot", join<join<Batch, M>, N>{}, x.s, w.s));
  extent_t const batch = elements_over(Batch{}, x.s), m = elements_over(M{}, x.s), n = elements_over(N{}, w.s),
                 k = elements_over(K{}, x.s), right_ld = Transposed ? k : n;
  batched_product<T>(at.device, batch, m, n, k, {x.p, k, m * k}, {w.p, right_ld, k * n, Transposed}, {y.p, n, m * n},
                     false);
  at.record(y, [=](detail::recorder& t, T const* dy) {
    if (auto d = t.want(x))
      batched_product_backward_left<T>(at.device, batch, m, n, k, {dy, n, m * n}, {w.p, right_ld, k * n, Transposed},
                                       {d.p, k, m * k}, d.add);
    if (auto d = t.want(w))
      batched_product_backward_right<T>(at.device, batch, m, n, k, {x.p, k, m * k}, {dy, n, m * n},
                                        {d.p, right_ld, k * n, Transposed}, d.add);
  });
  return at.finish(y);
}
} // namespace detail

// Whether dot<K...>(a, b) is an operation: both have the axes K, of one floating element; or a holds weights along K.
template <class A, class B, class... K>
concept dottable = operand<A> && operand<B> && detail::can_dot<signature<A>, signature<B>, K...> && on_one_tape<A, B>;

// Sums the products over the axes K: a [..., K], b [K, ...] in any order of axes. Other axes that both have are batch axes,
// as in Einstein's notation; the result has the axes of a without K, then those of b that a lacks. Along a ragged K only real
// positions count. With weights that softmax<K> gave as a it is the mean of b by these weights. Comparing a sequence with
// itself needs two names: dot<Width>(x, rename<Time, key<Time>>(x)).
template <axis_tag... K, operand A, operand B>
  requires dottable<A, B, K...>
auto dot(A const& a, B const& b) {
  using contracted = axes<K...>;
  using left = detail::minus<axes_of<A>, contracted>;
  using right = detail::minus<axes_of<B>, contracted>;
  using batch = detail::common<left, right>;
  using rows = detail::minus<left, batch>;
  using columns = detail::minus<right, batch>;
  using result = detail::join<left, columns>;
  constexpr bool transposed = std::is_same_v<axes_of<B>, detail::join<detail::join<batch, columns>, contracted>> &&
                              !std::is_same_v<columns, axes<>>;
  using right_order =
      std::conditional_t<transposed, axes_of<B>, detail::join<detail::join<batch, contracted>, columns>>;
  auto const& numbers = detail::as_numbers(a);
  auto const& x = detail::permuted(detail::join<detail::join<batch, rows>, contracted>{}, numbers);
  auto const& w = detail::permuted(right_order{}, b);
  auto const& left_factor = detail::with_silent_padding<K...>(x);
  return detail::permuted(
      result{}, detail::contraction_of<transposed, batch, rows, contracted, columns>(
                    detail::finite_at_padding(left_factor, axes_of<A>{}), detail::finite_at_padding(w, axes_of<B>{})));
}
template <axis_tag... K, operand A, operand B>
  requires(!dottable<A, B, K...>)
auto dot(A const& a, B const& b)
    -> decltype(detail::refuse_of<A, B>(detail::why_not_dot(axes<K...>{}, detail::tag<signature<A>>{},
                                                            detail::tag<signature<B>>{})));

} // namespace sp
