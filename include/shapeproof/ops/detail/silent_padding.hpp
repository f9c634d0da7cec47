// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

#include "../../cpu/copy.hpp"
#include "../../cpu/padding.hpp"
#include "../../tape/operation.hpp"
#include "layout.hpp"

namespace sp::detail {

// x with zeros at the padding of A, and no gradient there: for operations that mix positions along A.
template <class A, class X>
auto with_silent_padding_of(X const& x) {
  using T = element_of<X>;
  auto at = where("padding", x);
  auto in = at.on(x);
  auto y = at.template make<T>(in.s);
  auto const a = around_axis<A>(in.s);
  auto const lengths = lengths_around<A>(in.s);
  copy(at.device, in.s.elements(), in.p, y.p);
  fill_padding(at.device, y.p, a.outer, a.n, a.inner, lengths, T{});
  at.record(y, [=](recorder& t, T const* dy) {
    auto d = t.want(in);
    if (!d) return;
    extent_t const n = in.s.elements();
    if (!d.add) {
      copy(at.device, n, dy, d.p);
      return fill_padding(at.device, d.p, a.outer, a.n, a.inner, lengths, T{});
    }
    typename decltype(at)::workspace workspace;
    T* const real = workspace.template take<T>(n);
    copy(at.device, n, dy, real);
    fill_padding(at.device, real, a.outer, a.n, a.inner, lengths, T{});
    add(at.device, n, real, d.p);
  });
  return at.finish_with_padding(y);
}

template <class First, class... More, class X>
auto with_silent_paddings_of(X const& x) {
  if constexpr (sizeof...(More) == 0)
    return with_silent_padding_of<First>(x);
  else
    return with_silent_paddings_of<More...>(with_silent_padding_of<First>(x));
}

// The same for those of the axes that are ragged; x itself if none is.
template <class... A, class X>
decltype(auto) with_silent_padding(X const& x) {
  using ragged_ones = decltype((axes<>{} | ... | std::conditional_t<ragged_axis<A>, axes<A>, axes<>>{}));
  if constexpr (count<ragged_ones> == 0)
    return static_cast<X const&>(x);
  else
    return [&]<class... R>(axes<R...>) { return with_silent_paddings_of<R...>(x); }(ragged_ones{});
}

// For operations that multiply rows with gradients, which are zero at padding: x, unless padding is poisoned.
template <class X, class... A>
decltype(auto) finite_at_padding(X const& x, axes<A...>) {
  if constexpr (poisons_padding)
    return with_silent_padding<A...>(x);
  else
    return static_cast<X const&>(x);
}

} // namespace sp::detail
