// SPDX-License-Identifier: BSL-1.0
#pragma once

// Before a loop: unroll it so many times. nvcc does not know the pragma and would warn in every program.
#ifdef __CUDACC__
#define SHAPEPROOF_UNROLL(times)
#else
#define SHAPEPROOF_PRAGMA(text) _Pragma(#text)
#define SHAPEPROOF_UNROLL(times) SHAPEPROOF_PRAGMA(GCC unroll times)
#endif
