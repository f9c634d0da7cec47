// SPDX-License-Identifier: BSL-1.0
// expect: template constraint failure.*floating_point|
// expect: constraints not satisfied for class template 'parameter'|template constraint not satisfied
// expect below: floating_point
// lines: 14 (compilers tell at length which constraint of a class fails)
#include <shapeproof/tape/parameter.hpp>

struct Letter : sp::axis<27> {};

#ifdef MISTAKE
sp::parameter<int, Letter> counts; // wrong
#else
sp::parameter<float, Letter> counts;
#endif
