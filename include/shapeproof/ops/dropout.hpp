// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/dropout.hpp"
#include "../tape/operation.hpp"

namespace sp {

template <class X>
struct cannot_drop_out {
  template <class T>
  struct because_it_holds {
    struct cast_them_to_float; // cast<float>(x): what is left is scaled up, so a probability would be none any more
  };
  struct because_a_parameter_does_not_say_whether_we_train {
    struct drop_what_is_computed_from_it; // only values on a tape are dropped; a parameter is the same on and off it
  };
};

namespace detail {
template <class X>
auto why_not_drop_out(tag<signature<X>>) {
  using words = cannot_drop_out<signature<X>>;
  if constexpr (is_parameter<X>)
    return say<typename words::because_a_parameter_does_not_say_whether_we_train::drop_what_is_computed_from_it>();
  else
    return say<typename words::template because_it_holds<element_of<X>>::cast_them_to_float>();
}
} // namespace detail

// Whether `dropout(x, rate)` is an operation: plain floating elements, and no parameter.
template <class X>
concept droppable = operand<X> && std::floating_point<element_of<X>> && !detail::is_parameter<std::remove_cvref_t<X>>;

// On a tape each element is 0 with probability `rate`, else divided by 1 - rate; which ones is decided by the tape's
// random state (tape.set_random), and nothing is stored. Elsewhere it is the identity: a tensor that ends here is
// handed on, one with a name is copied (std::move avoids that), a view stays a view. Throws usage_error unless 0 <=
// rate < 1. Srivastava et al. 2014.
template <operand X>
  requires droppable<X>
auto dropout(X&& x, double rate) {
  using T = element_of<X>;
  if (!(rate >= 0 && rate < 1)) {
    detail::refuse_with<usage_error>({"dropout: a rate is from 0 to below 1, not ", rate});
  }
  if constexpr (!detail::is_taped<std::remove_cvref_t<X>>) {
    return std::remove_cvref_t<X>(std::forward<X>(x));
  } else {
    if (rate == 0) return std::remove_cvref_t<X>(x);
    auto at = detail::where("dropout", x);
    auto in = at.on(x);
    auto y = at.template make<T>(in.s);
    auto const key = at.t->next_key();
    dropout(at.device, in.p, y.p, in.s.elements(), rate, key);
    at.record(y, [=](detail::recorder& t, T const* dy) {
      if (auto d = t.want(in)) dropout(at.device, dy, d.p, in.s.elements(), rate, key, d.add);
    });
    return at.finish(y);
  }
}
template <operand X>
  requires(!droppable<X>)
auto dropout(X&& x, double rate)
    -> decltype(detail::refuse(detail::why_not_drop_out<std::remove_cvref_t<X>>(detail::tag<signature<X>>{})));

} // namespace sp
