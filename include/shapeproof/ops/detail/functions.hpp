// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../core/host_device.hpp"

// The functions of elementwise operations, as types of their own: a lambda inside an operation is another type for every
// list of axes, and its kernels would be compiled again for each; and no kernel of the GPU takes one.
namespace sp::detail {

struct sum_of {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return x + y; }
};
struct difference_of {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return x - y; }
};
struct product_of {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return x * y; }
};
struct quotient_of {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return x / y; }
};

struct is_equal {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return x == y; }
};
struct is_unequal {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return x != y; }
};
struct is_less {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return x < y; }
};
struct is_at_most {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return x <= y; }
};
struct is_greater {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return x > y; }
};
struct is_at_least {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return x >= y; }
};

// One of these with a number on its right or left side.
template <class F, class T>
struct with_right {
  T number;
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x) const { return F{}(x, number); }
};
template <class F, class T>
struct with_left {
  T number;
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x) const { return F{}(number, x); }
};

struct abs_of {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x) const { return abs(x); }
};
struct exp_of {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x) const { return exp(x); }
};
struct log_of {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x) const { return log(x); }
};
struct relu_of {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x) const { return relu(x); }
};
struct sigmoid_of {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x) const { return sigmoid(x); }
};
struct sqrt_of {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x) const { return sqrt(x); }
};
struct square_of {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x) const { return square(x); }
};
struct tanh_of {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x) const { return tanh(x); }
};

} // namespace sp::detail
