// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../core/distribution.hpp"

namespace sp::detail {

template <class E>
inline constexpr bool is_probability = false;
template <class T>
inline constexpr bool is_probability<probability<T>> = true;
template <class T, class A>
inline constexpr bool is_probability<distribution<T, A>> = true;

template <class E>
inline constexpr bool is_log_probability = false;
template <class T>
inline constexpr bool is_log_probability<log_probability<T>> = true;
template <class T, class A>
inline constexpr bool is_log_probability<log_distribution<T, A>> = true;

// Anything that a softmax or a sigmoid has made.
template <class E>
inline constexpr bool is_chance = is_probability<E> || is_log_probability<E>;

} // namespace sp::detail
