// SPDX-License-Identifier: BSL-1.0
#include "layouts.hpp"

#include <shapeproof/cpu/padding.hpp>
#include <shapeproof/cuda/padding.cuh>

GPU_TEST_CASE("padding is filled on the GPU as on the host, and nothing else") {
  layouts{}.each([]<class T>(layout const& l, T) {
    auto x = noise<T>(l.size(), 61);
    on_gpu<T> const there(x);
    sp::gpu::fill_padding(sp::gpu::device{}, there.p, l.outer, l.n, l.inner, l.lengths, T(7));
    sp::cpu::fill_padding({}, x.data(), l.outer, l.n, l.inner, l.lengths, T(7));
    CHECK(there.back() == x);
  });
}
