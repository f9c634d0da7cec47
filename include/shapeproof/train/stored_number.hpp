// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../io/storage_type.hpp"

#include <concepts>
#include <cstdint>

namespace sp::detail {

// The numbers that weight files and checkpoints hold.
template <class T>
concept stored_number = std::same_as<T, float> || std::same_as<T, double> || std::same_as<T, std::int64_t> ||
                        std::same_as<T, std::uint64_t> || std::same_as<T, unsigned char>;

template <stored_number T>
inline constexpr storage_type storage_of = std::same_as<T, float>           ? storage_type::f32
                                           : std::same_as<T, double>        ? storage_type::f64
                                           : std::same_as<T, std::int64_t>  ? storage_type::i64
                                           : std::same_as<T, std::uint64_t> ? storage_type::u64
                                                                            : storage_type::u8;

} // namespace sp::detail
