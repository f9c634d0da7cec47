// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace sp::gpu {

// Says that a kernel is to run on the GPU: the argument before all others, by which a call finds the functions of this folder.
struct device {};

} // namespace sp::gpu
