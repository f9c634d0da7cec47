// SPDX-License-Identifier: BSL-1.0
// expect: template constraint failure.*real_over_plain_axes_once|
// expect: constraints not satisfied for class template 'parameter'|template constraint not satisfied
// expect below: real_over_plain_axes_once<
// lines: 11 (g++ and nvcc tell at length that a constraint of a class fails)
#include <shapeproof/tape/parameter.hpp>

struct Hidden : sp::axis<16> {};

#ifdef MISTAKE
sp::parameter<float, Hidden, Hidden> recurrent; // wrong
#else
sp::parameter<float, sp::prev<Hidden>, Hidden> recurrent;
#endif
