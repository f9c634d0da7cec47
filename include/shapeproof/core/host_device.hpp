// SPDX-License-Identifier: BSL-1.0
#pragma once

// A function that runs on the host and on the GPU. Only where CUDA is compiled: elsewhere, also where CUDA is emulated, there is
// one kind of function.
#ifdef __CUDACC__
#define SHAPEPROOF_HD __host__ __device__
#else
#define SHAPEPROOF_HD
#endif
