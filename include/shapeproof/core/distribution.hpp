// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "axes.hpp"
#include "element.hpp"

namespace sp {

// What softmax<A> gives back: probabilities that add up to 1 along A. A loss over other classes and a mean over another
// axis refuse them. Where A ends (a position is picked, an axis is cut or merged) each is left a probability.
template <class T, class A>
class distribution {
  T value_;
  constexpr distribution(T value, detail::proven) : value_(value) {} // made by softmax and attention
  friend struct detail::element_access;

public:
  explicit distribution(
      typename cannot_make<distribution>::template because_not_every_number_is_a<distribution>::use_a_check);
  distribution(distribution const&) = default;
  distribution& operator=(distribution const&) & = default;
  template <class Given>
  auto operator=(Given const&) && -> typename cannot_write<distribution>::because_it_was_checked::check_a_new_tensor;
  constexpr T value() const { return value_; }
  friend constexpr auto operator<=>(distribution, distribution) = default;
};

// What log_softmax<A> gives back: the logarithms of a distribution.
template <class T, class A>
class log_distribution {
  T value_;
  constexpr log_distribution(T value, detail::proven) : value_(value) {} // made by log_softmax
  friend struct detail::element_access;

public:
  explicit log_distribution(
      typename cannot_make<log_distribution>::template because_not_every_number_is_a<log_distribution>::use_a_check);
  log_distribution(log_distribution const&) = default;
  log_distribution& operator=(log_distribution const&) & = default;
  template <class Given>
  auto operator=(Given const&) && ->
      typename cannot_write<log_distribution>::because_it_was_checked::check_a_new_tensor;
  constexpr T value() const { return value_; }
  friend constexpr auto operator<=>(log_distribution, log_distribution) = default;
};

namespace detail {

template <class T, class A>
struct element_traits<distribution<T, A>> : element_traits<probability<T>> {};
template <class T, class A>
struct element_traits<log_distribution<T, A>> : element_traits<probability<T>> {};
template <class T, class A>
tag<T> bare(tag<distribution<T, A>>);
template <class T, class A>
tag<T> bare(tag<log_distribution<T, A>>);

// The axis along which probabilities add up to 1, as a list; empty if none is known.
template <class E>
struct adds_up_along_of {
  using type = axes<>;
};
template <class T, class A>
struct adds_up_along_of<distribution<T, A>> {
  using type = axes<A>;
};
template <class T, class A>
struct adds_up_along_of<log_distribution<T, A>> {
  using type = axes<A>;
};
template <class E>
using adds_up_along = typename adds_up_along_of<E>::type;

// What an element is in a result whose axes, those untouched since, are Kept.
template <class E, class Kept>
struct element_over_of {
  using type = E;
};
template <class T, class A, class Kept>
  requires(!has<Kept, A>)
struct element_over_of<distribution<T, A>, Kept> {
  using type = probability<T>;
};
template <class T, class A, class Kept>
  requires(!has<Kept, A>)
struct element_over_of<log_distribution<T, A>, Kept> {
  using type = log_probability<T>;
};
template <class E, class Kept>
using element_over = typename element_over_of<E, Kept>::type;
template <class E, class Kept>
inline constexpr bool ends_in = !subset<adds_up_along<E>, Kept>;

// What an element is when the axis Old is called New.
template <class E, class Old, class New>
struct renamed_element_of {
  using type = E;
};
template <class T, class Old, class New>
struct renamed_element_of<distribution<T, Old>, Old, New> {
  using type = distribution<T, New>;
};
template <class T, class Old, class New>
struct renamed_element_of<log_distribution<T, Old>, Old, New> {
  using type = log_distribution<T, New>;
};
template <class E, class Old, class New>
using renamed_element = typename renamed_element_of<E, Old, New>::type;

} // namespace detail
} // namespace sp
