// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <compare>
#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "axis.hpp"
#include "bfloat16.hpp"
#include "member_words.hpp"
#include "name.hpp"
#include "refusal.hpp"

// Elements that carry a meaning beside their number. They have the size and layout of the number; what they add is who may
// make them. Plain elements are float, double, bf16, half, the integers and bool.
namespace sp {

namespace detail {
struct element_access; // the one door for the library's own makers
struct proven {};      // tells their numbers from bare ones
} // namespace detail

// A number proven to be below the extent of A. Made by check_index, a vocabulary, argmax, at<A, 5>(); or unchecked_index.
template <class A>
class index {
  std::int32_t value_;
  constexpr index(std::int32_t value, detail::proven) : value_(value) {} // made by check_index, argmax, at<A, 5>()
  friend struct detail::element_access;

public:
  explicit index(typename cannot_make<index>::template because_not_every_number_is_a<index>::use_a_check);
  index(index const&) = default;
  index& operator=(index const&) & = default;
  template <class Given>
  auto operator=(Given const&) && -> typename cannot_write<index>::because_it_was_checked::check_a_new_tensor;
  constexpr std::int32_t value() const { return value_; }
  friend constexpr auto operator<=>(index, index) = default;
};

// A number proven to be at most the extent of A. Made by check_length, or asked of a ragged axis.
template <class A>
class length {
  std::int32_t value_;
  constexpr length(std::int32_t value, detail::proven)
      : value_(value) {} // made by check_length, or asked of a ragged axis
  friend struct detail::element_access;

public:
  explicit length(typename cannot_make<length>::template because_not_every_number_is_a<length>::use_a_check);
  length(length const&) = default;
  length& operator=(length const&) & = default;
  template <class Given>
  auto operator=(Given const&) && -> typename cannot_write<length>::because_it_was_checked::check_a_new_tensor;
  constexpr std::int32_t value() const { return value_; }
  friend constexpr auto operator<=>(length, length) = default;
};

// What sigmoid gives back: 0 to 1. A loss over scores refuses it. assume_probability is the named door.
template <class T>
class probability {
  T value_;
  constexpr probability(T value, detail::proven) : value_(value) {} // made by sigmoid or assume_probability
  friend struct detail::element_access;

public:
  explicit probability(
      typename cannot_make<probability>::template because_not_every_number_is_a<probability>::use_a_check);
  probability(probability const&) = default;
  probability& operator=(probability const&) & = default;
  template <class Given>
  auto operator=(Given const&) && -> typename cannot_write<probability>::because_it_was_checked::check_a_new_tensor;
  constexpr T value() const { return value_; }
  friend constexpr auto operator<=>(probability, probability) = default;
};

// At most 0: what is left of a log_distribution when its axis ends.
template <class T>
class log_probability {
  T value_;
  constexpr log_probability(T value, detail::proven) : value_(value) {} // made of a log_distribution
  friend struct detail::element_access;

public:
  explicit log_probability(
      typename cannot_make<log_probability>::template because_not_every_number_is_a<log_probability>::use_a_check);
  log_probability(log_probability const&) = default;
  log_probability& operator=(log_probability const&) & = default;
  template <class Given>
  auto operator=(Given const&) && -> typename cannot_write<log_probability>::because_it_was_checked::check_a_new_tensor;
  constexpr T value() const { return value_; }
  friend constexpr auto operator<=>(log_probability, log_probability) = default;
};

// Scaled to 0..1. Made by rescale.
template <class T>
class unit_interval {
  T value_;
  constexpr unit_interval(T value, detail::proven) : value_(value) {} // made by rescale
  friend struct detail::element_access;

public:
  explicit unit_interval(
      typename cannot_make<unit_interval>::template because_not_every_number_is_a<unit_interval>::use_a_check);
  unit_interval(unit_interval const&) = default;
  unit_interval& operator=(unit_interval const&) & = default;
  template <class Given>
  auto operator=(Given const&) && -> typename cannot_write<unit_interval>::because_it_was_checked::check_a_new_tensor;
  constexpr T value() const { return value_; }
  friend constexpr auto operator<=>(unit_interval, unit_interval) = default;
};

// The same size, and named here first: nvcc calls a class by the name that it met first.
static_assert(sizeof(probability<float>) == sizeof(float) && sizeof(probability<double>) == sizeof(double));
static_assert(sizeof(log_probability<float>) == sizeof(float) && sizeof(log_probability<double>) == sizeof(double));
static_assert(sizeof(unit_interval<float>) == sizeof(float) && sizeof(unit_interval<double>) == sizeof(double));

namespace detail {

struct element_access {
  template <class E, class Number>
  static constexpr E make(Number value) {
    return E(value, proven{});
  }
};

template <class E>
struct element_traits {
  using raw = E;     // the number that is stored
  using axis = void; // the axis it is bounded by
  static constexpr bool checked = false;
};
template <class A>
struct element_traits<index<A>> {
  using raw = std::int32_t;
  using axis = A;
  static constexpr bool checked = true;
};
template <class A>
struct element_traits<length<A>> {
  using raw = std::int32_t;
  using axis = A;
  static constexpr bool checked = true;
};
template <class T>
struct element_traits<probability<T>> {
  using raw = T;
  using axis = void;
  static constexpr bool checked = true;
};
template <class T>
struct element_traits<log_probability<T>> : element_traits<probability<T>> {};
template <class T>
struct element_traits<unit_interval<T>> : element_traits<probability<T>> {};

// The element that is stored as this number.
template <class E>
constexpr E element_from(typename element_traits<E>::raw value) {
  if constexpr (element_traits<E>::checked)
    return element_access::make<E>(value);
  else
    return value;
}

template <class E>
inline constexpr bool is_index = false;
template <class A>
inline constexpr bool is_index<index<A>> = true;
template <class E>
inline constexpr bool is_length = false;
template <class A>
inline constexpr bool is_length<length<A>> = true;

// The axis of an index or a length; void for other elements.
template <class E>
using bounding_axis = typename element_traits<E>::axis;

} // namespace detail

// The number that an element is stored as: int for index<A>, float for probability<float>, the element itself otherwise.
template <class E>
using raw_element = typename detail::element_traits<E>::raw;

namespace detail {
// The number an element is stored as. Here and below as a tag, since deduction is what reaches the words of refusals.
template <class T>
tag<T> bare(tag<T>);
template <class A>
tag<int> bare(tag<index<A>>);
template <class A>
tag<int> bare(tag<length<A>>);
template <class T>
tag<T> bare(tag<probability<T>>);
template <class T>
tag<T> bare(tag<log_probability<T>>);
template <class T>
tag<T> bare(tag<unit_interval<T>>);

template <class T, class U>
constexpr auto wider(tag<T> t, tag<U> u) {
  if constexpr (std::is_integral_v<T> == std::is_integral_v<U> ? (sizeof(T) >= sizeof(U)) : std::is_integral_v<U>)
    return t;
  else
    return u;
}
// The number to which a cast brings two elements that differ, with the least loss: of int and float it is float.
template <class T, class U>
using common_number = decltype(wider(bare(tag<T>{}), bare(tag<U>{})));

// Ids beside quantities, and which of both they are.
template <class T, class U>
inline constexpr bool one_is_an_id =
    (is_index<T> && std::is_floating_point_v<U>) || (is_index<U> && std::is_floating_point_v<T>);
template <class A, class U>
tag<index<A>> the_id(tag<index<A>>, tag<U>);
template <class T, class A>
tag<index<A>> the_id(tag<T>, tag<index<A>>);
} // namespace detail

// An element whose values came through a check or a named function: it is read, never written.
template <class E>
concept checked_element = detail::element_traits<E>::checked;
template <class E>
concept index_element = detail::is_index<E>;
template <class E>
concept length_element = detail::is_length<E>;
// An element that gradients exist for.
template <class E>
concept floating_element = std::floating_point<raw_element<E>>;

// What comes of numbers that meet weights kept as W: float, if these are bf16, else W.
template <class W>
using sum_element = std::conditional_t<std::is_same_v<W, bf16>, float, W>;

// A number that can be an id or a length: true and 'a' are something else.
template <class Number>
concept whole_number = std::integral<Number> && !is_one_of<Number, bool, char, wchar_t, char8_t, char16_t, char32_t>;

template <class Raw, class Axis>
struct cannot_check {
  template <class T>
  struct because_the_element {
    struct is_no_whole_number {
      struct give_ids_and_lengths_as_integers; // nothing is rounded; what was checked already keeps its own axis
    };
  };
};

namespace detail {
template <class A, class T, class Raw>
auto why_not_check(tag<Raw>) {
  return say<typename cannot_check<Raw, A>::template because_the_element<
      T>::is_no_whole_number::give_ids_and_lengths_as_integers>();
}

constexpr void require_32_bits(std::integral auto raw) {
  if (!std::in_range<std::int32_t>(raw))
    refuse_with<data_error>({"the number ", raw, " does not fit the 32 bits of an index or a length"});
}
} // namespace detail

// Checks one raw id against the extent. Throws data_error naming the value and the axis.
template <axis_tag A, whole_number Number>
constexpr index<A> check_index(Number raw, A const& extent = {}) {
  if (std::cmp_less(raw, 0) || std::cmp_greater_equal(raw, extent.size()))
    detail::refuse_with<data_error>(
        {"id ", raw, " is not below the extent ", extent.size(), " of ", detail::spelling_of<A>()});
  detail::require_32_bits(raw);
  return detail::element_access::make<index<A>>(static_cast<std::int32_t>(raw));
}

// Checks one raw length against the extent. Throws data_error naming the value and the axis.
template <axis_tag A, whole_number Number>
constexpr length<A> check_length(Number raw, A const& extent = {}) {
  if (std::cmp_less(raw, 0) || std::cmp_greater(raw, extent.size()))
    detail::refuse_with<data_error>(
        {"length ", raw, " is not at most the extent ", extent.size(), " of ", detail::spelling_of<A>()});
  detail::require_32_bits(raw);
  return detail::element_access::make<length<A>>(static_cast<std::int32_t>(raw));
}

template <axis_tag A, class Raw>
  requires(!whole_number<Raw>)
auto check_index(Raw const& raw, A const& extent = {})
    -> decltype(detail::refuse(detail::why_not_check<A, Raw>(detail::tag<Raw>{})));
template <axis_tag A, class Raw>
  requires(!whole_number<Raw>)
auto check_length(Raw const& raw, A const& extent = {})
    -> decltype(detail::refuse(detail::why_not_check<A, Raw>(detail::tag<Raw>{})));

// The one ugly door: the caller vouches for the bound.
template <axis_tag A>
constexpr index<A> unchecked_index(std::int32_t raw) {
  return detail::element_access::make<index<A>>(raw);
}

// The caller vouches that the number is a probability.
template <std::floating_point T>
constexpr probability<T> assume_probability(T raw) {
  return detail::element_access::make<probability<T>>(raw);
}

// Position I of A, proven by the compiler: at<Phone, 5>().
template <static_axis A, std::int32_t I>
  requires(I >= 0 && I < A::fixed)
constexpr index<A> at() {
  return detail::element_access::make<index<A>>(I);
}

template <class A, int I>
struct cannot_index {
  struct because_the_extent_is_known_only_at_run_time {
    struct use_check_index; // check_index<A>(raw, A{n}) tests the number once, where it enters
  };
  struct because_positions_start_at_0 {
    struct name_one_of_them; // padding needs no id of its own: the lengths of a ragged axis say where rows end
  };
  template <extent_t N>
  struct because_the_extent_is {
    struct name_a_position_below_it; // positions run from 0 to the extent less one
  };
};
namespace detail {
template <class A, int I>
auto why_not_at() {
  if constexpr (I < 0)
    return say<typename cannot_index<A, I>::because_positions_start_at_0::name_one_of_them>();
  else if constexpr (A::fixed < 0)
    return say<typename cannot_index<A, I>::because_the_extent_is_known_only_at_run_time::use_check_index>();
  else
    return say<typename cannot_index<A, I>::template because_the_extent_is<A::fixed>::name_a_position_below_it>();
}
} // namespace detail
template <axis_tag A, std::int32_t I>
  requires(!static_axis<A> || I < 0 || I >= A::fixed)
auto at() -> decltype(detail::refuse(detail::why_not_at<A, I>()));

// The positions of an axis, for range-based for: for (auto b : x.extent<Batch>()).
template <class A>
struct position_iterator {
  std::int32_t at;
  constexpr index<A> operator*() const { return detail::element_access::make<index<A>>(at); }
  constexpr position_iterator& operator++() {
    ++at;
    return *this;
  }
  friend constexpr bool operator==(position_iterator, position_iterator) = default;
};
template <axis_tag A>
constexpr position_iterator<A> begin(A const&) {
  return {0};
}
template <axis_tag A>
constexpr position_iterator<A> end(A const& axis) {
  if (!std::in_range<std::int32_t>(axis.size()))
    detail::refuse_with<extent_error>(
        {"an index cannot count the ", axis.size(), " positions of ", detail::spelling_of<A>()});
  return {static_cast<std::int32_t>(axis.size())};
}

} // namespace sp
