// SPDX-License-Identifier: BSL-1.0
// expect: template constraint failure.*real_over_plain_axes_once|
// expect: constraints not satisfied for class template 'parameter'|template constraint not satisfied
// expect below: real_over_plain_axes_once<
// lines: 11 (g++ and nvcc tell at length that a constraint of a class fails)
#include <shapeproof/tape/parameter.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<27> {};

#ifdef MISTAKE
sp::parameter<float, Letters> weights; // wrong
#else
sp::parameter<float, Letter> weights;
#endif
