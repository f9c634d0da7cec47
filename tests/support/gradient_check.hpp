// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>
#include <doctest/doctest.h>
#include <shapeproof/tape/operation.hpp>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// Gradients of operations against central differences, in double.
//
//   check_gradient([&](auto& on, auto const& a, auto const& b) { return sp::dot<K>(a, b); }, a, b);
//
// `on` puts a constant where the operands are: on(x) is the tape's copy, or x itself when the function is called with plain
// tensors. The function's result may have any axes; it is made one number by a fixed weighting of its real positions.
namespace gradient_check {

// Stands for the tape when the function is called with plain tensors.
struct no_tape {
  template <class X>
  X const& operator()(X const& x) const {
    return x;
  }
};

// For each element in row-major order: is it real along every ragged axis?
template <class... A>
std::vector<bool> real_positions(sp::detail::shape<A...> const& s) {
  std::vector<bool> real(static_cast<std::size_t>(s.elements()), true);
  sp::extent_t const sizes[] = {s.template size<A>()..., 1};
  for (std::size_t flat = 0; flat < real.size(); ++flat) {
    [[maybe_unused]] sp::extent_t position[sizeof...(A) + 1] = {}, rest = static_cast<sp::extent_t>(flat);
    for (std::size_t axis = sizeof...(A); axis-- > 0; rest /= sizes[axis]) position[axis] = rest % sizes[axis];
    (
        [&] {
          if constexpr (sp::ragged_axis<A>) {
            using sp::axes, sp::detail::index_of;
            int const length = s.template stored<A>().extent.lengths[position[index_of<axes<A...>, typename A::over>]];
            if (position[index_of<axes<A...>, A>] >= length) real[flat] = false;
          }
        }(),
        ...);
  }
  return real;
}

// A number in [-1, -0.25) or [0.25, 1) that depends on nothing but i.
inline double weight(std::size_t i) {
  std::uint64_t const hash = (static_cast<std::uint64_t>(i) + 1) * 0x9E3779B97F4A7C15u;
  double const size = 0.25 + 0.75 * static_cast<double>(hash >> 12) * 0x1p-52;
  return (hash >> 11 & 1) != 0 ? size : -size;
}

// The sum over the real positions of weight times value, as a number on the tape.
template <class T, class... A>
sp::taped<double> weighted_sum(sp::taped<T, A...> const& y) {
  auto at = sp::detail::where("weighted sum", y);
  auto in = at.on(y);
  auto const real = real_positions(in.s);
  auto* weights = at.t->template take<double>(static_cast<sp::extent_t>(real.size()));
  auto sum = at.template make<double>(sp::detail::shape<>{});
  *sum.p = 0;
  for (std::size_t i = 0; i < real.size(); ++i) {
    weights[i] = real[i] ? weight(i) : 0;
    if (real[i]) *sum.p += weights[i] * in.p[i];
  }
  at.record(sum, [=](sp::detail::recorder& t, double const* d_sum) {
    auto d = t.want(in);
    if (!d) return;
    for (sp::extent_t i = 0; i < in.s.elements(); ++i) d.p[i] = (d.add ? d.p[i] : 0) + weights[i] * *d_sum;
  });
  return at.finish(sum);
}

inline double relative_error(double a, double b) { return std::abs(a - b) / (1e-4 + std::abs(a) + std::abs(b)); }

template <class X>
std::vector<double> values_of(X const& x) {
  auto const look = sp::detail::access::of(x);
  return {look.p, look.p + look.s.elements()};
}

// The gradients of weighted_sum(f(x...)) added up over `times` calls; only operands with watch[i] are watched.
template <class F, class... X>
std::vector<std::vector<double>> gradients(F const& f, std::vector<bool> const& watch, int times, X const&... x) {
  sp::tape t;
  std::size_t i = 0;
  auto const put = [&](auto const& one) { return watch[i++] ? t.watch(one) : t(one); };
  std::tuple operands{put(x)...}; // braces: from left to right
  return std::apply(
      [&](auto const&... operand) {
        auto const state = t.random();
        double value = 0;
        std::vector<sp::taped<double>> sums;
        for (int time = 0; time < times; ++time) {
          t.set_random(state);
          sums.push_back(weighted_sum(f(t, operand...)));
          if (time == 0) value = sums.front().value();
          CHECK(sums.back().value() == value);
        }
        // One backward for all: the sum of the sums.
        auto at = sp::detail::where("sum", sums.front());
        auto total = at.template make<double>(sp::detail::shape<>{});
        *total.p = value * times;
        auto* inputs = t.template take<sp::detail::input<double>>(times);
        for (int time = 0; time < times; ++time) inputs[time] = at.on(sums[static_cast<std::size_t>(time)]);
        at.record(total, [=](sp::detail::recorder& tape, double const* d_total) {
          for (int time = 0; time < times; ++time)
            if (auto d = tape.want(inputs[time])) *d.p = (d.add ? *d.p : 0) + *d_total;
        });
        t.backward(at.finish(total));
        return std::vector<std::vector<double>>{values_of(t.gradient_of(operand))...};
      },
      operands);
}

template <class F, class... X>
double value(F const& f, X const&... x) {
  sp::tape t;
  return weighted_sum(f(t, t(x)...)).value();
}

// d value / d (element i of operand Which), by differences of fourth order.
template <std::size_t Which, class F, class Operands>
double difference(F const& f, Operands& operands, std::size_t i) {
  double* x = sp::detail::access::data(std::get<Which>(operands)) + i;
  double const here = *x, step = 3e-4;
  auto at = [&](double where) {
    *x = where;
    return std::apply([&](auto const&... operand) { return value(f, operand...); }, operands);
  };
  double const d =
      (8 * (at(here + step) - at(here - step)) - (at(here + 2 * step) - at(here - 2 * step))) / (12 * step);
  *x = here;
  return d;
}

// x off the tape, on the device of the other operands: ids and masks may stand so beside taped values.
template <class X>
X const& beside(sp::tape&, X const& x) {
  return x;
}
template <class X>
X const& beside(no_tape&, X const& x) {
  return x;
}

} // namespace gradient_check
using gradient_check::beside;

// The tape's gradient of every tensor<double, ...> against central differences: relative error below 1e-6, exactly zero at
// padding, the same when it is the only one watched, twice as much when the function is applied twice.
template <class F, class... X>
void check_derivatives(F const& f, X const&... x) {
  using namespace gradient_check;
  constexpr std::size_t n = sizeof...(X);
  static_assert((std::is_same_v<sp::raw_element<sp::element_of<X>>, double> && ...), "gradients are checked in double");
  auto const all = gradients(f, std::vector<bool>(n, true), 1, x...);
  auto const twice = gradients(f, std::vector<bool>(n, true), 2, x...);
  std::tuple<X...> operands(x...);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (
        [&] {
          CAPTURE(I);
          std::vector<bool> only(n, false);
          only[I] = true;
          auto const alone = gradients(f, only, 1, x...);
          auto const real = real_positions(sp::detail::access::of(std::get<I>(operands)).s);
          for (std::size_t i = 0; i < real.size(); ++i) {
            CAPTURE(i);
            double const expected = difference<I>(f, operands, i);
            CAPTURE(expected);
            CAPTURE(all[I][i]);
            CHECK(relative_error(all[I][i], expected) < 1e-6);
            CHECK(relative_error(alone[I][i], all[I][i]) < 1e-12);
            CHECK(relative_error(twice[I][i], 2 * all[I][i]) < 1e-12);
            if (!real[i]) CHECK(all[I][i] == 0);
          }
        }(),
        ...);
  }(std::index_sequence_for<X...>{});
}

// Called with plain tensors the function gives the same bits at every real position, and finite numbers at padding.
template <class F, class... X>
void check_plain_agrees(F const& f, X const&... x) {
  using namespace gradient_check;
  sp::tape t;
  no_tape none;
  auto const on_tape = f(t, t(x)...);
  auto const plain = [&] {
    if constexpr (std::is_invocable_v<F const&, no_tape&, X const&...>)
      return f(none, x...);
    else
      return f(t, x...);
  }();
  static_assert(std::is_same_v<sp::signature<decltype(plain)>, sp::signature<decltype(on_tape)>>);
  auto const real = real_positions(sp::detail::access::of(plain).s);
  auto const a = values_of(on_tape), b = values_of(plain);
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    CAPTURE(i);
    CHECK(std::isfinite(a[i]));
    CHECK(std::isfinite(b[i]));
    if (real[i]) CHECK(std::memcmp(&a[i], &b[i], sizeof(double)) == 0);
  }
}

#ifdef SHAPEPROOF_TEST_CUDA // the file is compiled once more, for a GPU or its emulation
#include "gpu_check.hpp"
template <class F, class... X>
void check_gradient(F const& f, X const&... x) {
  gpu_check::check(f, x...);
}
#else
template <class F, class... X>
void check_gradient(F const& f, X const&... x) {
  check_plain_agrees(f, x...);
  check_derivatives(f, x...);
}
#endif
