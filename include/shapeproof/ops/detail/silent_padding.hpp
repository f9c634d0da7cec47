// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>

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
  std::copy_n(in.p, in.s.elements(), y.p);
  cpu::fill_padding(y.p, a.outer, a.n, a.inner, lengths, T{});
  at.record(y, [=](tape& t, T const* dy) {
    auto d = t.want(in);
    if (!d) return;
    scratch workspace;
    T* real = workspace.take<T>(in.s.elements());
    std::copy_n(dy, in.s.elements(), real);
    cpu::fill_padding(real, a.outer, a.n, a.inner, lengths, T{});
    for (extent_t i = 0; i < in.s.elements(); ++i) d.p[i] = d.add ? d.p[i] + real[i] : real[i];
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
