// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/device.hpp"
#include "../tape/arena.hpp"
#include "finite.hpp"
#include "parallel.hpp"
#include "simd.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

// Updates of all parameters at once: flat buffers of n elements, one pass each.
namespace sp::cpu {

namespace detail {

inline constexpr extent_t flat_enough = 32768; // from here on threads pay
inline constexpr extent_t flat_block = 16384;  // elements of one partial sum

// Calls update(load, store) for each vector of [0, n): load(p) and store(p, x) are that vector of buffer p, or the part of
// it that is there.
template <class T, class F>
void for_each_vector(extent_t n, F const& update) {
  parallel_ranges(n, width<T>, flat_enough, [&](extent_t first, extent_t last) {
    extent_t i = first;
    for (; i + width<T> <= last; i += width<T>)
      update([i](T const* p) { return load(p + i); }, [i](T* p, vec<T> x) { store<T>(p + i, x); });
    if (i < last)
      update([=](T const* p) { return load_some(p + i, last - i); },
             [=](T* p, vec<T> x) { store_some<T>(p + i, last - i, x); });
  });
}

// p[0, width<double>) in double
template <class T>
vec<double> load_wide(T const* p) {
  typedef T narrow __attribute__((vector_size(sizeof(T) * std::size_t(width<double>))));
  narrow x;
  __builtin_memcpy(&x, p, sizeof x);
  return __builtin_convertvector(x, vec<double>);
}

} // namespace detail

// sum over x[n] of x^2, in double. Partial sums of fixed blocks: the same bits for any number of threads.
template <class T>
double squared_norm(device, T const* x, extent_t n) {
  constexpr extent_t block = detail::flat_block;
  extent_t const blocks = (n + block - 1) / block;
  scratch workspace;
  double* const sums = workspace.take<double>(blocks);
  parallel_ranges(blocks, 1, detail::flat_enough / block, [&](extent_t first, extent_t last) {
    for (extent_t b = first; b < last; ++b) {
      T const* const from = x + b * block;
      extent_t const count = std::min(block, n - b * block);
      constexpr extent_t step = width<double>;
      vec<double> even{}, odd{};
      extent_t i = 0;
      for (; i + 2 * step <= count; i += 2 * step) {
        vec<double> const p = detail::load_wide(from + i), q = detail::load_wide(from + i + step);
        even += p * p;
        odd += q * q;
      }
      double rest = 0;
      for (; i < count; ++i) rest += double(from[i]) * double(from[i]);
      sums[b] = horizontal_sum<double>(even + odd) + rest;
    }
  });
  double sum = 0;
  for (extent_t b = 0; b < blocks; ++b) sum += sums[b];
  return sum;
}

// x[n] *= factor
template <class T>
void scale(device, T* x, extent_t n, T factor) {
  detail::for_each_vector<T>(n, [=](auto load, auto store) { store(x, load(x) * factor); });
}

// y[n] += factor * x[n]
template <class T>
void add_scaled(device, T* y, T const* x, extent_t n, T factor) {
  detail::for_each_vector<T>(n, [=](auto load, auto store) { store(y, load(y) + factor * load(x)); });
}

// average[n] = decay * average + (1 - decay) * x[n]
template <class T>
void exponential_moving_average(device, T* average, T const* x, extent_t n, double decay) {
  T const step = static_cast<T>(1 - decay);
  detail::for_each_vector<T>(n, [=](auto load, auto store) {
    vec<T> const before = load(average);
    store(average, before + step * (load(x) - before));
  });
}

// With g = gradient_scale * gradient + weight_decay * parameter: velocity[n] = momentum * velocity + g (g itself, if
// velocity is null), parameter[n] -= learning_rate * velocity. As torch.optim.SGD with dampening 0.
template <class T>
void update_by_sgd(device, T* parameters, T const* gradient, T* velocity, extent_t n, double learning_rate,
                   double momentum, double weight_decay, double gradient_scale) {
  T const rate = static_cast<T>(learning_rate), keep = static_cast<T>(momentum), decay = static_cast<T>(weight_decay),
          factor = static_cast<T>(gradient_scale);
  detail::for_each_vector<T>(n, [=](auto load, auto store) {
    vec<T> const p = load(parameters);
    vec<T> g = factor * load(gradient) + decay * p;
    if (velocity != nullptr) {
      g = keep * load(velocity) + g;
      store(velocity, g);
    }
    store(parameters, p - rate * g);
  });
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
  T const rate = static_cast<T>(learning_rate / (1 - std::pow(beta1, t))),
          correction = static_cast<T>(1 / (1 - std::pow(beta2, t))), new1 = static_cast<T>(1 - beta1),
          new2 = static_cast<T>(1 - beta2), tiny = static_cast<T>(epsilon),
          keep = static_cast<T>(1 - learning_rate * weight_decay), factor = static_cast<T>(gradient_scale);
  detail::for_each_vector<T>(n, [=](auto load, auto store) {
    vec<T> const g = factor * load(gradient);
    vec<T> m = load(first), v = load(second);
    m += new1 * (g - m);
    v += new2 * (g * g - v);
    store(first, m);
    store(second, v);
    store(parameters, keep * load(parameters) - rate * m / (sqrt(v * correction) + tiny));
  });
}

} // namespace sp::cpu
