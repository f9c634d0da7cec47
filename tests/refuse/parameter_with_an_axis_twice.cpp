// SPDX-License-Identifier: BSL-1.0
// expect: template constraint failure.*parameter_axes|
// expect: constraints not satisfied for class template 'parameter'|template constraint not satisfied
// expect below: each_axis_appears_once<
// lines: 14 (compilers tell at length which constraint of a class fails)
#include <shapeproof/tape/parameter.hpp>

struct Hidden : sp::axis<16> {};

#ifdef MISTAKE
sp::parameter<float, Hidden, Hidden> recurrent; // wrong
#else
sp::parameter<float, sp::prev<Hidden>, Hidden> recurrent;
#endif
