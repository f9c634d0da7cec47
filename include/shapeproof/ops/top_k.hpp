// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/top_k.hpp"
#include "../tape/operation.hpp"
#include "detail/layout.hpp"
#include "detail/ragged_over.hpp"

namespace sp {

template <class A, class New, class X>
struct cannot_take_the_top_of {
  struct because_there_is_no_such_axis {
    struct name_the_axis_to_choose_along; // top_k<Vocab, Beam>(scores, Beam{4}): the four best of Vocab
  };
  struct because_it_has_the_new_axis_already {
    struct merge_it_with_the_axis_to_choose_along; // merge<Beam, Vocab>(x): the best of all continuations of all beams
  };
  template <class T>
  struct because_it_holds {
    struct cast_them_to_float; // cast<float>(x); of ids no one is the greatest
  };
  template <class... R>
  struct because_the_padding_of {
    struct would_take_part; // a row may have fewer real positions than are to be chosen
  };
  struct because_the_new_axis_is_ragged {
    struct name_a_plain_axis; // every row gets the same number of choices
  };
  struct because_it_is_on_the_tape {
    struct choose_without_a_tape; // call the model with plain tensors: a search has no gradient
  };
};

// What top_k gives: the greatest values along the new axis, the greatest first, and where they were.
template <class Values, class Indices>
struct chosen {
  Values values;
  Indices indices;
};

namespace detail {
template <class A, class New, class X>
inline constexpr bool can_top_k = false;
template <class A, class New, class T, class... X>
inline constexpr bool can_top_k<A, New, tensor<T, X...>> =
    floating_element<T> && is_one_of<A, X...> && !is_one_of<New, X...> && !ragged_axis<A> && !ragged_axis<New> &&
    !(is_ragged_over<A, X> || ...);

template <class A, class New, class T, class... X>
auto why_not_top_k(tag<tensor<T, X...>>) {
  using words = cannot_take_the_top_of<A, New, tensor<T, X...>>;
  if constexpr (!is_one_of<A, X...>)
    return say<typename words::because_there_is_no_such_axis::name_the_axis_to_choose_along>();
  else if constexpr (is_one_of<New, X...>)
    return say<typename words::because_it_has_the_new_axis_already::merge_it_with_the_axis_to_choose_along>();
  else if constexpr (!floating_element<T>)
    return say<typename words::template because_it_holds<T>::cast_them_to_float>();
  else if constexpr (ragged_axis<A>)
    return say<typename words::template because_the_padding_of<A>::would_take_part>();
  else if constexpr (ragged_axis<New>)
    return say<typename words::because_the_new_axis_is_ragged::name_a_plain_axis>();
  else if constexpr ((is_ragged_over<A, X> || ...))
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_the_padding_of<R...>::would_take_part>();
    }(ragged_over<A, axes<X...>>{});
  else
    return say<typename words::because_it_is_on_the_tape::choose_without_a_tape>();
}
} // namespace detail

// Whether `top_k<A, New>(x, New{k})` is an operation: plain floating elements over A, which is not ragged.
template <class X, class A, class New>
concept has_top = operand<X> && axis_tag<A> && axis_tag<New> && detail::can_top_k<A, New, signature<X>> &&
                  !detail::is_taped<std::remove_cvref_t<X>>;

// The greatest along A, as many as New's extent: values and their positions (index<A>), both over x's axes with New
// for A, the greatest first, of equals the lower position. Throws extent_error if there are fewer positions than
// that.
template <axis_tag A, axis_tag New, operand X>
  requires has_top<X, A, New>
auto top_k(X const& x, New const& k) {
  using T = element_of<X>;
  using result = detail::replace<axes_of<X>, A, New>;
  auto at = detail::where("top_k", x);
  auto in = at.on(x);
  auto const around = detail::around_axis<A>(in.s);
  if (k.size() > around.n)
    detail::refuse_with<extent_error>(
        {"top_k: ", k.size(), " of ", detail::spelling_of<A>(), " were asked for, whose extent is ", around.n});
  auto const s = detail::shape_from("top_k", result{}, in.s, detail::shape<New>(detail::stored_extent<New>(k)));
  auto values = at.template make<T>(s);
  auto indices = at.template make<index<A>>(s, around.n);
  top_k<raw_element<T>>(at.device, in.p, around.outer, around.n, around.inner, k.size(), values.p, indices.p);
  return chosen<decltype(at.finish(values)), decltype(at.finish(indices))>{at.finish(values), at.finish(indices)};
}
template <axis_tag A, axis_tag New, operand X>
  requires(!has_top<X, A, New>)
auto top_k(X const& x, New const& k)
    -> decltype(detail::refuse(detail::why_not_top_k<A, New>(detail::tag<signature<X>>{})));

} // namespace sp
