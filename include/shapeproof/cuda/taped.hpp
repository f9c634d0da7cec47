// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/tape.hpp"
#include "scratch.hpp"
#include "types.hpp"

namespace sp {

// A value on the tape of a GPU: a handle to copy freely, as sp::taped.
template <class T, class... A>
  requires each_axis_once_with_its_batch<A...>
class cuda::taped : public detail::operand_base, public detail::taped_handle<T, A...> {
  friend class cuda::tape;
  friend struct detail::access;
  friend struct detail::taped_access;
  using detail::taped_handle<T, A...>::taped_handle;
  using detail::taped_handle<T, A...>::look_;

public:
  using element = T;
  using axes_list = axes<A...>;
  using signature = sp::tensor<T, A...>;
  using device = cuda;
  using placed = cuda::tensor<T, A...>;

  // Holds nothing; using it throws usage_error until it is assigned to.
  taped() = default;

  template <class X>
    requires(is_one_of<X, A...>)
  X extent() const {
    return look_().s.template stored<X>().axis();
  }
  template <class X>
    requires(!is_one_of<X, A...>)
  auto extent() const ->
      typename cannot_give_extent<signature, X>::template because_it_has_only<A...>::name_one_of_these;
  extent_t size() const { return look_().s.elements(); }
  // The one number of a taped scalar: waits for it.
  T value() const
    requires(sizeof...(A) == 0)
  {
    return detail::element_from<T>(gpu::read_back(look_().p));
  }
};

namespace detail {
template <class T, class... A>
inline constexpr bool is_taped<cuda::taped<T, A...>> = true;
} // namespace detail

} // namespace sp
