// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../core/element.hpp"

namespace sp::detail {

template <class E>
inline constexpr bool is_probability = false;
template <class T>
inline constexpr bool is_probability<probability<T>> = true;
template <class T>
inline constexpr bool is_probability<log_probability<T>> = true;

} // namespace sp::detail
