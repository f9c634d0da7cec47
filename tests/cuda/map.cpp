// SPDX-License-Identifier: BSL-1.0
#include "shapeproof/cuda/map.cuh"

#include <array>
#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <vector>

#include "../kernel_check.hpp"
#include "shapeproof/cpu/map.hpp"
#include "shapeproof/ops/detail/functions.hpp"
#include "support.hpp"

using sp::extent_t;

namespace {

constexpr sp::gpu::device gpu;
constexpr sp::cpu::device host;

// The loops over a result with these extents, and how many elements each operand has.
template <int N>
struct layout {
  sp::kernels::elementwise_loops<N> loops;
  std::array<extent_t, N> size;
};
// `axes` of an operand: which axes of the result it has, in the order of its own memory.
template <int N>
layout<N> laid_out(std::vector<extent_t> const& extents, std::array<std::vector<int>, N> const& axes) {
  layout<N> l{{}, {}};
  std::vector<std::array<extent_t, N>> step(extents.size());
  for (auto& one : step) one = {};
  for (std::size_t k = 0; k < N; ++k) {
    l.size[k] = 1;
    for (std::size_t a = axes[k].size(); a-- > 0;) {
      auto const axis = static_cast<std::size_t>(axes[k][a]);
      step[axis][k] = l.size[k];
      l.size[k] *= extents[axis];
    }
  }
  for (std::size_t a = 0; a < extents.size(); ++a) l.loops.add_axis(extents[a], step[a]);
  return l;
}

std::vector<layout<2>> layouts() {
  std::vector<layout<2>> all;
  for (extent_t n : {1, 7, 64, 1000, 1023}) all.push_back(laid_out<2>({n}, {{{0}, {0}}}));
  all.push_back(laid_out<2>({}, {}));  // numbers without axes
  for (extent_t n : {4, 33, 64, 1000}) // [M, N] and [N]
    all.push_back(laid_out<2>({77, n}, {{{0, 1}, {1}}}));
  all.push_back(laid_out<2>({3000, 4}, {{{0, 1}, {1}}})); // in many parts
  all.push_back(laid_out<2>({900, 40}, {{{0, 1}, {1}}}));
  all.push_back(laid_out<2>({30, 10}, {{{0, 1}, {0}}})); // [M, N] and [M]
  all.push_back(laid_out<2>({30, 100}, {{{0, 1}, {0}}}));
  all.push_back(laid_out<2>({3, 5001}, {{{0}, {0, 1}}}));
  all.push_back(laid_out<2>({30000}, {{{0}, {}}}));               // a single number
  all.push_back(laid_out<2>({36, 20}, {{{0, 1}, {1, 0}}}));       // in another order
  all.push_back(laid_out<2>({12, 8, 20}, {{{0, 1, 2}, {0, 2}}})); // without the axis in the middle
  all.push_back(laid_out<2>({12, 8, 20}, {{{0, 1, 2}, {1}}}));    // with it alone
  all.push_back(laid_out<2>({12, 9, 7}, {{{2, 0, 1}, {2, 0}}}));
  all.push_back(laid_out<2>({5, 6, 7, 3}, {{{0, 1, 2, 3}, {3, 1}}}));
  all.push_back(laid_out<2>({6, 33}, {{{0}, {1}}}));    // each lacks what the other has
  all.push_back(laid_out<2>({0, 20}, {{{0, 1}, {1}}})); // nothing, and sums of nothing
  all.push_back(laid_out<2>({20, 0}, {{{0, 1}, {0}}}));
  all.push_back(laid_out<2>({0}, {{{0}, {0}}}));
  return all;
}

// Everything that the lanes of both devices have, at places where it is smooth.
struct everything {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const {
    auto const a = exp(x) + log(y * y + 1.5f) - sqrt(square(x) + 0.5f) * tanh(y) / (2 + sigmoid(x));
    auto const b = where(x > y && !(y >= 0.5f), relu(x), abs(y)) + where(x < 0 || y != y, 1, x) + where(y <= x, y, -2);
    auto const c = max(x, y) * min(2 - x, y + 1) + pow(x * x + 1, 1.5f) - 3 * (x - 4) / 5 + 1 / (y * y + 1);
    return where(x == y, -a, a) + b * 2 + c;
  }
};
struct gated {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return x * sigmoid(y); }
};
// Edges: infinite derivatives, ties and NaN.
struct root_of_first {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return sqrt(x) * y; }
};
struct greater_one {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return max(x, y); }
};
struct smaller_one {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return min(x, y); }
};
struct logarithms {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return log(x) + log(sigmoid(y)); }
};
struct cut_off {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return relu(x) + abs(y) + tanh(x); }
};
struct powers {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y) const { return pow(x, 2) - exp(y) / (x - x); }
};

struct is_close {
  SHAPEPROOF_HD bool operator()(int x, std::int64_t y) const { return x - y < 2 && y - x < 2; }
};
struct fused {
  SHAPEPROOF_HD_AS_ARGUMENTS auto operator()(auto x, auto y, auto z) const { return x * tanh(y) + z; }
};

template <class T>
double tolerance() {
  return std::is_same_v<T, float> ? 1e-5 : 1e-12;
}
template <class T>
std::vector<double> in_double(std::vector<T> const& x) {
  return {x.begin(), x.end()};
}

// Numbers on the GPU, `behind` an address that is well aligned.
template <class T>
struct behind {
  on_gpu<T> memory;
  T* p;
  behind(std::vector<T> const& x, std::size_t by) : memory(shifted(x, by)), p(memory.p + by) {}
  std::vector<T> back() const {
    auto const all = memory.back();
    return {all.begin() + (p - memory.p), all.end()};
  }
  static std::vector<T> shifted(std::vector<T> x, std::size_t by) {
    x.insert(x.begin(), by, T(0));
    return x;
  }
};

template <class T, class F>
void check_both_passes(F const& f, layout<2> const& l, std::size_t by) {
  auto const n = l.loops.elements();
  auto const x = noise<T>(l.size[0], 1), y = noise<T>(l.size[1], 2);
  auto dout = noise<T>(n, 3);
  for (std::size_t i = 0; i < dout.size(); i += 5) dout[i] = 0;
  behind<T> const x_there(x, by), y_there(y, by), dout_there(dout, by);

  std::vector<T> out(static_cast<std::size_t>(n));
  sp::cpu::map_forward(host, f, l.loops, out.data(), x.data(), y.data());
  behind<T> out_there(std::vector<T>(out.size(), T(-99)), by);
  sp::gpu::map_forward(gpu, f, l.loops, out_there.p, x_there.p, y_there.p);
  CHECK(difference(out_there.back(), in_double(out)) < tolerance<T>());

  for (bool add : {false, true})
    for (int which : {1, 2, 3}) { // whose gradient is asked for
      auto dx = noise<T>(l.size[0], 4), dy = noise<T>(l.size[1], 5);
      behind<T> dx_there(dx, by), dy_there(dy, by);
      auto const wanted = [&](T* p, int k) {
        return sp::kernels::gradient_place<T>{(which & k) != 0 ? p : nullptr, add};
      };
      sp::cpu::map_backward<T>(host, f, l.loops, dout.data(), {wanted(dx.data(), 1), wanted(dy.data(), 2)}, x.data(),
                               y.data());
      sp::gpu::map_backward<T>(gpu, f, l.loops, dout_there.p, {wanted(dx_there.p, 1), wanted(dy_there.p, 2)}, x_there.p,
                               y_there.p);
      // The host adds one after the other, which in float is the less exact way.
      double const sums = std::is_same_v<T, float> ? 20 : 1;
      CHECK(difference(dx_there.back(), in_double(dx)) < sums * tolerance<T>());
      CHECK(difference(dy_there.back(), in_double(dy)) < sums * tolerance<T>());
    }
}

} // namespace

GPU_TEST_CASE("functions and gradients are the host's, however the operands lie") {
  int number = 0;
  for (auto const& l : layouts()) {
    CAPTURE(number++);
    check_both_passes<double>(everything{}, l, 0);
    check_both_passes<float>(gated{}, l, 0);
    check_both_passes<float>(gated{}, l, 1);
  }
}

GPU_TEST_CASE("the functions of the operations run on both") {
  using namespace sp::detail;
  auto const l = laid_out<1>({100}, {{{0}}});
  auto x = noise(100, 1);
  for (double& value : x) value += 2; // logarithms and roots
  on_gpu<double> const x_there(x);
  auto const check = [&](auto f) {
    std::vector<double> out(100), dx(100);
    sp::cpu::map_forward(host, f, l.loops, out.data(), x.data());
    sp::cpu::map_backward<double>(host, f, l.loops, x.data(), {{{dx.data(), false}}}, x.data());
    on_gpu<double> out_there(100), dx_there(100);
    sp::gpu::map_forward(gpu, f, l.loops, out_there.p, x_there.p);
    sp::gpu::map_backward<double>(gpu, f, l.loops, x_there.p, {{{dx_there.p, false}}}, x_there.p);
    CHECK(difference(out_there.back(), out) < 1e-12);
    CHECK(difference(dx_there.back(), dx) < 1e-12);
  };
  check(abs_of{});
  check(exp_of{});
  check(log_of{});
  check(relu_of{});
  check(sigmoid_of{});
  check(sqrt_of{});
  check(square_of{});
  check(tanh_of{});
  check(with_right<quotient_of, double>{3});
  check(with_left<quotient_of, double>{3});
  check(with_left<difference_of, double>{3});
}

GPU_TEST_CASE("functions at their edges are the host's") {
  double const inf = std::numeric_limits<double>::infinity(), nan = std::nan("");
  std::vector<double> const values{0, -0., 1, -1, inf, -inf, nan, 1e-320, 700, -700, 100, -100};
  std::vector<double> x, y;
  for (double a : values)
    for (double b : values) x.push_back(a), y.push_back(b);
  auto const n = static_cast<extent_t>(x.size());
  auto const l = laid_out<2>({n}, {{{0}, {0}}});
  auto const unlike = [](auto const& a, auto const& b) { // the first place where a is not what b is, or -1
    for (std::size_t i = 0; i < a.size(); ++i) {
      double const got = a[i], expected = b[i];
      bool const one = std::isnan(expected) ? std::isnan(got)
                                            : got == expected || std::abs(got - expected) <= 1e-5 * std::abs(expected);
      if (!one) return static_cast<int>(i);
    }
    return -1;
  };
  auto const check_one = [&]<class T>(auto f, T) {
    std::vector<T> const xs(x.begin(), x.end()), ys(y.begin(), y.end());
    std::vector<T> out(xs.size()), dx(xs.size()), dy(xs.size()), dout(xs.size(), T(0.5));
    dout[0] = dout[12] = dout[24] = 0;
    sp::cpu::map_forward(host, f, l.loops, out.data(), xs.data(), ys.data());
    sp::cpu::map_backward<T>(host, f, l.loops, dout.data(), {{{dx.data(), false}, {dy.data(), false}}}, xs.data(),
                             ys.data());
    on_gpu<T> const x_there(xs), y_there(ys), dout_there(dout);
    on_gpu<T> out_there(n), dx_there(n), dy_there(n);
    sp::gpu::map_forward(gpu, f, l.loops, out_there.p, x_there.p, y_there.p);
    sp::gpu::map_backward<T>(gpu, f, l.loops, dout_there.p, {{{dx_there.p, false}, {dy_there.p, false}}}, x_there.p,
                             y_there.p);
    CHECK(unlike(out_there.back(), out) == -1);
    CHECK(unlike(dx_there.back(), dx) == -1);
    CHECK(unlike(dy_there.back(), dy) == -1);
  };
  check_one(sp::detail::quotient_of{}, 1.);
  check_one(sp::detail::quotient_of{}, 1.f);
  check_one(root_of_first{}, 1.);
  check_one(greater_one{}, 1.f);
  check_one(smaller_one{}, 1.f);
  check_one(logarithms{}, 1.f);
  check_one(cut_off{}, 1.f);
  check_one(powers{}, 1.f);
}

GPU_TEST_CASE("operands that are one tensor add to one gradient, also in two orders of its axes") {
  extent_t const n = 37;
  auto const x = noise(n * n, 1), dout = noise(n * n, 2);
  on_gpu<double> const x_there(x), dout_there(dout);
  for (bool turned : {false, true}) {
    auto const l = turned ? laid_out<2>({n, n}, {{{0, 1}, {1, 0}}}) : laid_out<2>({n, n}, {{{0, 1}, {0, 1}}});
    std::vector<double> expected(x.size());
    for (extent_t i = 0; i < n; ++i)
      for (extent_t j = 0; j < n; ++j) {
        auto const at = static_cast<std::size_t>(i * n + j),
                   other = static_cast<std::size_t>(turned ? j * n + i : i * n + j);
        expected[at] += dout[at] * x[other];
        expected[other] += dout[at] * x[at];
      }
    on_gpu<double> dx(n * n);
    sp::gpu::map_backward<double>(gpu, sp::detail::product_of{}, l.loops, dout_there.p, {{{dx.p, false}, {dx.p, true}}},
                                  x_there.p, x_there.p);
    CHECK(difference(dx.back(), expected) < 1e-12);
  }
}

GPU_TEST_CASE("where nothing arrives nothing flows back, even by an infinite derivative, also into a sum") {
  for (auto const& l : {laid_out<2>({6, 40}, {{{0}, {0, 1}}}), laid_out<2>({40, 6}, {{{1}, {0, 1}}})}) {
    std::vector<double> const x(6, 0.); // where the root is steepest
    auto const y = noise(240, 1);
    std::vector<double> dout(240), dx(6);
    on_gpu<double> const x_there(x), y_there(y), dout_there(dout);
    on_gpu<double> dx_there(6), dy_there(240);
    sp::gpu::map_backward<double>(gpu, root_of_first{}, l.loops, dout_there.p,
                                  {{{dx_there.p, false}, {dy_there.p, false}}}, x_there.p, y_there.p);
    CHECK(dx_there.back() == dx);
    CHECK(dy_there.back() == dout);
  }
}

GPU_TEST_CASE("three operands, two of them repeated") {
  auto const l = laid_out<3>({70, 33}, {{{0, 1}, {1}, {0}}});
  auto const x = noise(l.size[0], 1), y = noise(l.size[1], 2), z = noise(l.size[2], 3), dout = noise(70 * 33, 4);
  std::vector<double> dx(x.size()), dy(y.size()), dz(z.size());
  sp::cpu::map_backward<double>(host, fused{}, l.loops, dout.data(),
                                {{{dx.data(), false}, {dy.data(), false}, {dz.data(), false}}}, x.data(), y.data(),
                                z.data());
  on_gpu<double> const x_there(x), y_there(y), z_there(z), dout_there(dout);
  on_gpu<double> dx_there(l.size[0]), dy_there(l.size[1]), dz_there(l.size[2]);
  sp::gpu::map_backward<double>(gpu, fused{}, l.loops, dout_there.p,
                                {{{dx_there.p, false}, {dy_there.p, false}, {dz_there.p, false}}}, x_there.p, y_there.p,
                                z_there.p);
  CHECK(difference(dx_there.back(), dx) < 1e-12);
  CHECK(difference(dy_there.back(), dy) < 1e-12);
  CHECK(difference(dz_there.back(), dz) < 1e-12);
}

GPU_TEST_CASE("positions of 64 bits, which results of more than 2^31 elements have, give the same") {
  using sp::gpu::detail::gradient_of_repeated, sp::gpu::detail::gradients_by, sp::gpu::detail::map_by;
  auto const l = laid_out<2>({60, 9, 33}, {{{0, 1, 2}, {2, 0}}});
  auto const x = noise(l.size[0], 1), y = noise(l.size[1], 2), dout = noise(l.size[0], 3);
  on_gpu<double> const x_there(x), y_there(y), dout_there(dout);
  std::vector<double> out(x.size()), dx(x.size()), dy(y.size());
  on_gpu<double> out_there(l.size[0]), dx_there(l.size[0]), dy_there(l.size[1]);
  sp::gpu::map_forward(gpu, everything{}, l.loops, out_there.p, x_there.p, y_there.p);
  auto const narrow = out_there.back();
  map_by<extent_t, 1>(sp::gpu::detail::on_values<double, everything>{}, l.loops, out_there.p, x_there.p, y_there.p);
  CHECK(out_there.back() == narrow);
  sp::cpu::map_backward<double>(host, everything{}, l.loops, dout.data(), {{{dx.data(), false}, {dy.data(), false}}},
                                x.data(), y.data());
  std::array<double const*, 2> const from{x_there.p, y_there.p};
  gradients_by<extent_t, 1>(everything{}, l.loops, static_cast<double const*>(dout_there.p), from,
                            {{{dx_there.p, false}, {}}});
  gradient_of_repeated<extent_t>(everything{}, l.loops, 1, static_cast<double const*>(dout_there.p), from,
                                 {dy_there.p, false});
  CHECK(difference(dx_there.back(), dx) < 1e-12);
  CHECK(difference(dy_there.back(), dy) < 1e-12);
}

GPU_TEST_CASE("a sum over many parts has the same bits on each run") {
  auto const l = laid_out<2>({5000, 20}, {{{0, 1}, {1}}});
  auto const x = noise<float>(l.size[0], 1), y = noise<float>(l.size[1], 2);
  on_gpu<float> const x_there(x), y_there(y);
  std::vector<std::vector<float>> runs;
  for (int run = 0; run < 2; ++run) {
    on_gpu<float> dy(20);
    sp::gpu::map_backward<float>(gpu, sp::detail::product_of{}, l.loops, x_there.p, {{{nullptr, false}, {dy.p, false}}},
                                 x_there.p, y_there.p);
    runs.push_back(dy.back());
  }
  CHECK(runs[0] == runs[1]);
}

GPU_TEST_CASE("any elements, of several types, to any others") {
  for (auto const& l : layouts()) {
    auto const numbers = [](extent_t n, int by) {
      std::vector<int> x(static_cast<std::size_t>(n));
      for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<int>(i * 7919u) % 10 + by;
      return x;
    };
    auto const x = numbers(l.size[0], 0);
    auto const few = numbers(l.size[1], 1);
    std::vector<std::int64_t> const y(few.begin(), few.end());
    std::vector<unsigned char> out(static_cast<std::size_t>(l.loops.elements()));
    sp::cpu::apply_forward(host, is_close{}, l.loops, out.data(), x.data(), y.data());
    on_gpu<int> const x_there(x);
    on_gpu<std::int64_t> const y_there(y);
    on_gpu<unsigned char> out_there(out);
    sp::gpu::apply_forward(gpu, is_close{}, l.loops, out_there.p, x_there.p, y_there.p);
    CHECK(out_there.back() == out);
  }
}
