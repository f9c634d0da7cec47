// SPDX-License-Identifier: BSL-1.0
// expect: template constraint failure.*each_axis_once_with_its_batch|
// expect: constraints not satisfied for class template 'tensor'|template constraint not satisfied
// expect below: each_axis_once_with_its_batch<
// lines: 11 (g++ and nvcc tell at length that a constraint of a class fails)
#include <shapeproof/core/tensor.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};

#ifdef MISTAKE
sp::extent_t letters(sp::tensor<float, Letters, Embed> const& x); // wrong
#else
sp::extent_t letters(sp::tensor<float, Letters, Batch, Embed> const& x);
#endif
