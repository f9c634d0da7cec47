// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>

#include "../core/tensor.hpp"

namespace sp {

template <class... A>
inline constexpr bool no_axis_is_ragged = (!ragged_axis<A> && ...);

// What the axes of a parameter must be.
template <class... X>
concept parameter_axes = each_axis_appears_once<X...> // a second role: prev<Hidden>
                         && no_axis_is_ragged<X...>;  // batches have lengths, weights have none

// A value that training changes. A model struct declares it; its numbers live in the flat buffer of sp::model, which binds it.
// Neither copied nor assigned: a copy would look at another model's numbers.
template <std::floating_point T, class... A>
  requires parameter_axes<A...>
class parameter : public detail::operand_base {
  detail::shape<A...> shape_;
  T* data_ = nullptr;
  friend struct detail::access;
  friend struct parameter_binding;
  detail::look<T, A...> look_() const {
    if (data_ == nullptr)
      detail::refuse_with<usage_error>(
          {"this parameter<...> belongs to no model: construct the struct as sp::model<...>(seed, extents)"});
    return {{}, shape_, data_};
  }

public:
  using element = T;
  using axes_list = axes<A...>;
  using signature = tensor<T, A...>;
  parameter() = default;
  parameter(parameter const&) = delete; // use it where it is, or copy the whole sp::model
  parameter& operator=(parameter const&) = delete;

  template <class X>
    requires is_one_of<X, A...>
  X extent() const {
    return shape_.template stored<X>().axis();
  }
  template <class X>
    requires(!is_one_of<X, A...>)
  auto extent() const ->
      typename cannot_give_extent<tensor<T, A...>, X>::template because_it_has_only<A...>::name_one_of_these;
  extent_t size() const { return shape_.elements(); }
  // The bare numbers; a const parameter gives them read-only.
  std::span<T> unnamed() { return {data_, static_cast<std::size_t>(size())}; }
  std::span<T const> unnamed() const { return {data_, static_cast<std::size_t>(size())}; }
};

// How a model gives a parameter its extents and its place in the flat buffer.
struct parameter_binding {
  template <class T, class... A>
  static void bind(parameter<T, A...>& p, detail::shape<A...> const& s, T* data) {
    p.shape_ = s;
    p.data_ = data;
  }
  template <class T, class... A>
  static detail::shape<A...> const& shape(parameter<T, A...> const& p) {
    return p.shape_;
  }
  template <class T, class... A>
  static T* data(parameter<T, A...> const& p) {
    return p.data_;
  }
};

namespace detail {
template <class X>
inline constexpr bool is_parameter = false;
template <class T, class... A>
inline constexpr bool is_parameter<parameter<T, A...>> = true;
} // namespace detail

} // namespace sp
