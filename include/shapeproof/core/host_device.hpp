// SPDX-License-Identifier: BSL-1.0
#pragma once

// A function that runs on the host and on the GPU. Only where CUDA is compiled: elsewhere there is one kind of function.
#if defined(__CUDACC__) || defined(SHAPEPROOF_EMULATED_CUDA)
#define SHAPEPROOF_HD __host__ __device__
#else
#define SHAPEPROOF_HD
#endif
