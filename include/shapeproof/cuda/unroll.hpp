// SPDX-License-Identifier: BSL-1.0
#pragma once

// Before a loop of a kernel: unroll it so many times; all of it, where that is a constant and all there is. Only nvcc
// knows this pragma, as SHAPEPROOF_UNROLL is known to all others.
#ifdef __CUDACC__
#define SHAPEPROOF_KERNEL_PRAGMA(text) _Pragma(#text)
#define SHAPEPROOF_KERNEL_UNROLL(times) SHAPEPROOF_KERNEL_PRAGMA(unroll(times))
#else
#define SHAPEPROOF_KERNEL_UNROLL(times)
#endif
