// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../ops/cast.hpp"
#include "../../tape/parameter.hpp"

namespace sp::detail {

// A parameter for an operation that has no products with bf16: itself, or its numbers as float.
template <class T, class... A>
parameter<T, A...> const& summed(parameter<T, A...> const& numbers) {
  return numbers;
}
template <class... A>
tensor<float, A...> summed(parameter<bf16, A...> const& numbers) {
  return cast<float>(numbers);
}
template <class Parameter>
using summed_type = std::remove_cvref_t<decltype(summed(std::declval<Parameter const&>()))>;

} // namespace sp::detail
