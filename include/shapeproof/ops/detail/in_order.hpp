// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <type_traits>

#include "../../core/shape.hpp"
#include "../../cpu/permute.hpp"

// Kernels want some axes last or first; operands come in the user's order.
namespace sp::detail {

// The numbers x over `s` with its axes in the order To...: x itself if that is their order, else a copy that `at` keeps
// for the backward pass.
template <class... To, class... A, class T, class At, class Scratch>
T const* in_order(axes<To...>, shape<A...> const& s, T const* x, At const& at, Scratch& workspace) {
  if constexpr (std::is_same_v<axes<To...>, axes<A...>>) {
    return x;
  } else {
    T* y = at.template keep<T>(workspace, s.elements());
    extent_t const extents[] = {s.template size<A>()...};
    int const order[] = {index_of<axes<A...>, To>...};
    permute(at.device, x, y, extents, order);
    return y;
  }
}

// Where a kernel shall write numbers in the order To... that belong into `to` over `s`: there, or in work memory that
// `put_back` brings into order.
template <class... To, class... A, class T, class Scratch>
T* ordered_place(axes<To...>, shape<A...> const& s, T* to, Scratch& workspace) {
  if constexpr (std::is_same_v<axes<To...>, axes<A...>>)
    return to;
  else
    return workspace.template take<T>(s.elements());
}
// Whether the kernel itself shall add, if numbers over `s` are to be added to.
template <class To, class... A>
constexpr bool ordered_add(To, shape<A...> const&, bool add) {
  return std::is_same_v<To, axes<A...>> && add;
}
template <class Device, class... To, class... A, class T>
void put_back(Device on, axes<To...>, shape<A...> const& s, T const* ordered, T* to, bool add) {
  if constexpr (!std::is_same_v<axes<To...>, axes<A...>>) {
    extent_t const extents[] = {s.template size<To>()...};
    int const order[] = {index_of<axes<To...>, A>...};
    permute(on, ordered, to, extents, order, add);
  }
}

} // namespace sp::detail
