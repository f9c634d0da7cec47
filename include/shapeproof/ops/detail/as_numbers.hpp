// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <utility>

#include "../../tape/operation.hpp"

namespace sp::detail {

template <class Device, class U, class T, class... A>
auto numbers_under(look<T, A...> const& x) {
  look<U, A...> plain;
  plain.s = x.s;
  plain.p = x.p;
  return placement<Device>::looking(plain);
}

// Probabilities as the numbers that they are, nothing copied: a value on the tape shares its gradient, a tensor is looked at.
// Anything else as it is.
template <class X>
decltype(auto) as_numbers(X const& x) {
  using U = raw_element<element_of<X>>;
  if constexpr (std::is_same_v<U, element_of<X>>) {
    return static_cast<X const&>(x);
  } else if constexpr (is_taped<X>) {
    auto at = where("dot", x);
    return at.template alias<U>(x, at.on(x).s);
  } else {
    return numbers_under<device_of<X>, U>(access::of(x));
  }
}

} // namespace sp::detail
