// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../core/extent.hpp"
#include "parallel_for.hpp"
#include "simd.hpp"
#include <algorithm>
#include <cstdint>

namespace sp::cpu {
namespace detail {

// One 32-bit word for each lane of a vec<T>.
template <class T>
struct lane_words {
  typedef std::uint32_t type __attribute__((vector_size(sizeof(std::uint32_t) * width<T>)));
};
template <class T>
using words = typename lane_words<T>::type;

// Two independent words of a 64-bit key, well mixed so that neighbouring keys have nothing in common (the finisher of
// SplitMix64: Steele, Lea, Flood 2014).
struct dropout_key {
  std::uint32_t first, second;
  explicit dropout_key(std::uint64_t key) {
    key += 0x9E3779B97F4A7C15u;
    key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9u;
    key = (key ^ (key >> 27)) * 0x94D049BB133111EBu;
    key ^= key >> 31;
    first = std::uint32_t(key), second = std::uint32_t(key >> 32);
  }
};

// One word per position: "lowbias32" (C. Wellons, 2018) with the second word of the key between its rounds, so that the
// masks of two keys are not one mask with its positions exchanged. Works on a vector of positions as on one.
template <class Bits>
Bits dropout_hash(dropout_key key, Bits position) {
  Bits x = position ^ key.first;
  x ^= x >> 16;
  x *= 0x7FEB352Du;
  x += key.second;
  x ^= x >> 15;
  x *= 0x846CA68Bu;
  return x ^ (x >> 16);
}

} // namespace detail

// in [n] -> out [n]: each element is 0 with this probability (in [0, 1)), else in / (1 - probability). Which ones is a
// function of the key and the position alone, so nothing is stored, and the backward is the same call on the gradient.
// Srivastava et al. 2014, in its inverted form.
template <class T>
void dropout(device, T const* in, T* out, extent_t n, double probability, std::uint64_t key, bool add = false) {
  auto const limit = std::uint32_t(probability * 4294967296.0);
  T const scale = T(1 / (1 - probability));
  constexpr extent_t step = width<T>;
  parallel_for(n, step, 1, [=](extent_t begin, extent_t end) {
    detail::words<T> lane{};
    for (int i = 0; i < int(step); ++i) lane[i] = std::uint32_t(i);
    constexpr extent_t round = extent_t(1) << 32; // positions have 32 bits; longer inputs change the key
    while (begin < end) {
      detail::dropout_key const mixed(key + std::uint64_t(begin / round) * 0xD1B54A32D192ED03u);
      extent_t const stop = std::min(end, (begin / round + 1) * round);
      auto const kept = [=](extent_t at, vec<T> x) -> vec<T> {
        auto const hash = detail::dropout_hash(mixed, detail::words<T>(lane + std::uint32_t(at)));
        return __builtin_convertvector(hash >= limit, vec_mask<T>) ? x * scale : vec<T>{};
      };
      for (; begin + step <= stop; begin += step) {
        vec<T> const y = kept(begin, load(in + begin));
        store<T>(out + begin, add ? y + load(out + begin) : y);
      }
      if (begin < stop) {
        extent_t const rest = stop - begin;
        vec<T> const y = kept(begin, load_some(in + begin, rest));
        store_some(out + begin, rest, add ? y + load_some(out + begin, rest) : y);
        begin = stop;
      }
    }
  });
}

} // namespace sp::cpu
