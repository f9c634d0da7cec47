// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>

#include "../core/extent.hpp"
#include "../core/host_device.hpp"

// Which elements dropout drops: a function of the key and the position alone, the same on every device.
namespace sp::kernels {

// Two independent words of a 64-bit key, well mixed so that neighbouring keys have nothing in common (the finisher of
// SplitMix64: Steele, Lea, Flood 2014).
struct dropout_key {
  // Positions have 32 bits; in longer inputs every further 2^32 positions have a key of their own.
  static constexpr extent_t positions = extent_t(1) << 32;
  std::uint32_t first, second;
  SHAPEPROOF_HD dropout_key(std::uint64_t key, extent_t position) {
    key += static_cast<std::uint64_t>(position / positions) * 0xD1B54A32D192ED03u;
    key += 0x9E3779B97F4A7C15u;
    key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9u;
    key = (key ^ (key >> 27)) * 0x94D049BB133111EBu;
    key ^= key >> 31;
    first = std::uint32_t(key), second = std::uint32_t(key >> 32);
  }
};

// One word per position: "lowbias32" (C. Wellons, 2018) with the second word of the key between its rounds, so that the
// masks of two keys are not one mask with its positions exchanged.
SHAPEPROOF_HD inline std::uint32_t dropout_hash(dropout_key key, std::uint32_t position) {
  std::uint32_t x = position ^ key.first;
  x ^= x >> 16;
  x *= 0x7FEB352Du;
  x += key.second;
  x ^= x >> 15;
  x *= 0x846CA68Bu;
  return x ^ (x >> 16);
}

// An element is kept if its hash is not below this.
inline std::uint32_t dropout_limit(double probability) { return std::uint32_t(probability * 4294967296.0); }

} // namespace sp::kernels
