// SPDX-License-Identifier: BSL-1.0
#pragma once

// The vector types of CUDA, with its alignments.
#define EMULATED_CUDA_VECTORS(T, name, align2, align4)                                                                 \
  struct name##1 { T x; };                                                                                             \
  struct alignas(align2) name##2 { T x, y; };                                                                          \
  struct name##3 { T x, y, z; };                                                                                       \
  struct alignas(align4) name##4 { T x, y, z, w; };                                                                    \
  inline name##1 make_##name##1(T x) { return {x}; }                                                                   \
  inline name##2 make_##name##2(T x, T y) { return {x, y}; }                                                           \
  inline name##3 make_##name##3(T x, T y, T z) { return {x, y, z}; }                                                   \
  inline name##4 make_##name##4(T x, T y, T z, T w) { return {x, y, z, w}; }
EMULATED_CUDA_VECTORS(signed char, char, 2, 4)
EMULATED_CUDA_VECTORS(unsigned char, uchar, 2, 4)
EMULATED_CUDA_VECTORS(short, short, 4, 8)
EMULATED_CUDA_VECTORS(unsigned short, ushort, 4, 8)
EMULATED_CUDA_VECTORS(int, int, 8, 16)
EMULATED_CUDA_VECTORS(unsigned, uint, 8, 16)
EMULATED_CUDA_VECTORS(float, float, 8, 16)
EMULATED_CUDA_VECTORS(double, double, 16, 16)
EMULATED_CUDA_VECTORS(long long, longlong, 16, 16)
EMULATED_CUDA_VECTORS(unsigned long long, ulonglong, 16, 16)
#undef EMULATED_CUDA_VECTORS

struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_) {}
};

#define __global__
#define __device__
#define __host__
#define __constant__ static
#define __shared__ static // blocks run one after another; in cooperative launches they do not
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#define __grid_constant__
#define __align__(n) alignas(n)
