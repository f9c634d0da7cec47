// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <cstdint>

#include "accesses.cuh"
#include "device.hpp"
#include "finite.cuh"
#include "total.cuh"

// Updates of all parameters at once: flat buffers of n elements, one pass each.
namespace sp::gpu {

namespace detail {

template <class T>
struct scale_step {
  T* x;
  T factor;
  __device__ void operator()(access<T> const& at) const {
    auto y = at.load(x);
    for (T& value : y.at) value *= factor;
    at.store(x, y);
  }
};

template <class T>
struct add_scaled_step {
  T* y;
  T const* x;
  T factor;
  __device__ void operator()(access<T> const& at) const {
    auto sum = at.load(y);
    auto const more = at.load(x);
    for (int k = 0; k < access<T>::V; ++k) sum.at[k] += factor * more.at[k];
    at.store(y, sum);
  }
};

template <class T>
struct moving_average_step {
  T* average;
  T const* x;
  T step;
  __device__ void operator()(access<T> const& at) const {
    auto mean = at.load(average);
    auto const now = at.load(x);
    for (int k = 0; k < access<T>::V; ++k) mean.at[k] += step * (now.at[k] - mean.at[k]);
    at.store(average, mean);
  }
};

template <class T>
struct sgd_step {
  T* parameters;
  T const* gradient;
  T* velocity;
  T rate, keep, decay, factor;
  __device__ void operator()(access<T> const& at) const {
    auto p = at.load(parameters), g = at.load(gradient);
    for (int k = 0; k < access<T>::V; ++k) g.at[k] = factor * g.at[k] + decay * p.at[k];
    if (velocity != nullptr) {
      auto const v = at.load(velocity);
      for (int k = 0; k < access<T>::V; ++k) g.at[k] += keep * v.at[k];
      at.store(velocity, g);
    }
    for (int k = 0; k < access<T>::V; ++k) p.at[k] -= rate * g.at[k];
    at.store(parameters, p);
  }
};

template <class T>
struct adamw_step {
  T* parameters;
  T const* gradient;
  T *first, *second;
  T rate, correction, new1, new2, tiny, keep, factor;
  __device__ void operator()(access<T> const& at) const {
    auto p = at.load(parameters), m = at.load(first), v = at.load(second);
    auto const d = at.load(gradient);
    for (int k = 0; k < access<T>::V; ++k) {
      T const g = factor * d.at[k];
      m.at[k] += new1 * (g - m.at[k]);
      v.at[k] += new2 * (g * g - v.at[k]);
      p.at[k] = keep * p.at[k] - rate * m.at[k] / (std::sqrt(v.at[k] * correction) + tiny);
    }
    at.store(first, m);
    at.store(second, v);
    at.store(parameters, p);
  }
};

} // namespace detail

// sum over x[n] of x^2, in double, in an order that depends on n alone. Waits for the answer.
template <class T>
double squared_norm(device, T const* x, extent_t n) {
  if (n <= 0) return 0;
  scratch workspace;
  double* const sum = workspace.take<double>(1);
  detail::total("squared_norm", x, n, detail::squared{}, detail::put_sum{sum});
  return read_back(sum);
}

// x[n] *= factor
template <class T>
void scale(device, T* x, extent_t n, T factor) {
  detail::each_access<T>("scale", n, detail::scale_step<T>{x, factor}, x);
}

// y[n] += factor * x[n]
template <class T>
void add_scaled(device, T* y, T const* x, extent_t n, T factor) {
  detail::each_access<T>("add_scaled", n, detail::add_scaled_step<T>{y, x, factor}, y, x);
}

// average[n] = decay * average + (1 - decay) * x[n]
template <class T>
void exponential_moving_average(device, T* average, T const* x, extent_t n, double decay) {
  detail::moving_average_step<T> const step{average, x, static_cast<T>(1 - decay)};
  detail::each_access<T>("exponential_moving_average", n, step, average, x);
}

// With g = gradient_scale * gradient + weight_decay * parameter: velocity[n] = momentum * velocity + g (g itself, if
// velocity is null), parameter[n] -= learning_rate * velocity. As torch.optim.SGD with dampening 0.
template <class T>
void update_by_sgd(device, T* parameters, T const* gradient, T* velocity, extent_t n, double learning_rate,
                   double momentum, double weight_decay, double gradient_scale) {
  detail::sgd_step<T> const step{parameters,
                                 gradient,
                                 velocity,
                                 static_cast<T>(learning_rate),
                                 static_cast<T>(momentum),
                                 static_cast<T>(weight_decay),
                                 static_cast<T>(gradient_scale)};
  detail::each_access<T>("sgd", n, step, parameters, gradient, velocity);
}

// One step of Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2; Adam itself with weight_decay 0)
// for g = gradient_scale * gradient[n]; `step` counts from 1:
//   parameter -= learning_rate * weight_decay * parameter
//   first = beta1 first + (1 - beta1) g, second = beta2 second + (1 - beta2) g^2
//   parameter -= learning_rate * first / (1 - beta1^step) / (sqrt(second / (1 - beta2^step)) + epsilon)
template <class T>
void update_by_adamw(device, T* parameters, T const* gradient, T* first, T* second, extent_t n, std::int64_t step,
                     double learning_rate, double beta1, double beta2, double epsilon, double weight_decay,
                     double gradient_scale) {
  auto const t = static_cast<double>(step);
  detail::adamw_step<T> const update{parameters,
                                     gradient,
                                     first,
                                     second,
                                     static_cast<T>(learning_rate / (1 - std::pow(beta1, t))),
                                     static_cast<T>(1 / (1 - std::pow(beta2, t))),
                                     static_cast<T>(1 - beta1),
                                     static_cast<T>(1 - beta2),
                                     static_cast<T>(epsilon),
                                     static_cast<T>(1 - learning_rate * weight_decay),
                                     static_cast<T>(gradient_scale)};
  detail::each_access<T>("adamw", n, update, parameters, gradient, first, second);
}

} // namespace sp::gpu
