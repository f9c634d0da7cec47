// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace sp {

// How the elements of a stored tensor are written, in the safetensors format's own set and little-endian.
enum class storage_type : unsigned char {
  f64,
  i64,
  u64,
  f32,
  i32,
  u32,
  f16,
  bf16,
  i16,
  u16,
  f8_e4m3,
  f8_e5m2,
  i8,
  u8,
  boolean
};

namespace detail {
struct storage_type_fact {
  std::string_view name; // as written in a file
  std::size_t bytes;
};
inline constexpr std::array<storage_type_fact, 15> storage_type_facts{{{"F64", 8},
                                                                       {"I64", 8},
                                                                       {"U64", 8},
                                                                       {"F32", 4},
                                                                       {"I32", 4},
                                                                       {"U32", 4},
                                                                       {"F16", 2},
                                                                       {"BF16", 2},
                                                                       {"I16", 2},
                                                                       {"U16", 2},
                                                                       {"F8_E4M3", 1},
                                                                       {"F8_E5M2", 1},
                                                                       {"I8", 1},
                                                                       {"U8", 1},
                                                                       {"BOOL", 1}}};
} // namespace detail

// "F32" for storage_type::f32, as files spell it.
constexpr std::string_view name_of(storage_type type) {
  return detail::storage_type_facts[static_cast<std::size_t>(type)].name;
}

// Bytes of one element.
constexpr std::size_t bytes_of(storage_type type) {
  return detail::storage_type_facts[static_cast<std::size_t>(type)].bytes;
}

// The type that files spell `name`, if there is one.
constexpr std::optional<storage_type> find_storage_type(std::string_view name) {
  for (std::size_t i = 0; i < detail::storage_type_facts.size(); ++i) {
    if (detail::storage_type_facts[i].name == name) return static_cast<storage_type>(i);
  }
  return std::nullopt;
}

} // namespace sp
