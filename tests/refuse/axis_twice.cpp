// SPDX-License-Identifier: BSL-1.0
// expect: template constraint failure.*each_axis_once_with_its_batch|
// expect: constraints not satisfied for class template 'tensor'|template constraint not satisfied
// expect below: each_axis_once_with_its_batch<
// lines: 11 (g++ and nvcc tell at length that a constraint of a class fails)
#include <shapeproof/core/tensor.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

#ifdef MISTAKE
sp::extent_t times(sp::tensor<float, Batch, Time, Batch> const& x); // wrong
#else
sp::extent_t times(sp::tensor<float, Batch, Time, sp::key<Batch>> const& x);
#endif
