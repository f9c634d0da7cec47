// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/elementwise.hpp"

namespace sp {

// The words of < <= > >= == and != .
template <class Left, class Right>
struct cannot_compare {
  template <class T, class U>
  struct because_element_types_differ {
    template <class V>
    struct use_cast; // cast<T>(x) on one operand: elements are never converted silently
  };
  template <class... X>
  struct because_left_lacks {
    template <class... Y>
    struct and_right_lacks {
      struct
          rename_or_reduce_one; // rename<Old, New>(x) if two axes are one, max<Axis>(x) to drop one, expand<Axis>(x, n)
    };
  };
  template <class T>
  struct because_the_element {
    struct has_no_order {
      struct use_equal_or_not_equal; // an id is a name, not an amount; true is not more than false
    };
    struct is_the_answer_already {
      struct use_it_as_a_mask; // where(mask, a, b), mask(x, mask, value): true is what `mask == true` would be
    };
  };
  struct because_only_one_operand_is_on_the_tape {
    struct put_the_other_there_too; // tape(x): a plain value beside a taped one is a forgotten tape
  };
};

namespace detail {
template <class T>
inline constexpr bool has_order = !index_element<T> && !std::is_same_v<T, bool>;

template <class Left, class Right, bool Ordered>
inline constexpr bool can_compare = false;
template <class T, class... A, class... B, bool Ordered>
inline constexpr bool can_compare<tensor<T, A...>, tensor<T, B...>, Ordered> =
    (!Ordered || has_order<T>) && (subset<axes<A...>, axes<B...>> || subset<axes<B...>, axes<A...>>);

template <class T, class... A, class U, class... B, class... LeftLacks, class... RightLacks>
auto why_not_compare(tag<tensor<T, A...>>, tag<tensor<U, B...>>, axes<LeftLacks...>, axes<RightLacks...>) {
  using words = cannot_compare<tensor<T, A...>, tensor<U, B...>>;
  if constexpr (!std::is_same_v<T, U>)
    return []<class V>(tag<V>) {
      return say<typename words::template because_element_types_differ<T, U>::template use_cast<V>>();
    }(common_number<T, U>{});
  else if constexpr (sizeof...(LeftLacks) > 0 && sizeof...(RightLacks) > 0)
    return say<typename words::template because_left_lacks<LeftLacks...>::template and_right_lacks<
        RightLacks...>::rename_or_reduce_one>();
  else if constexpr (!has_order<T>)
    return say<typename words::template because_the_element<T>::has_no_order::use_equal_or_not_equal>();
  else
    return say<typename words::because_only_one_operand_is_on_the_tape::put_the_other_there_too>();
}
template <class T, class... A, class S>
auto why_not_compare(tag<tensor<T, A...>>, tag<S>) {
  using words = cannot_compare<tensor<T, A...>, S>;
  if constexpr (index_element<S>)
    return []<class V>(tag<V>) {
      return say<typename words::template because_element_types_differ<T, S>::template use_cast<V>>();
    }(common_number<T, S>{});
  else if constexpr (std::is_same_v<T, bool>)
    return say<typename words::template because_the_element<T>::is_the_answer_already::use_it_as_a_mask>();
  else if constexpr (!plain_number<S>)
    return say<typename words::template because_element_types_differ<T, S>::template use_cast<T>>();
  else
    return say<typename words::template because_element_types_differ<T, S>::template use_cast<S>>();
}
template <class F, class A, class S>
auto compare_with(A const& a, S s) {
  using T = element_of<A>;
  return map_plain<bool>("compare", with_right<F, T>{scalar_as<T>("compare", s)}, a);
}
} // namespace detail

// Whether `a == b` and `a != b` are operations: the same element, and the axes of one are among the other's.
template <class A, class B>
concept comparable =
    operand<A> && operand<B> && detail::can_compare<signature<A>, signature<B>, false> && on_one_tape<A, B>;
// Whether a < b and its kin are: elements that have an order, too.
template <class A, class B>
concept orderable =
    operand<A> && operand<B> && detail::can_compare<signature<A>, signature<B>, true> && on_one_tape<A, B>;

// Element by element, giving tensor<bool, ...> over the larger operand's axes.
template <operand A, operand B>
  requires comparable<A, B>
auto operator==(A const& a, B const& b) {
  return detail::map_plain<bool>("compare", detail::is_equal{}, a, b);
}
template <operand A, class S>
  requires detail::scalar_beside<S, element_of<A>>
auto operator==(A const& a, S s) {
  return detail::compare_with<detail::is_equal>(a, s);
}
template <operand A, class V>
  requires std::same_as<element_of<A>, index<V>>
auto operator==(A const& a, index<V> id) {
  return detail::map_plain<bool>("compare", detail::with_right<detail::is_equal, std::int32_t>{id.value()}, a);
}
template <operand A, operand B>
  requires(!comparable<A, B>)
auto operator==(A const& a, B const& b) -> decltype(detail::refuse_of<A, B>(
    detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<signature<B>>{},
                            detail::minus<axes_of<B>, axes_of<A>>{}, detail::minus<axes_of<A>, axes_of<B>>{})));
template <operand A, class S>
  requires(std::is_arithmetic_v<S> && !detail::scalar_beside<S, element_of<A>>)
auto operator==(A const& a, S s)
    -> decltype(detail::refuse(detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<S>{})));
template <operand A, class V>
  requires(!std::same_as<element_of<A>, index<V>>)
auto operator==(A const& a, index<V> id)
    -> decltype(detail::refuse(detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<index<V>>{})));

// Element by element, giving tensor<bool, ...> over the larger operand's axes.
template <operand A, operand B>
  requires comparable<A, B>
auto operator!=(A const& a, B const& b) {
  return detail::map_plain<bool>("compare", detail::is_unequal{}, a, b);
}
template <operand A, class S>
  requires detail::scalar_beside<S, element_of<A>>
auto operator!=(A const& a, S s) {
  return detail::compare_with<detail::is_unequal>(a, s);
}
template <operand A, class V>
  requires std::same_as<element_of<A>, index<V>>
auto operator!=(A const& a, index<V> id) {
  return detail::map_plain<bool>("compare", detail::with_right<detail::is_unequal, std::int32_t>{id.value()}, a);
}
template <operand A, operand B>
  requires(!comparable<A, B>)
auto operator!=(A const& a, B const& b) -> decltype(detail::refuse_of<A, B>(
    detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<signature<B>>{},
                            detail::minus<axes_of<B>, axes_of<A>>{}, detail::minus<axes_of<A>, axes_of<B>>{})));
template <operand A, class S>
  requires(std::is_arithmetic_v<S> && !detail::scalar_beside<S, element_of<A>>)
auto operator!=(A const& a, S s)
    -> decltype(detail::refuse(detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<S>{})));
template <operand A, class V>
  requires(!std::same_as<element_of<A>, index<V>>)
auto operator!=(A const& a, index<V> id)
    -> decltype(detail::refuse(detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<index<V>>{})));

// Element by element, giving tensor<bool, ...> over the larger operand's axes.
template <operand A, operand B>
  requires orderable<A, B>
auto operator<(A const& a, B const& b) {
  return detail::map_plain<bool>("compare", detail::is_less{}, a, b);
}
template <operand A, class S>
  requires detail::scalar_beside<S, element_of<A>>
auto operator<(A const& a, S s) {
  return detail::compare_with<detail::is_less>(a, s);
}
template <operand A, operand B>
  requires(!orderable<A, B>)
auto operator<(A const& a, B const& b) -> decltype(detail::refuse_of<A, B>(
    detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<signature<B>>{},
                            detail::minus<axes_of<B>, axes_of<A>>{}, detail::minus<axes_of<A>, axes_of<B>>{})));
template <operand A, class S>
  requires(std::is_arithmetic_v<S> && !detail::scalar_beside<S, element_of<A>>)
auto operator<(A const& a, S s)
    -> decltype(detail::refuse(detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<S>{})));

// Element by element, giving tensor<bool, ...> over the larger operand's axes.
template <operand A, operand B>
  requires orderable<A, B>
auto operator<=(A const& a, B const& b) {
  return detail::map_plain<bool>("compare", detail::is_at_most{}, a, b);
}
template <operand A, class S>
  requires detail::scalar_beside<S, element_of<A>>
auto operator<=(A const& a, S s) {
  return detail::compare_with<detail::is_at_most>(a, s);
}
template <operand A, operand B>
  requires(!orderable<A, B>)
auto operator<=(A const& a, B const& b) -> decltype(detail::refuse_of<A, B>(
    detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<signature<B>>{},
                            detail::minus<axes_of<B>, axes_of<A>>{}, detail::minus<axes_of<A>, axes_of<B>>{})));
template <operand A, class S>
  requires(std::is_arithmetic_v<S> && !detail::scalar_beside<S, element_of<A>>)
auto operator<=(A const& a, S s)
    -> decltype(detail::refuse(detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<S>{})));

// Element by element, giving tensor<bool, ...> over the larger operand's axes.
template <operand A, operand B>
  requires orderable<A, B>
auto operator>(A const& a, B const& b) {
  return detail::map_plain<bool>("compare", detail::is_greater{}, a, b);
}
template <operand A, class S>
  requires detail::scalar_beside<S, element_of<A>>
auto operator>(A const& a, S s) {
  return detail::compare_with<detail::is_greater>(a, s);
}
template <operand A, operand B>
  requires(!orderable<A, B>)
auto operator>(A const& a, B const& b) -> decltype(detail::refuse_of<A, B>(
    detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<signature<B>>{},
                            detail::minus<axes_of<B>, axes_of<A>>{}, detail::minus<axes_of<A>, axes_of<B>>{})));
template <operand A, class S>
  requires(std::is_arithmetic_v<S> && !detail::scalar_beside<S, element_of<A>>)
auto operator>(A const& a, S s)
    -> decltype(detail::refuse(detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<S>{})));

// Element by element, giving tensor<bool, ...> over the larger operand's axes.
template <operand A, operand B>
  requires orderable<A, B>
auto operator>=(A const& a, B const& b) {
  return detail::map_plain<bool>("compare", detail::is_at_least{}, a, b);
}
template <operand A, class S>
  requires detail::scalar_beside<S, element_of<A>>
auto operator>=(A const& a, S s) {
  return detail::compare_with<detail::is_at_least>(a, s);
}
template <operand A, operand B>
  requires(!orderable<A, B>)
auto operator>=(A const& a, B const& b) -> decltype(detail::refuse_of<A, B>(
    detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<signature<B>>{},
                            detail::minus<axes_of<B>, axes_of<A>>{}, detail::minus<axes_of<A>, axes_of<B>>{})));
template <operand A, class S>
  requires(std::is_arithmetic_v<S> && !detail::scalar_beside<S, element_of<A>>)
auto operator>=(A const& a, S s)
    -> decltype(detail::refuse(detail::why_not_compare(detail::tag<signature<A>>{}, detail::tag<S>{})));

} // namespace sp
