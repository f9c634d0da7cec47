// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../core/element.hpp"

namespace sp::detail {

// The sentence of a refusal Differ that ends in use_cast<sum_element<W>>: weights kept as W are met by that. (By deduction, since
// nvcc would spell sum_element.)
template <class Differ, class W>
auto say_use_cast(tag<W>) {
  return say<typename Differ::template use_cast<W>>();
}
template <class Differ>
auto say_use_cast(tag<bf16>) {
  return say<typename Differ::template use_cast<float>>();
}

} // namespace sp::detail
