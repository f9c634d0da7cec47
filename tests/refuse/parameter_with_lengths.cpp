// SPDX-License-Identifier: BSL-1.0
// expect: template constraint failure.*parameter_axes|
// expect: constraints not satisfied for class template 'parameter'|template constraint not satisfied
// expect below: no_axis_is_ragged<
// lines: 14 (compilers tell at length which constraint of a class fails)
#include <shapeproof/tape/parameter.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<27> {};

#ifdef MISTAKE
sp::parameter<float, Letters> weights; // wrong
#else
sp::parameter<float, Letter> weights;
#endif
