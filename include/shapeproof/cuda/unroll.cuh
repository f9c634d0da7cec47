// SPDX-License-Identifier: BSL-1.0
#pragma once

// Before a loop of a kernel whose number of rounds is a constant: unroll all of it, so that arrays stay in registers.
#ifdef __CUDACC__
#define SHAPEPROOF_UNROLL_ALL _Pragma("unroll")
#else
#define SHAPEPROOF_UNROLL_ALL
#endif
