// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../cpu/optimizer.hpp"
#include "option.hpp"

#include <cmath>
#include <span>
#include <string>

namespace sp {

// The norm of a gradient over all parameters, and the factor that makes it at most the allowed one.
struct clipped_norm {
  double norm = 0;
  double scale = 1; // for the optimizer's gradient_scale
};

// Clipping by global norm: Pascanu, Mikolov and Bengio 2013, algorithm 1. The gradient itself is not changed; the norm
// is that of `gradient_scale * gradient`, and the scale has this factor in it. Throws usage_error if `maximum` is not
// above 0 (infinity only measures), number_error naming the first position that is NaN or infinite.
template <class T>
clipped_norm clip_global_norm(std::span<T const> gradient, double maximum, double gradient_scale = 1) {
  detail::check_option(maximum > 0, "clip_global_norm", "the maximum", maximum, "above 0");
  auto const count = static_cast<extent_t>(gradient.size());
  double const norm = gradient_scale * std::sqrt(cpu::squared_norm({}, gradient.data(), count));
  if (!std::isfinite(norm)) {
    auto const at = cpu::first_non_finite({}, gradient.data(), count);
    if (at < 0)
      detail::refuse_with<number_error>(
          {"the norm of the gradient is too large for a number, though each of its parts is finite"});
    detail::refuse_with<number_error>({"the gradient at position ", at, " of ", count, " is ",
                                       static_cast<double>(gradient[static_cast<std::size_t>(at)])});
  }
  return {norm, norm > maximum ? gradient_scale * (maximum / norm) : gradient_scale};
}

} // namespace sp
