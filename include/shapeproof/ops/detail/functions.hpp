// SPDX-License-Identifier: BSL-1.0
#pragma once

// The functions of elementwise operations, as types of their own: a lambda inside an operation is another type for every
// list of axes, and its kernels would be compiled again for each.
namespace sp::detail {

struct sum_of {
  auto operator()(auto x, auto y) const { return x + y; }
};
struct difference_of {
  auto operator()(auto x, auto y) const { return x - y; }
};
struct product_of {
  auto operator()(auto x, auto y) const { return x * y; }
};
struct quotient_of {
  auto operator()(auto x, auto y) const { return x / y; }
};

struct is_equal {
  auto operator()(auto x, auto y) const { return x == y; }
};
struct is_unequal {
  auto operator()(auto x, auto y) const { return x != y; }
};
struct is_less {
  auto operator()(auto x, auto y) const { return x < y; }
};
struct is_at_most {
  auto operator()(auto x, auto y) const { return x <= y; }
};
struct is_greater {
  auto operator()(auto x, auto y) const { return x > y; }
};
struct is_at_least {
  auto operator()(auto x, auto y) const { return x >= y; }
};

// One of these with a number on its right or left side.
template <class F, class T>
struct with_right {
  T number;
  auto operator()(auto x) const { return F{}(x, number); }
};
template <class F, class T>
struct with_left {
  T number;
  auto operator()(auto x) const { return F{}(number, x); }
};

struct abs_of {
  auto operator()(auto x) const { return abs(x); }
};
struct exp_of {
  auto operator()(auto x) const { return exp(x); }
};
struct log_of {
  auto operator()(auto x) const { return log(x); }
};
struct relu_of {
  auto operator()(auto x) const { return relu(x); }
};
struct sigmoid_of {
  auto operator()(auto x) const { return sigmoid(x); }
};
struct sqrt_of {
  auto operator()(auto x) const { return sqrt(x); }
};
struct square_of {
  auto operator()(auto x) const { return square(x); }
};
struct tanh_of {
  auto operator()(auto x) const { return tanh(x); }
};

} // namespace sp::detail
