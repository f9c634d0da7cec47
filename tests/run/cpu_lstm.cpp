// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"

#include <algorithm>
#include <shapeproof/cpu/lstm_backward.hpp>
#include <shapeproof/cpu/lstm_step.hpp>
#include <string>

using sp::extent_t;
namespace cpu = sp::cpu;

namespace {

template <class T>
using numbers = std::vector<T>;

constexpr std::size_t at(extent_t i) { return static_cast<std::size_t>(i); }

// One way to call an LSTM
struct use {
  extent_t steps, batch, inputs, hidden;
  std::vector<int> lengths = {}; // empty: all rows are full
  bool reversed = false, h0 = false, c0 = false;

  extent_t length(extent_t row) const { return lengths.empty() ? steps : lengths[at(row)]; }
  int const* length_pointer() const { return lengths.empty() ? nullptr : lengths.data(); }
  extent_t four() const { return 4 * hidden; }
};

template <class T>
struct operands {
  numbers<T> x, w_ih, w_hh, bias, h0, c0;
};
template <class T>
struct results {
  numbers<T> y, h_last, c_last;
};

operands<double> some_operands(use const& u) {
  operands<double> o{noise(u.steps * u.batch * u.inputs, 1), noise(u.inputs * u.four(), 2),
                     noise(u.hidden * u.four(), 3),          noise(u.four(), 4),
                     noise(u.batch * u.hidden, 5),           noise(u.batch * u.hidden, 6)};
  for (double& w : o.w_hh) w /= std::sqrt(double(u.hidden));
  if (!u.h0) o.h0.clear();
  if (!u.c0) o.c0.clear();
  return o;
}

// The definition, one number after another.
results<double> naive(use const& u, operands<double> const& o) {
  extent_t const H = u.hidden, B = u.batch, I = u.inputs;
  results<double> r{numbers<double>(at(u.steps * B * H)), numbers<double>(at(B * H)), numbers<double>(at(B * H))};
  auto const sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
  for (extent_t b = 0; b < B; ++b) {
    numbers<double> h(at(H)), c(at(H));
    for (extent_t j = 0; j < H; ++j) {
      if (u.h0) h[at(j)] = o.h0[at(b * H + j)];
      if (u.c0) c[at(j)] = o.c0[at(b * H + j)];
    }
    for (extent_t n = 0; n < u.length(b); ++n) {
      extent_t const t = u.reversed ? u.length(b) - 1 - n : n;
      auto gate = o.bias;
      for (extent_t k = 0; k < u.four(); ++k) {
        for (extent_t i = 0; i < I; ++i) gate[at(k)] += o.x[at((t * B + b) * I + i)] * o.w_ih[at(i * u.four() + k)];
        for (extent_t i = 0; i < H; ++i) gate[at(k)] += h[at(i)] * o.w_hh[at(i * u.four() + k)];
      }
      for (extent_t j = 0; j < H; ++j) {
        c[at(j)] = sigmoid(gate[at(H + j)]) * c[at(j)] + sigmoid(gate[at(j)]) * std::tanh(gate[at(2 * H + j)]);
        h[at(j)] = sigmoid(gate[at(3 * H + j)]) * std::tanh(c[at(j)]);
        r.y[at((t * B + b) * H + j)] = h[at(j)];
      }
    }
    std::copy(h.begin(), h.end(), r.h_last.begin() + b * H);
    std::copy(c.begin(), c.end(), r.c_last.begin() + b * H);
  }
  return r;
}

template <class T, class U>
numbers<T> as(numbers<U> const& x) {
  return numbers<T>(x.begin(), x.end());
}

// NaN in everything that a kernel must not read
template <class T>
void poison(use const& u, extent_t width, numbers<T>& x) {
  for (extent_t t = 0; t < u.steps; ++t)
    for (extent_t b = 0; b < u.batch; ++b)
      if (t >= u.length(b)) std::fill_n(x.begin() + (t * u.batch + b) * width, width, T(NAN));
}

template <class T>
struct kept {
  operands<T> o;
  results<T> r;
  numbers<T> gates, cells;
  cpu::lstm_arguments<T> a;

  kept(use const& u, operands<double> const& from, bool keep = true)
      : o{as<T>(from.x), as<T>(from.w_ih), as<T>(from.w_hh), as<T>(from.bias), as<T>(from.h0), as<T>(from.c0)},
        r{numbers<T>(at(u.steps * u.batch * u.hidden), T(7)), numbers<T>(at(u.batch * u.hidden), T(7)),
          numbers<T>(at(u.batch * u.hidden), T(7))},
        gates(at(u.steps * u.batch * u.four()), T(NAN)), cells(at(u.steps * u.batch * u.hidden), T(NAN)) {
    poison(u, u.inputs, o.x);
    a = {.steps = u.steps,
         .batch = u.batch,
         .inputs = u.inputs,
         .hidden = u.hidden,
         .x = o.x.data(),
         .w_ih = o.w_ih.data(),
         .w_hh = o.w_hh.data(),
         .bias = o.bias.data(),
         .h0 = u.h0 ? o.h0.data() : nullptr,
         .c0 = u.c0 ? o.c0.data() : nullptr,
         .lengths = u.length_pointer(),
         .reversed = u.reversed,
         .y = r.y.data(),
         .h_last = r.h_last.data(),
         .c_last = r.c_last.data(),
         .gates = keep ? gates.data() : nullptr,
         .cells = keep ? cells.data() : nullptr};
    cpu::lstm_forward(a);
  }
  kept(kept const&) = delete;
};

// What the gradient is taken of: a weighting of all outputs. Weights at padding are never read.
struct loss {
  numbers<double> y, h_last, c_last;
  explicit loss(use const& u)
      : y(noise(u.steps * u.batch * u.hidden, 7)), h_last(noise(u.batch * u.hidden, 8)),
        c_last(noise(u.batch * u.hidden, 9)) {}
  double operator()(use const& u, operands<double> const& o) const {
    auto const r = naive(u, o);
    return dot(y, r.y) + dot(h_last, r.h_last) + dot(c_last, r.c_last);
  }
};

template <class T>
operands<T> gradients(use const& u, kept<T>& k, loss const& l, T start = 0, bool add = false) {
  operands<T> d;
  auto const fill = [](numbers<T> const& like, T value) { return numbers<T>(like.size(), value); };
  d = {fill(k.o.x, add ? start : T(NAN)),
       fill(k.o.w_ih, start),
       fill(k.o.w_hh, start),
       fill(k.o.bias, start),
       fill(k.o.h0, add ? start : T(NAN)),
       fill(k.o.c0, add ? start : T(NAN))};
  auto dy = as<T>(l.y), dh_last = as<T>(l.h_last), dc_last = as<T>(l.c_last);
  poison(u, u.hidden, dy);
  cpu::lstm_backward<T>(k.a, {.dy = dy.data(),
                              .dh_last = dh_last.data(),
                              .dc_last = dc_last.data(),
                              .dx = d.x.data(),
                              .dh0 = u.h0 ? d.h0.data() : nullptr,
                              .dc0 = u.c0 ? d.c0.data() : nullptr,
                              .add_dx = add,
                              .add_dh0 = add,
                              .add_dc0 = add,
                              .dw_ih = d.w_ih.data(),
                              .dw_hh = d.w_hh.data(),
                              .dbias = d.bias.data()});
  return d;
}

// Every step-th derivative by central differences
void check_derivatives(use const& u, operands<double> o, numbers<double> operands<double>::* which,
                       numbers<double> const& got, loss const& l, std::size_t step) {
  for (std::size_t i = 0; i < (o.*which).size(); i += step) {
    double& x = (o.*which)[i];
    double const here = x, h = 1e-5;
    x = here + h;
    double const above = l(u, o);
    x = here - h;
    double const expected = (above - l(u, o)) / (2 * h);
    x = here;
    CAPTURE(i);
    CHECK(std::abs(got[i] - expected) < 1e-7 * (1 + std::abs(expected)));
  }
}

std::vector<use> const uses{
    {4, 3, 2, 5},
    {4, 3, 2, 5, {}, true, true, true},
    {1, 1, 3, 5, {}, false, true, false},
    {1, 1, 1, 1, {1}, true, false, true},
    {6, 5, 3, 5, {2, 0, 6, 4, 6}},
    {6, 5, 3, 5, {2, 0, 6, 4, 6}, true},
    {6, 5, 3, 5, {2, 0, 6, 4, 6}, false, true, true},
    {6, 5, 3, 5, {2, 0, 6, 4, 6}, true, true, true},
    {5, 3, 3, 16, {5, 5, 3}, false, true, true}, // in order already
    {5, 3, 3, 16, {3, 3, 3}, true, false, true}, // all shorter than the extent
    {4, 9, 4, 19, {1, 4, 4, 2, 3, 4, 1, 0, 4}, false, false, true},
    {4, 9, 4, 19, {1, 4, 4, 2, 3, 4, 1, 0, 4}, true, true, false},
    {3, 2, 2, 5, {0, 0}, false, true, true},
};

std::string words(use const& u) {
  std::string text = "steps " + std::to_string(u.steps) + ", batch " + std::to_string(u.batch) + ", hidden " +
                     std::to_string(u.hidden) + (u.reversed ? ", reversed" : "") + (u.h0 ? ", h0" : "") +
                     (u.c0 ? ", c0" : "") + ", lengths";
  for (int l : u.lengths) text += " " + std::to_string(l);
  return text;
}

// More than a million multiplications, so that threads take part
use const large{9,     26,   37,  35, {9, 1, 4, 9, 7, 8, 8, 2, 3, 5, 6, 9, 9, 0, 4, 7, 7, 9, 8, 2, 5, 9, 6, 1, 9, 3},
                false, true, true};

struct with_threads {
  int before = sp::threads();
  explicit with_threads(int n) { sp::set_threads(n); }
  ~with_threads() { sp::set_threads(before); }
};

} // namespace

TEST_CASE_TEMPLATE("an LSTM gives what its definition gives", T, double, float) {
  for (use u : uses)
    for (int threads : {1, 2}) {
      with_threads const set(threads);
      CAPTURE(words(u));
      auto const o = some_operands(u);
      auto const expected = naive(u, o);
      kept<T> const got(u, o), passing(u, o, false);
      double const bound = sizeof(T) == 4 ? 2e-6 : 1e-14;
      CHECK(difference(got.r.y, expected.y) < bound);
      CHECK(difference(got.r.h_last, expected.h_last) < bound);
      CHECK(difference(got.r.c_last, expected.c_last) < bound);
      CHECK(passing.r.y == got.r.y);
      CHECK(passing.r.h_last == got.r.h_last);
      CHECK(passing.r.c_last == got.r.c_last);
    }
}

TEST_CASE("the gradients are those of central differences, and zero at padding") {
  for (use u : uses) {
    CAPTURE(words(u));
    auto const o = some_operands(u);
    loss const l(u);
    kept<double> k(u, o);
    auto const d = gradients(u, k, l);
    std::size_t const step = u.hidden > 5 ? 23 : 1;
    check_derivatives(u, o, &operands<double>::x, d.x, l, step > 1 ? 5 : 1);
    check_derivatives(u, o, &operands<double>::w_ih, d.w_ih, l, step);
    check_derivatives(u, o, &operands<double>::w_hh, d.w_hh, l, step);
    check_derivatives(u, o, &operands<double>::bias, d.bias, l, step);
    check_derivatives(u, o, &operands<double>::h0, d.h0, l, 3);
    check_derivatives(u, o, &operands<double>::c0, d.c0, l, 3);
    for (extent_t t = 0; t < u.steps; ++t)
      for (extent_t b = 0; b < u.batch; ++b)
        for (extent_t i = 0; i < u.inputs && t >= u.length(b); ++i)
          CHECK(d.x[at((t * u.batch + b) * u.inputs + i)] == 0);
  }
}

TEST_CASE("gradients are added where something is there already, and left out where nobody wants them") {
  for (use u : uses) {
    CAPTURE(words(u));
    auto const o = some_operands(u);
    loss const l(u);
    kept<double> first(u, o), second(u, o), third(u, o);
    auto const d = gradients(u, first, l), added = gradients(u, second, l, 2.5, true);
    auto const check = [](numbers<double> const& more, numbers<double> const& less) {
      for (std::size_t i = 0; i < more.size(); ++i) CHECK(more[i] == doctest::Approx(less[i] + 2.5).epsilon(1e-12));
    };
    check(added.x, d.x), check(added.w_ih, d.w_ih), check(added.w_hh, d.w_hh), check(added.bias, d.bias);
    check(added.h0, d.h0), check(added.c0, d.c0);
    numbers<double> only(d.w_hh.size());
    cpu::lstm_backward<double>(third.a, {.dh_last = l.h_last.data(), .dw_hh = only.data()});
    loss of_h = l;
    std::fill(of_h.y.begin(), of_h.y.end(), 0);
    std::fill(of_h.c_last.begin(), of_h.c_last.end(), 0);
    check_derivatives(u, o, &operands<double>::w_hh, only, of_h, 29);
  }
}

TEST_CASE("float gradients are those in double, rounded") {
  for (bool reversed : {false, true}) {
    use u = large;
    u.reversed = reversed;
    auto const o = some_operands(u);
    loss const l(u);
    kept<double> precise(u, o);
    kept<float> rounded(u, o);
    auto const d = gradients(u, precise, l);
    auto const f = gradients(u, rounded, l);
    CHECK(difference(f.x, d.x) < 2e-5);
    CHECK(difference(f.w_ih, d.w_ih) < 2e-5);
    CHECK(difference(f.w_hh, d.w_hh) < 2e-5);
    CHECK(difference(f.bias, d.bias) < 2e-5);
    CHECK(difference(f.h0, d.h0) < 2e-5);
    CHECK(difference(f.c0, d.c0) < 2e-5);
  }
}

TEST_CASE_TEMPLATE("the bits do not depend on the number of threads", T, double, float) {
  for (bool reversed : {false, true})
    for (bool ragged : {false, true}) {
      use u = large;
      u.reversed = reversed;
      if (!ragged) u.lengths.clear();
      auto const o = some_operands(u);
      loss const l(u);
      with_threads const one(1);
      kept<T> alone(u, o);
      auto const d = gradients(u, alone, l);
      for (int threads : {2, 3, 8}) {
        with_threads const set(threads);
        kept<T> shared(u, o);
        CHECK(shared.r.y == alone.r.y);
        CHECK(shared.r.h_last == alone.r.h_last);
        CHECK(shared.r.c_last == alone.r.c_last);
        auto const e = gradients(u, shared, l);
        CHECK(e.x == d.x);
        CHECK(e.w_ih == d.w_ih);
        CHECK(e.w_hh == d.w_hh);
        CHECK(e.bias == d.bias);
        CHECK(e.h0 == d.h0);
        CHECK(e.c0 == d.c0);
      }
    }
}

TEST_CASE_TEMPLATE("a row's bits depend neither on its batch nor on its padding", T, double, float) {
  for (bool reversed : {false, true}) {
    use u = large;
    u.reversed = reversed;
    auto const o = some_operands(u);
    loss const l(u);
    kept<T> together(u, o);
    auto const d = gradients(u, together, l);
    extent_t const B = u.batch, H = u.hidden, I = u.inputs;
    for (extent_t b = 0; b < B; ++b) {
      CAPTURE(b);
      use one{u.length(b), 1, I, H, {}, reversed, true, true};
      operands<double> row{{}, o.w_ih, o.w_hh, o.bias, {}, {}};
      loss row_loss(one);
      for (extent_t t = 0; t < one.steps; ++t)
        for (extent_t i = 0; i < I; ++i) row.x.push_back(o.x[at((t * B + b) * I + i)]);
      for (extent_t t = 0; t < one.steps; ++t)
        for (extent_t j = 0; j < H; ++j) row_loss.y[at(t * H + j)] = l.y[at((t * B + b) * H + j)];
      for (extent_t j = 0; j < H; ++j) {
        row.h0.push_back(o.h0[at(b * H + j)]);
        row.c0.push_back(o.c0[at(b * H + j)]);
        row_loss.h_last[at(j)] = l.h_last[at(b * H + j)];
        row_loss.c_last[at(j)] = l.c_last[at(b * H + j)];
      }
      kept<T> alone(one, row);
      auto const e = gradients(one, alone, row_loss);
      for (extent_t t = 0; t < one.steps; ++t) {
        for (extent_t j = 0; j < H; ++j) REQUIRE(alone.r.y[at(t * H + j)] == together.r.y[at((t * B + b) * H + j)]);
        for (extent_t i = 0; i < I; ++i) REQUIRE(e.x[at(t * I + i)] == d.x[at((t * B + b) * I + i)]);
      }
      for (extent_t j = 0; j < H; ++j) {
        REQUIRE(alone.r.h_last[at(j)] == together.r.h_last[at(b * H + j)]);
        REQUIRE(alone.r.c_last[at(j)] == together.r.c_last[at(b * H + j)]);
        REQUIRE(e.h0[at(j)] == d.h0[at(b * H + j)]);
        REQUIRE(e.c0[at(j)] == d.c0[at(b * H + j)]);
      }
    }
  }
}

TEST_CASE_TEMPLATE("step by step gives the bits of the whole sequence", T, double, float) {
  for (extent_t batch : {1, 3, 26, 70})
    for (extent_t hidden : {5, 32, 35})
      for (int threads : {1, 2}) {
        with_threads const set(threads);
        use const u{7, batch, 11, hidden, {}, false, true, true};
        kept<T> const whole(u, some_operands(u));
        auto h = whole.o.h0, c = whole.o.c0;
        for (extent_t t = 0; t < u.steps; ++t) {
          auto const before_h = h, before_c = c;
          cpu::lstm_step<T>({.batch = batch,
                             .inputs = u.inputs,
                             .hidden = hidden,
                             .x = whole.a.x + t * batch * u.inputs,
                             .h0 = t % 2 ? before_h.data() : h.data(),
                             .c0 = t % 2 ? before_c.data() : c.data(),
                             .w_ih = whole.a.w_ih,
                             .w_hh = whole.a.w_hh,
                             .bias = whole.a.bias,
                             .h = h.data(),
                             .c = c.data()});
          for (extent_t i = 0; i < batch * hidden; ++i) REQUIRE(h[at(i)] == whole.r.y[at(t * batch * hidden + i)]);
        }
        CHECK(c == whole.r.c_last);
      }
}

TEST_CASE("no position, no row: the state stays") {
  use const nothing{0, 2, 3, 5, {}, false, true, true};
  auto const o = some_operands(nothing);
  kept<double> k(nothing, o);
  CHECK(k.r.h_last == o.h0);
  CHECK(k.r.c_last == o.c0);
  loss const l(nothing);
  auto const d = gradients(nothing, k, l);
  CHECK(d.h0 == l.h_last);
  CHECK(d.c0 == l.c_last);
  use const nobody{3, 0, 2, 5};
  kept<double> empty(nobody, some_operands(nobody));
  gradients(nobody, empty, loss(nobody));
}

TEST_CASE("all work memory is given back") {
  auto const o = some_operands(large);
  kept<float> k(large, o);
  gradients(large, k, loss(large));
  CHECK(sp::detail::workspace_arena().used() == 0);
  auto const before = sp::arena::system_allocations();
  kept<float> again(large, o);
  gradients(large, again, loss(large));
  CHECK(sp::arena::system_allocations() == before);
}
