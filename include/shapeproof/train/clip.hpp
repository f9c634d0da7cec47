// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../cpu/optimizer.hpp"
#include "option.hpp"
#include "parameter_numbers.hpp"

#include <cmath>
#include <span>

namespace sp {

// The norm of a gradient over all parameters, and the factor that makes it at most the allowed one.
struct clipped_norm {
  double norm = 0;
  double scale = 1; // for the optimizer's gradient_scale
};

namespace detail {
// Clips numbers in one piece of whatever device, which it waits for once. What is not finite is told by
// refuse(position, value).
template <class Numbers, class Refuse>
clipped_norm clip(Numbers const& gradient, double maximum, double gradient_scale, Refuse const& refuse) {
  typename device_of<Numbers>::kernels const on{};
  auto const count = static_cast<extent_t>(gradient.size());
  check_option(maximum > 0, "clip_global_norm", "the maximum", maximum, "above 0");
  double const norm = gradient_scale * std::sqrt(squared_norm(on, gradient.data(), count));
  if (!std::isfinite(norm)) {
    auto const at = first_non_finite(on, gradient.data(), count);
    if (at < 0)
      refuse_with<number_error>(
          {"the norm of the gradient is too large for a number, though each of its parts is finite"});
    std::remove_const_t<std::remove_pointer_t<decltype(gradient.data())>> value;
    copy_between(host_memory, &value, memory_of(on), gradient.data() + at, sizeof value);
    refuse(at, static_cast<double>(value));
  }
  return {norm, norm > maximum ? gradient_scale * (maximum / norm) : gradient_scale};
}

template <class Numbers>
clipped_norm clip_by_position(Numbers const& gradient, double maximum, double gradient_scale) {
  return clip(gradient, maximum, gradient_scale, [&](extent_t at, double value) {
    refuse_with<number_error>({"the gradient at position ", at, " of ", gradient.size(), " is ", value});
  });
}
} // namespace detail

// Clipping by global norm: Pascanu, Mikolov and Bengio 2013, algorithm 1. The gradient itself is not changed; the norm
// is that of `gradient_scale * gradient`, and the scale has this factor in it. Throws usage_error if `maximum` is not
// above 0 (infinity only measures), number_error naming the first position that is NaN or infinite.
template <class T>
clipped_norm clip_global_norm(std::span<T const> gradient, double maximum, double gradient_scale = 1) {
  return detail::clip_by_position(gradient, maximum, gradient_scale);
}
// Of a gradient on a GPU.
template <class T, template <class> class Numbers>
  requires detail::names_its_device<Numbers<T>>
clipped_norm clip_global_norm(Numbers<T> const& gradient, double maximum, double gradient_scale = 1) {
  return detail::clip_by_position(gradient, maximum, gradient_scale);
}

} // namespace sp
