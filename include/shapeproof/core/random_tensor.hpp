// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>

#include "random.hpp"
#include "tensor.hpp"

namespace sp {

// Numbers evenly in [low, high): random_uniform<float, Batch, Embed>(random, -1, 1, Batch{64}). The same sequence gives the
// same tensor, with any compiler and any number of threads.
template <std::floating_point T, axis_tag... A, axis_tag... Given>
  requires(detail::extents_suffice<axes<A...>, Given...>)
tensor<T, A...> random_uniform(random_sequence& random, double low, double high, Given const&... extents) {
  auto x = detail::unwritten<T>(detail::shape_given("random tensor", axes<A...>{}, extents...));
  for (T& one : x.unnamed()) one = static_cast<T>(random.uniform(low, high));
  return x;
}

// Normally distributed numbers of the given mean and standard deviation.
template <std::floating_point T, axis_tag... A, axis_tag... Given>
  requires(detail::extents_suffice<axes<A...>, Given...>)
tensor<T, A...> random_normal(random_sequence& random, double mean, double deviation, Given const&... extents) {
  auto x = detail::unwritten<T>(detail::shape_given("random tensor", axes<A...>{}, extents...));
  for (T& one : x.unnamed()) one = static_cast<T>(mean + deviation * random.normal());
  return x;
}

} // namespace sp
