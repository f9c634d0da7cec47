// SPDX-License-Identifier: BSL-1.0
#pragma once

// A function that runs on the host and on the GPU. Only where CUDA is compiled: elsewhere, also where CUDA is emulated, there is
// one kind of function.
#ifdef __CUDACC__
#define SHAPEPROOF_HD __host__ __device__
#else
#define SHAPEPROOF_HD
#endif

// Before a SHAPEPROOF_HD template that calls functions of its arguments: with some of them they run on the host alone, and
// nvcc shall not warn that the GPU could not call them.
#ifdef __CUDACC__
#define SHAPEPROOF_HD_AS_ARGUMENTS _Pragma("nv_exec_check_disable") __host__ __device__
#else
#define SHAPEPROOF_HD_AS_ARGUMENTS SHAPEPROOF_HD
#endif
