// SPDX-License-Identifier: BSL-1.0
// expect: template constraint failure.*tensor_axes|
// expect: constraints not satisfied for class template 'tensor' .*Letters, Embed|
// expect: template constraint not satisfied
// expect below: no_ragged_axis_is_alone<
// lines: 14 (compilers tell at length which constraint of a class fails)
#include <shapeproof/core/tensor.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<8> {};

#ifdef MISTAKE
sp::extent_t letters(sp::tensor<float, Letters, Embed> const& x); // wrong
#else
sp::extent_t letters(sp::tensor<float, Letters, Batch, Embed> const& x);
#endif
