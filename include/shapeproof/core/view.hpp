// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "tensor.hpp"

namespace sp {

namespace detail {
// A ragged axis that ends with the expression it is in, and takes its lengths along.
template <class Given>
inline constexpr bool passing_lengths = ragged_axis<std::remove_cvref_t<Given>> && !std::is_lvalue_reference_v<Given>;
} // namespace detail

// Looks at numbers that somebody else owns: a tensor, or a buffer of the caller's. Read-only, as cheap as a pointer; it must
// not outlive what it looks at.
template <class T, class... A>
  requires each_axis_once_with_its_batch<A...> // key<Time> is a second role
class view : public detail::operand_base {
  detail::look<T, A...> look_at_;
  friend struct detail::access;
  view(detail::look<T, A...> const& at, bool) : look_at_(at) {}
  detail::look<T, A...> look_() const { return look_at_; }

public:
  using element = T;
  using axes_list = axes<A...>;
  using signature = tensor<T, A...>;
  using device = host;

  view(tensor<T, A...> const& x) : look_at_(detail::access::of(x)) {}
  view(tensor<T, A...> const&& x) = delete; // it would look at what is gone

  // The caller's buffer under names. Throws extent_error if the number of values is not the number of elements.
  template <class... Given>
    requires(detail::extents_suffice<axes<A...>, std::remove_cvref_t<Given>...> && !checked_element<T> &&
             !(detail::passing_lengths<Given> || ...))
  explicit view(std::span<T const> values, Given&&... extents) {
    look_at_.s = detail::shape_given("view", axes<A...>{}, extents...);
    detail::require_whole("view", look_at_.s);
    look_at_.p = values.data();
    if (static_cast<extent_t>(values.size()) != look_at_.s.elements())
      detail::refuse_count("view", values.size(), look_at_.s.elements());
  }
  template <class... Given>
    requires(detail::extents_suffice<axes<A...>, std::remove_cvref_t<Given>...> && !checked_element<T> &&
             (detail::passing_lengths<Given> || ...))
  explicit view(std::span<T const>, Given&&...) = delete; // the lengths would be gone: keep the axis in a variable
  template <class... More>
  explicit view(std::span<T const>,
                typename cannot_make<tensor<T, A...>>::template because_its_axes_are<A...>::give_each_open_extent_once,
                More const&...);

  template <class X>
    requires(is_one_of<X, A...>)
  X extent() const {
    return look_at_.s.template stored<X>().axis();
  }
  template <class X>
    requires(!is_one_of<X, A...>)
  auto extent() const ->
      typename cannot_give_extent<tensor<T, A...>, X>::template because_it_has_only<A...>::name_one_of_these;
  extent_t size() const { return look_at_.s.elements(); }
  template <class... C>
    requires(detail::same_set<axes<A...>, axes<C...>> && sizeof...(C) == sizeof...(A))
  T operator()(index<C>... at) const {
    return detail::element_from<T>(look_at_.p[detail::offset_of(look_at_.s, at...)]);
  }
  template <class... C>
    requires(!detail::same_set<axes<A...>, axes<C...>> || sizeof...(C) != sizeof...(A))
  auto operator()(index<C>...) const -> typename cannot_read<
      tensor<T, A...>>::template because_the_coordinates_are_over<C...>::give_one_position_on_each_axis;
  template <std::integral... Raw>
    requires(sizeof...(Raw) > 0)
  auto operator()(Raw...) const ->
      typename cannot_read<tensor<T, A...>>::template because_bare_numbers_name_no_axis<Raw...>::use_check_index_or_at;
  // The one value of a view without axes.
  T value() const
    requires(sizeof...(A) == 0)
  {
    return (*this)();
  }
  auto value() const ->
      typename cannot_read<tensor<T, A...>>::template because_it_has_axes<A...>::reduce_them_or_read_one_element
    requires(sizeof...(A) > 0);
  std::span<raw_element<T> const> unnamed() const { return {look_at_.p, static_cast<std::size_t>(size())}; }
};

} // namespace sp
