// SPDX-License-Identifier: BSL-1.0
#include "shapeproof/cuda/sort.cuh"

#include <algorithm>
#include <doctest/doctest.h>
#include <vector>

#include "../kernel_check.hpp"
#include "support.hpp"

GPU_TEST_CASE("keys are sorted, within a block and beyond") {
  for (sp::extent_t n : {1, 64, 100, 4096, 4097, 20000}) {
    CAPTURE(n);
    sp::extent_t const keys = sp::gpu::sortable(n);
    REQUIRE(keys >= n);
    std::vector<unsigned long long> expected;
    for (double x : noise(keys, 1)) expected.push_back(static_cast<unsigned long long>((x + 1) * 1e18) << 1);
    on_gpu<unsigned long long> there(expected);
    sp::gpu::sort("sort", there.p, keys);
    std::sort(expected.begin(), expected.end());
    CHECK(there.back() == expected);
  }
}
