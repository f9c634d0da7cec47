// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/core/error.hpp>
#include <shapeproof/core/extent.hpp>

sp::extent_t extent_in_another_file();
sp::extent_t extent_in_another_file() { return 3; }
