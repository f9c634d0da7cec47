// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

// Inputs and weights of the benchmarks: each number is a function of the name of what it belongs to and of its position,
// so that own code and rivals, in whatever language, make the same ones without exchanging files (rivals/numbers.py).
namespace bench {

// The mixture of splitmix64 (Steele, Lea and Flood 2014), of a counter.
constexpr std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

// FNV-1a, 64 bits.
constexpr std::uint64_t hash_of(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (char const c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return hash;
}

constexpr std::uint64_t bits_of(std::uint64_t hash, std::uint64_t position) {
  return mixed(hash + (position + 1) * 0x9E3779B97F4A7C15);
}

// Evenly in [-scale, scale): a multiple of 2^-23, times the scale.
inline void fill(std::span<float> numbers, std::string_view name, float scale) {
  std::uint64_t const hash = hash_of(name);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    numbers[i] = (static_cast<float>(bits_of(hash, i) >> 40) * 0x1p-23f - 1) * scale;
}

// The position-th id of that name, one of 0 ... bound - 1.
constexpr int id(std::string_view name, std::size_t position, int bound) {
  return static_cast<int>(bits_of(hash_of(name), position) % static_cast<std::uint64_t>(bound));
}

} // namespace bench
