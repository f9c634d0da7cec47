// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "tensor.hpp"

namespace sp {

// Looks at numbers that somebody else owns: a tensor, or a buffer of the caller's. Read-only, as cheap as a pointer; it must
// not outlive what it looks at.
template <class T, class... A>
  requires(each_axis_appears_once<A...> && each_ragged_axis_stands_beside_its_batch<A...>)
class view : public detail::operand_base {
  detail::look<T, A...> look_at_;
  friend struct detail::access;
  view(detail::look<T, A...> const& at, bool) : look_at_(at) {}
  detail::look<T, A...> look_() const { return look_at_; }

public:
  using element = T;
  using axes_list = axes<A...>;
  using signature = tensor<T, A...>;

  view(tensor<T, A...> const& x) : look_at_(detail::access::of(x)) {}
  view(tensor<T, A...> const&& x) = delete; // it would look at what is gone

  // The caller's buffer under names. Throws extent_error if the number of values is not the number of elements.
  template <axis_tag... Given>
    requires(detail::extents_suffice<axes<A...>, Given...> && !checked_element<T>)
  explicit view(std::span<T const> values, Given const&... extents) {
    look_at_.s = detail::shape_from("view", axes<A...>{}, detail::shape<Given...>(extents...));
    detail::require_whole("view", look_at_.s);
    look_at_.p = values.data();
    if (static_cast<extent_t>(values.size()) != look_at_.s.elements())
      throw extent_error("view: " + std::to_string(values.size()) + " values for " +
                         std::to_string(look_at_.s.elements()) + " elements");
  }

  template <class X>
    requires(is_one_of<X, A...>)
  X extent() const {
    return look_at_.s.template stored<X>().axis();
  }
  extent_t size() const { return look_at_.s.elements(); }
  template <class... C>
    requires(detail::same_set<axes<A...>, axes<C...>> && sizeof...(C) == sizeof...(A))
  T operator()(index<C>... at) const {
    auto const raw = look_at_.p[detail::offset_of(look_at_.s, at...)];
    if constexpr (checked_element<T>)
      return detail::element_access::make<T>(raw);
    else
      return raw;
  }
  std::span<raw_element<T> const> unnamed() const { return {look_at_.p, static_cast<std::size_t>(size())}; }
};

} // namespace sp
