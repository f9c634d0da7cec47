// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "execution.hpp"

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <math.h>
#include <type_traits>

// What CUDA gives to device code beyond C++.

// ---- barriers ----
inline void __syncthreads(emulated_cuda::location at = emulated_cuda::location::current()) {
  emulated_cuda::engine::get().wait_for_block(0, at);
}
inline int __syncthreads_count(int value, emulated_cuda::location at = emulated_cuda::location::current()) {
  return static_cast<int>(emulated_cuda::engine::get().wait_for_block(value, at));
}
inline int __syncthreads_or(int value, emulated_cuda::location at = emulated_cuda::location::current()) {
  return emulated_cuda::engine::get().wait_for_block(value, at) != 0;
}
inline int __syncthreads_and(int value, emulated_cuda::location at = emulated_cuda::location::current()) {
  return emulated_cuda::engine::get().wait_for_block(value == 0, at) == 0;
}
inline void __syncwarp(unsigned mask = 0xffffffffu, emulated_cuda::location at = emulated_cuda::location::current()) {
  emulated_cuda::engine::get().exchange(emulated_cuda::meeting::warp_barrier, mask, 0, 0, at);
}
inline void __threadfence() {}
inline void __threadfence_block() {}
inline void __threadfence_system() {}
// A thread that waits for another in a loop must call this: the other never runs otherwise.
inline void __nanosleep(unsigned) { emulated_cuda::engine::get().yield(); }
[[noreturn]] inline void __trap() { emulated_cuda::engine::get().fail("__trap"); }

namespace emulated_cuda {

inline void grid_barrier(location at = location::current()) { engine::get().wait_for_grid(at); }

template <class T>
concept shuffled = std::same_as<T, int> || std::same_as<T, unsigned> || std::same_as<T, long> ||
                   std::same_as<T, unsigned long> || std::same_as<T, long long> ||
                   std::same_as<T, unsigned long long> || std::same_as<T, float> || std::same_as<T, double>;

template <class T>
T shuffle(unsigned mask, T value, int source, location const& at) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  bits = engine::get().exchange(meeting::shuffle, mask, bits, source, at);
  std::memcpy(&value, &bits, sizeof value);
  return value;
}
inline int lane() { return static_cast<int>(current->in_block % 32); }
inline int segment(int width) {
  if (width < 1 || width > 32 || (width & (width - 1)) != 0)
    engine::get().fail("a shuffle of width " + std::to_string(width));
  return lane() / width * width;
}

} // namespace emulated_cuda

// ---- exchange within a warp ----
template <emulated_cuda::shuffled T>
T __shfl_sync(unsigned mask, T value, int source, int width = 32,
              emulated_cuda::location at = emulated_cuda::location::current()) {
  return emulated_cuda::shuffle(mask, value, emulated_cuda::segment(width) + (source & (width - 1)), at);
}
template <emulated_cuda::shuffled T>
T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32,
                 emulated_cuda::location at = emulated_cuda::location::current()) {
  int const lane = emulated_cuda::lane(), from = lane - static_cast<int>(delta);
  return emulated_cuda::shuffle(mask, value, from < emulated_cuda::segment(width) ? lane : from, at);
}
template <emulated_cuda::shuffled T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32,
                   emulated_cuda::location at = emulated_cuda::location::current()) {
  int const lane = emulated_cuda::lane(), from = lane + static_cast<int>(delta);
  return emulated_cuda::shuffle(mask, value, from >= emulated_cuda::segment(width) + width ? lane : from, at);
}
template <emulated_cuda::shuffled T>
T __shfl_xor_sync(unsigned mask, T value, int lanes, int width = 32,
                  emulated_cuda::location at = emulated_cuda::location::current()) {
  int const lane = emulated_cuda::lane(), from = lane ^ lanes;
  return emulated_cuda::shuffle(mask, value, from >= emulated_cuda::segment(width) + width ? lane : from, at);
}
inline unsigned __ballot_sync(unsigned mask, int value,
                              emulated_cuda::location at = emulated_cuda::location::current()) {
  return static_cast<unsigned>(
      emulated_cuda::engine::get().exchange(emulated_cuda::meeting::vote, mask, value != 0, 0, at));
}
inline int __any_sync(unsigned mask, int value, emulated_cuda::location at = emulated_cuda::location::current()) {
  return __ballot_sync(mask, value, at) != 0;
}
inline int __all_sync(unsigned mask, int value, emulated_cuda::location at = emulated_cuda::location::current()) {
  return __ballot_sync(mask, value, at) == mask;
}

// ---- atomics: one thread runs at a time ----
namespace emulated_cuda {
template <class T>
concept atomic_number = std::same_as<T, int> || std::same_as<T, unsigned> || std::same_as<T, unsigned long long>;
}
template <emulated_cuda::atomic_number T>
T atomicAdd(T* p, std::type_identity_t<T> x) {
  T const old = *p;
  *p = old + x;
  return old;
}
template <emulated_cuda::atomic_number T>
T atomicMin(T* p, std::type_identity_t<T> x) {
  T const old = *p;
  if (x < old) *p = x;
  return old;
}
template <emulated_cuda::atomic_number T>
T atomicMax(T* p, std::type_identity_t<T> x) {
  T const old = *p;
  if (x > old) *p = x;
  return old;
}
template <emulated_cuda::atomic_number T>
T atomicOr(T* p, std::type_identity_t<T> x) {
  T const old = *p;
  *p = old | x;
  return old;
}
template <emulated_cuda::atomic_number T>
T atomicAnd(T* p, std::type_identity_t<T> x) {
  T const old = *p;
  *p = old & x;
  return old;
}
template <emulated_cuda::atomic_number T>
T atomicExch(T* p, std::type_identity_t<T> x) {
  T const old = *p;
  *p = x;
  return old;
}
template <emulated_cuda::atomic_number T>
T atomicCAS(T* p, std::type_identity_t<T> expected, std::type_identity_t<T> x) {
  T const old = *p;
  if (old == expected) *p = x;
  return old;
}

// ---- loads and stores with a hint ----
template <class T>
T __ldg(T const* p) {
  return *p;
}
template <class T>
T __ldcs(T const* p) {
  return *p;
}
template <class T>
T __ldcg(T const* p) {
  return *p;
}
template <class T>
void __stcs(T* p, std::type_identity_t<T> x) {
  *p = x;
}
template <class T>
void __stcg(T* p, std::type_identity_t<T> x) {
  *p = x;
}

// ---- bits ----
inline int __popc(unsigned x) { return std::popcount(x); }
inline int __popcll(unsigned long long x) { return std::popcount(x); }
inline int __clz(int x) { return std::countl_zero(static_cast<unsigned>(x)); }
inline int __clzll(long long x) { return std::countl_zero(static_cast<unsigned long long>(x)); }
inline int __ffs(int x) { return __builtin_ffs(x); }
inline int __ffsll(long long x) { return __builtin_ffsll(x); }
inline unsigned __brev(unsigned x) {
  unsigned y = 0;
  for (int bit = 0; bit < 32; ++bit) y |= (x >> bit & 1u) << (31 - bit);
  return y;
}
inline int __mulhi(int a, int b) { return static_cast<int>(static_cast<std::int64_t>(a) * b >> 32); }
inline unsigned __umulhi(unsigned a, unsigned b) {
  return static_cast<unsigned>(static_cast<std::uint64_t>(a) * b >> 32);
}
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
  __extension__ using wide = unsigned __int128;
  return static_cast<unsigned long long>(static_cast<wide>(a) * b >> 64);
}
inline int __float_as_int(float x) { return std::bit_cast<int>(x); }
inline unsigned __float_as_uint(float x) { return std::bit_cast<unsigned>(x); }
inline float __int_as_float(int x) { return std::bit_cast<float>(x); }
inline float __uint_as_float(unsigned x) { return std::bit_cast<float>(x); }
inline long long __double_as_longlong(double x) { return std::bit_cast<long long>(x); }
inline double __longlong_as_double(long long x) { return std::bit_cast<double>(x); }

// ---- numbers: those of C are there already ----
template <class A, class B>
  requires std::is_arithmetic_v<A> && std::is_arithmetic_v<B>
constexpr std::common_type_t<A, B> min(A a, B b) {
  using T = std::common_type_t<A, B>;
  return static_cast<T>(b) < static_cast<T>(a) ? static_cast<T>(b) : static_cast<T>(a);
}
template <class A, class B>
  requires std::is_arithmetic_v<A> && std::is_arithmetic_v<B>
constexpr std::common_type_t<A, B> max(A a, B b) {
  using T = std::common_type_t<A, B>;
  return static_cast<T>(a) < static_cast<T>(b) ? static_cast<T>(b) : static_cast<T>(a);
}
inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
inline double rsqrt(double x) { return 1.0 / ::sqrt(x); }
inline float rsqrt(float x) { return rsqrtf(x); }
inline float __expf(float x) { return expf(x); }
inline float __logf(float x) { return logf(x); }
inline float __log2f(float x) { return log2f(x); }
inline float __powf(float x, float y) { return powf(x, y); }
inline float __fdividef(float x, float y) { return x / y; }
inline float __frcp_rn(float x) { return 1.0f / x; }
inline float __fsqrt_rn(float x) { return sqrtf(x); }
inline float __frsqrt_rn(float x) { return rsqrtf(x); }
inline float __fadd_rn(float x, float y) { return x + y; }
inline float __fmul_rn(float x, float y) { return x * y; }
inline float __fdiv_rn(float x, float y) { return x / y; }
inline float __fmaf_rn(float x, float y, float z) { return fmaf(x, y, z); }
inline double __dadd_rn(double x, double y) { return x + y; }
inline double __dmul_rn(double x, double y) { return x * y; }
inline double __fma_rn(double x, double y, double z) { return ::fma(x, y, z); }
inline float __saturatef(float x) { return x > 0.0f ? (x < 1.0f ? x : 1.0f) : 0.0f; }
inline int __float2int_rn(float x) { return static_cast<int>(lrintf(x)); }
inline int __float2int_rd(float x) { return static_cast<int>(floorf(x)); }
inline int __float2int_rz(float x) { return static_cast<int>(x); }
