// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/tensor.hpp"

namespace sp {

template <class A>
struct cannot_count_along {
  template <class Over>
  struct because_its_rows_are_over {
    struct count_along_a_plain_axis; // the positions of a ragged axis need its batch: for (auto t : x.extent<A>())
  };
};

namespace detail {
template <class A>
auto why_not_iota() {
  if constexpr (ragged_axis<A>) // clang asks this for plain axes too
    return say<typename cannot_count_along<A>::template because_its_rows_are_over<
        typename A::over>::count_along_a_plain_axis>();
}
} // namespace detail

// The positions of A in order: [A] of index<A>.
template <axis_tag A>
  requires(!ragged_axis<A>)
tensor<index<A>, A> iota(A const& axis) {
  auto result = detail::unwritten<index<A>>(detail::shape<A>(detail::stored_extent<A>(axis)), axis.size());
  auto* to = detail::access::data(result);
  for (extent_t i = 0; i < axis.size(); ++i) to[i] = static_cast<std::int32_t>(i);
  return result;
}
template <axis_tag A>
  requires ragged_axis<A>
auto iota(A const& axis) -> decltype(detail::refuse(detail::why_not_iota<A>()));

} // namespace sp
