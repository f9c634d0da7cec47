// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/elementwise.hpp"

namespace sp {

template <class Left, class Right>
struct cannot_multiply {
  template <class T, class U>
  struct because_element_types_differ {
    template <class V>
    struct use_cast; // cast<T>(x) on one operand: elements are never converted silently
  };
  template <class I>
  struct because_ids_are_names_and_not_quantities {
    struct embed_them_or_use_one_hot; // embed(table, ids), one_hot(ids): the number of an id means nothing by itself
  };
  template <class T>
  struct because_the_element {
    struct is_not_a_plain_number {
      struct use_cast; // cast<float>(p), cast<int>(ids): what a probability or an id means ends here
    };
  };
  template <class... X>
  struct because_left_lacks {
    template <class... Y>
    struct and_right_lacks {
      struct
          rename_or_reduce_one; // rename<Old, New>(x) if two axes are one, sum<Axis>(x) to drop one, expand<Axis>(x, n)
    };
  };
  struct because_only_one_operand_is_on_the_tape {
    struct put_the_other_there_too; // tape(x): its source would silently get no gradient
  };
};

namespace detail {
template <class T, class... A, class U, class... B, class... LeftLacks, class... RightLacks>
auto why_not_multiply(tag<tensor<T, A...>>, tag<tensor<U, B...>>, axes<LeftLacks...>, axes<RightLacks...>) {
  using words = cannot_multiply<tensor<T, A...>, tensor<U, B...>>;
  if constexpr (one_is_an_id<T, U>)
    return []<class I>(tag<I>) {
      return say<typename words::template because_ids_are_names_and_not_quantities<I>::embed_them_or_use_one_hot>();
    }(decltype(the_id(tag<T>{}, tag<U>{})){});
  else if constexpr (!std::is_same_v<T, U>)
    return []<class V>(tag<V>) {
      return say<typename words::template because_element_types_differ<T, U>::template use_cast<V>>();
    }(common_number<T, U>{});
  else if constexpr (!plain_number<T>)
    return say<typename words::template because_the_element<T>::is_not_a_plain_number::use_cast>();
  else if constexpr (sizeof...(LeftLacks) > 0 && sizeof...(RightLacks) > 0)
    return say<typename words::template because_left_lacks<LeftLacks...>::template and_right_lacks<
        RightLacks...>::rename_or_reduce_one>();
  else
    return say<typename words::because_only_one_operand_is_on_the_tape::put_the_other_there_too>();
}
template <class T, class... A, class S>
auto why_not_multiply(tag<tensor<T, A...>>, tag<S>) {
  using words = cannot_multiply<tensor<T, A...>, S>;
  if constexpr (!plain_number<T>)
    return say<typename words::template because_the_element<T>::is_not_a_plain_number::use_cast>();
  else if constexpr (!plain_number<S>)
    return say<typename words::template because_element_types_differ<T, S>::template use_cast<T>>();
  else
    return say<typename words::template because_element_types_differ<T, S>::template use_cast<S>>();
}
} // namespace detail

// Whether `a * b` is an operation: the same plain number as element, and the axes of one are among the other's.
template <class A, class B>
concept multipliable = operand<A> && operand<B> && detail::can_combine<signature<A>, signature<B>> && on_one_tape<A, B>;

// The product, element by element. The axes of one operand are among the other's, in any order; the result has the larger one's axes in its order.
template <operand A, operand B>
  requires multipliable<A, B>
auto operator*(A const& a, B const& b) {
  return detail::combine("multiply", detail::product_of{}, a, b);
}
template <operand A, class S>
  requires detail::scalar_beside<S, element_of<A>>
auto operator*(A const& a, S s) {
  return detail::combine_with_right<detail::product_of>("multiply", a, s);
}
template <operand A, class S>
  requires detail::scalar_beside<S, element_of<A>>
auto operator*(S s, A const& a) {
  return detail::combine_with_left<detail::product_of>("multiply", a, s);
}
template <operand A, operand B>
  requires(!multipliable<A, B>)
auto operator*(A const& a, B const& b) -> decltype(detail::refuse_of<A, B>(
    detail::why_not_multiply(detail::tag<signature<A>>{}, detail::tag<signature<B>>{},
                             detail::minus<axes_of<B>, axes_of<A>>{}, detail::minus<axes_of<A>, axes_of<B>>{})));
template <operand A, class S>
  requires(std::is_arithmetic_v<S> && !detail::scalar_beside<S, element_of<A>>)
auto operator*(A const& a, S s)
    -> decltype(detail::refuse(detail::why_not_multiply(detail::tag<signature<A>>{}, detail::tag<S>{})));
template <operand A, class S>
  requires(std::is_arithmetic_v<S> && !detail::scalar_beside<S, element_of<A>>)
auto operator*(S s, A const& a)
    -> decltype(detail::refuse(detail::why_not_multiply(detail::tag<signature<A>>{}, detail::tag<S>{})));

} // namespace sp
