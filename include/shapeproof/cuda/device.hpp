// SPDX-License-Identifier: BSL-1.0
#pragma once
#if __has_include("../core/device.hpp")
#include "../core/device.hpp"
#else
namespace sp::gpu {

// Says that a kernel is to run on the GPU: the argument before all others, by which a call finds the functions of this folder.
struct device {};

} // namespace sp::gpu
#endif
