// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"
#include "../kernels/dropout_hash.hpp"
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

// kernels::dropout_hash of several positions; not one template, since the GPU's compiler takes no vectors of this kind.
template <class Words>
Words dropout_hashes(kernels::dropout_key key, Words position) {
  Words x = position ^ key.first;
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
void dropout(T const* in, T* out, extent_t n, double probability, std::uint64_t key, bool add = false) {
  std::uint32_t const limit = kernels::dropout_limit(probability);
  T const scale = T(1 / (1 - probability));
  constexpr extent_t step = width<T>;
  parallel_for(n, step, 1, [=](extent_t begin, extent_t end) {
    detail::words<T> lane{};
    for (int i = 0; i < int(step); ++i) lane[i] = std::uint32_t(i);
    constexpr extent_t round = kernels::dropout_key::positions;
    while (begin < end) {
      kernels::dropout_key const mixed(key, begin);
      extent_t const stop = std::min(end, (begin / round + 1) * round);
      auto const kept = [=](extent_t at, vec<T> x) -> vec<T> {
        auto const hash = detail::dropout_hashes(mixed, detail::words<T>(lane + std::uint32_t(at)));
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
