// SPDX-License-Identifier: BSL-1.0
// expect: template constraint failure.*tensor_axes|
// expect: constraints not satisfied for class template 'tensor' .*Batch, Time, Batch|
// expect: template constraint not satisfied
// expect below: each_axis_appears_once<
// lines: 14 (compilers tell at length which constraint of a class fails)
#include <shapeproof/core/tensor.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};

#ifdef MISTAKE
sp::extent_t times(sp::tensor<float, Batch, Time, Batch> const& x); // wrong
#else
sp::extent_t times(sp::tensor<float, Batch, Time, sp::key<Batch>> const& x);
#endif
