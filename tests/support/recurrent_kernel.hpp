// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernel_check.hpp"

#include <algorithm>
#include <shapeproof/cpu/recurrent_backward.hpp>
#include <string>

// What the kernels of every recurrent layer must stand. A Cell, as cpu_lstm.cpp has one, says
//   gates                                      how many
//   arguments<T>, gradients<T>                 of its kernels, and forward, backward, step
//   own_size(u)                                how many numbers has the operand that only this cell has, and
//   carries                                    whether that is a part of the state, with its last value among the results
//   definition(H, x_part, h_part, h, own)      one step: x w_ih + bias, h w_hh -> the next h, and own
//   connect(arguments, own, last, kept), want(gradients, d_last, d_own, add)
//                                              tells the kernel where these are
namespace recurrent_kernel {

using sp::extent_t;

template <class T>
using numbers = std::vector<T>;

constexpr std::size_t at(extent_t i) { return static_cast<std::size_t>(i); }

// One way to call it
struct use {
  extent_t steps, batch, inputs, hidden;
  std::vector<int> lengths = {}; // empty: all rows are full
  bool reversed = false, h0 = false, own = false;

  extent_t length(extent_t row) const { return lengths.empty() ? steps : lengths[at(row)]; }
  int const* length_pointer() const { return lengths.empty() ? nullptr : lengths.data(); }
  extent_t state_size() const { return batch * hidden; }
};

inline std::vector<use> const uses{
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

inline std::string words(use const& u) {
  std::string text = "steps " + std::to_string(u.steps) + ", batch " + std::to_string(u.batch) + ", hidden " +
                     std::to_string(u.hidden) + (u.reversed ? ", reversed" : "") + (u.h0 ? ", h0" : "") +
                     (u.own ? ", own" : "") + ", lengths";
  for (int l : u.lengths) text += " " + std::to_string(l);
  return text;
}

// More than a million multiplications, so that threads take part
inline use const large{
    9, 26, 37, 35, {9, 1, 4, 9, 7, 8, 8, 2, 3, 5, 6, 9, 9, 0, 4, 7, 7, 9, 8, 2, 5, 9, 6, 1, 9, 3}, false, true, true};

// So few rows, and so much work for each, that threads share the units
inline use const wide{5, 7, 37, 192, {3, 1, 5, 4, 0, 5, 2}, false, true, true};
// Rows of sums are multiples of half a page: where they are not kept they lie farther apart
inline use const half_pages{3, 9, 2, 512, {3, 1, 2, 3, 0, 3, 2, 1, 3}, false, true, true};

struct with_threads {
  int before = sp::threads();
  explicit with_threads(int n) { sp::set_threads(n); }
  ~with_threads() { sp::set_threads(before); }
};

template <class T>
struct operands {
  numbers<T> x, w_ih, w_hh, bias, h0, own;
};
template <class T>
struct results {
  numbers<T> y, h_last, own_last;
  bool operator==(results const&) const = default;
};

template <class F, class... Operands>
void for_each_operand(F const& f, Operands&... o) {
  f(o.x...), f(o.w_ih...), f(o.w_hh...), f(o.bias...), f(o.h0...), f(o.own...);
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

template <class Cell>
struct checks {
  static extent_t width(use const& u) { return Cell::gates * u.hidden; }
  static extent_t own_last_size(use const& u) { return Cell::carries ? u.state_size() : 0; }

  static operands<double> some_operands(use const& u) {
    operands<double> o{noise(u.steps * u.batch * u.inputs, 1), noise(u.inputs * width(u), 2),
                       noise(u.hidden * width(u), 3),          noise(width(u), 4),
                       noise(u.h0 ? u.state_size() : 0, 5),    noise(Cell::own_size(u), 6)};
    for (double& w : o.w_hh) w /= std::sqrt(double(u.hidden));
    return o;
  }

  // The definition, one number after another.
  static results<double> naive(use const& u, operands<double> const& o) {
    extent_t const H = u.hidden, B = u.batch, I = u.inputs, G = width(u);
    results<double> r{numbers<double>(at(u.steps * B * H)), numbers<double>(at(B * H)),
                      numbers<double>(at(own_last_size(u)))};
    for (extent_t b = 0; b < B; ++b) {
      numbers<double> h(at(H)), own = o.own;
      if (u.h0) h.assign(o.h0.begin() + b * H, o.h0.begin() + (b + 1) * H);
      if (Cell::carries) {
        own.assign(at(H), 0);
        if (!o.own.empty()) own.assign(o.own.begin() + b * H, o.own.begin() + (b + 1) * H);
      }
      for (extent_t n = 0; n < u.length(b); ++n) {
        extent_t const t = u.reversed ? u.length(b) - 1 - n : n;
        auto x_part = o.bias;
        numbers<double> h_part(at(G));
        for (extent_t k = 0; k < G; ++k) {
          for (extent_t i = 0; i < I; ++i) x_part[at(k)] += o.x[at((t * B + b) * I + i)] * o.w_ih[at(i * G + k)];
          for (extent_t i = 0; i < H; ++i) h_part[at(k)] += h[at(i)] * o.w_hh[at(i * G + k)];
        }
        Cell::definition(at(H), x_part, h_part, h, own);
        std::copy(h.begin(), h.end(), r.y.begin() + (t * B + b) * H);
      }
      std::copy(h.begin(), h.end(), r.h_last.begin() + b * H);
      if (Cell::carries) std::copy(own.begin(), own.end(), r.own_last.begin() + b * H);
    }
    return r;
  }

  template <class T>
  struct kept {
    operands<T> o;
    results<T> r;
    numbers<T> gates, more;
    typename Cell::template arguments<T> a;

    kept(use const& u, operands<double> const& from, bool keep = true)
        : r{numbers<T>(at(u.steps * u.state_size()), T(7)), numbers<T>(at(u.state_size()), T(7)),
            numbers<T>(at(own_last_size(u)), T(7))},
          gates(at(u.steps * u.batch * width(u)), T(NAN)), more(gates) {
      for_each_operand([](auto& to, auto const& one) { to = as<T>(one); }, o, from);
      poison(u, u.inputs, o.x);
      a.steps = u.steps, a.batch = u.batch, a.inputs = u.inputs, a.hidden = u.hidden;
      a.x = o.x.data(), a.w_ih = o.w_ih.data(), a.w_hh = o.w_hh.data(), a.bias = o.bias.data();
      a.h0 = u.h0 ? o.h0.data() : nullptr;
      a.lengths = u.length_pointer(), a.reversed = u.reversed;
      a.y = r.y.data(), a.h_last = r.h_last.data();
      a.gates = keep ? gates.data() : nullptr;
      Cell::connect(a, o.own.empty() ? nullptr : o.own.data(), r.own_last.data(), keep ? more.data() : nullptr);
      Cell::forward(a);
    }
    kept(kept const&) = delete;
  };

  // What the gradient is taken of: a weighting of all outputs. Weights at padding are never read.
  struct loss : results<double> {
    explicit loss(use const& u)
        : results<double>{noise(u.steps * u.state_size(), 7), noise(u.state_size(), 8), noise(own_last_size(u), 9)} {}
    double operator()(use const& u, operands<double> const& o) const {
      auto const r = naive(u, o);
      return dot(this->y, r.y) + dot(this->h_last, r.h_last) + dot(this->own_last, r.own_last);
    }
  };

  template <class T>
  static operands<T> gradients(use const& u, kept<T>& k, loss const& l, T start = 0, bool add = false) {
    operands<T> d;
    for_each_operand([&](auto& to, auto const& like) { to.assign(like.size(), start); }, d, k.o);
    auto const written = [&](numbers<T>& x) { std::fill(x.begin(), x.end(), add ? start : T(NAN)); };
    written(d.x), written(d.h0);
    if (Cell::carries) written(d.own);
    auto dy = as<T>(l.y), dh_last = as<T>(l.h_last), d_own_last = as<T>(l.own_last);
    poison(u, u.hidden, dy);
    typename Cell::template gradients<T> to;
    to.dy = dy.data(), to.dh_last = dh_last.data();
    to.dx = d.x.data(), to.dh0 = u.h0 ? d.h0.data() : nullptr;
    to.add_dx = to.add_dh0 = add;
    to.dw_ih = d.w_ih.data(), to.dw_hh = d.w_hh.data(), to.dbias = d.bias.data();
    Cell::want(to, d_own_last.data(), d.own.empty() ? nullptr : d.own.data(), add);
    Cell::backward(k.a, to);
    return d;
  }

  // Every step-th derivative by central differences
  static void check_derivatives(use const& u, operands<double> o, numbers<double> operands<double>::* which,
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

  template <class T>
  static void gives_what_its_definition_gives() {
    auto all = uses;
    all.push_back(half_pages);
    for (use const& u : all)
      for (int threads : {1, 2}) {
        with_threads const set(threads);
        CAPTURE(words(u));
        auto const o = some_operands(u);
        auto const expected = naive(u, o);
        kept<T> const got(u, o), passing(u, o, false);
        double const bound = sizeof(T) == 4 ? 2e-6 : 1e-14;
        CHECK(difference(got.r.y, expected.y) < bound);
        CHECK(difference(got.r.h_last, expected.h_last) < bound);
        CHECK(difference(got.r.own_last, expected.own_last) < bound);
        CHECK(passing.r == got.r);
      }
  }

  static void gradients_are_those_of_differences() {
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
      check_derivatives(u, o, &operands<double>::own, d.own, l, 3);
      for (extent_t t = 0; t < u.steps; ++t)
        for (extent_t b = 0; b < u.batch; ++b)
          for (extent_t i = 0; i < u.inputs && t >= u.length(b); ++i)
            CHECK(d.x[at((t * u.batch + b) * u.inputs + i)] == 0);
    }
  }

  static void gradients_are_added_or_left_out() {
    for (use u : uses) {
      CAPTURE(words(u));
      auto const o = some_operands(u);
      loss const l(u);
      kept<double> first(u, o), second(u, o), third(u, o);
      auto const d = gradients(u, first, l), added = gradients(u, second, l, 2.5, true);
      for_each_operand(
          [](auto const& more, auto const& less) {
            for (std::size_t i = 0; i < more.size(); ++i)
              CHECK(more[i] == doctest::Approx(less[i] + 2.5).epsilon(1e-12));
          },
          added, d);
      numbers<double> only(d.w_hh.size());
      typename Cell::template gradients<double> to;
      to.dh_last = l.h_last.data();
      to.dw_hh = only.data();
      Cell::backward(third.a, to);
      loss of_h = l;
      std::fill(of_h.y.begin(), of_h.y.end(), 0);
      std::fill(of_h.own_last.begin(), of_h.own_last.end(), 0);
      check_derivatives(u, o, &operands<double>::w_hh, only, of_h, 29);
    }
  }

  static void float_gradients_are_those_in_double() {
    for (bool reversed : {false, true}) {
      use u = large;
      u.reversed = reversed;
      auto const o = some_operands(u);
      loss const l(u);
      kept<double> precise(u, o);
      kept<float> rounded(u, o);
      auto const d = gradients(u, precise, l);
      auto const f = gradients(u, rounded, l);
      for_each_operand([](auto const& one, auto const& other) { CHECK(difference(one, other) < 2e-5); }, f, d);
    }
  }

  template <class T>
  static void bits_do_not_depend_on_threads() {
    for (use const& extents : {large, wide})
      for (bool reversed : {false, true})
        for (bool h0 : {false, true})
          for (bool ragged : {false, true}) {
            use u = extents;
            u.reversed = reversed, u.h0 = h0;
            if (!ragged) u.lengths.clear();
            auto const o = some_operands(u);
            loss const l(u);
            with_threads const one(1);
            kept<T> alone(u, o);
            auto const d = gradients(u, alone, l);
            for (int threads : {2, 3, 8}) {
              with_threads const set(threads);
              kept<T> shared(u, o);
              CHECK(shared.r == alone.r);
              auto const e = gradients(u, shared, l);
              for_each_operand([](auto const& many, auto const& single) { CHECK(many == single); }, e, d);
            }
          }
  }

  template <class T>
  static void a_row_depends_neither_on_batch_nor_padding() {
    for (bool reversed : {false, true}) {
      use u = large;
      u.reversed = reversed;
      auto const o = some_operands(u);
      loss const l(u);
      kept<T> together(u, o);
      auto const d = gradients(u, together, l);
      for (extent_t b = 0; b < u.batch; ++b) {
        CAPTURE(b);
        use const one{u.length(b), 1, u.inputs, u.hidden, {}, reversed, true, true};
        auto const row = [&](auto const& x, extent_t steps, extent_t n) {
          std::remove_cvref_t<decltype(x)> part;
          for (extent_t t = 0; t < steps; ++t)
            part.insert(part.end(), x.begin() + (t * u.batch + b) * n, x.begin() + (t * u.batch + b + 1) * n);
          return part;
        };
        operands<double> of_row = o;
        of_row.x = row(o.x, one.steps, u.inputs);
        of_row.h0 = row(o.h0, 1, u.hidden);
        loss row_loss(one);
        row_loss.y = row(l.y, one.steps, u.hidden);
        row_loss.h_last = row(l.h_last, 1, u.hidden);
        if (Cell::carries) {
          of_row.own = row(o.own, 1, u.hidden);
          row_loss.own_last = row(l.own_last, 1, u.hidden);
        }
        kept<T> alone(one, of_row);
        auto const e = gradients(one, alone, row_loss);
        REQUIRE(alone.r.y == row(together.r.y, one.steps, u.hidden));
        REQUIRE(alone.r.h_last == row(together.r.h_last, 1, u.hidden));
        REQUIRE(e.x == row(d.x, one.steps, u.inputs));
        REQUIRE(e.h0 == row(d.h0, 1, u.hidden));
        if (Cell::carries) {
          REQUIRE(alone.r.own_last == row(together.r.own_last, 1, u.hidden));
          REQUIRE(e.own == row(d.own, 1, u.hidden));
        }
      }
    }
  }

  template <class T>
  static void steps_give_the_bits_of_the_sequence() {
    for (extent_t batch : {1, 3, 26, 70})
      for (extent_t hidden : {5, 32, 35, 512}) // the last for sums that lie apart by more than their number
        for (int threads : {1, 2}) {
          if (batch * hidden > 4000) continue;
          with_threads const set(threads);
          use const u{7, batch, 11, hidden, {}, false, true, true};
          kept<T> const whole(u, some_operands(u));
          auto h = whole.o.h0, own = whole.o.own;
          for (extent_t t = 0; t < u.steps; ++t) {
            auto const before_h = h;
            auto before_own = own;
            auto a = whole.a;
            a.steps = 1;
            a.x += t * batch * u.inputs;
            a.h0 = t % 2 ? before_h.data() : h.data(); // in place, too
            a.y = h.data();
            a.h_last = a.gates = nullptr;
            Cell::connect(a, t % 2 ? before_own.data() : own.data(), Cell::carries ? own.data() : nullptr,
                          static_cast<T*>(nullptr));
            Cell::step(a);
            for (extent_t i = 0; i < batch * hidden; ++i) REQUIRE(h[at(i)] == whole.r.y[at(t * batch * hidden + i)]);
          }
          if (Cell::carries) CHECK(own == whole.r.own_last);
        }
  }

  static void without_positions_the_state_stays() {
    use const nothing{0, 2, 3, 5, {}, false, true, true};
    auto const o = some_operands(nothing);
    kept<double> k(nothing, o);
    CHECK(k.r.h_last == o.h0);
    loss const l(nothing);
    auto const d = gradients(nothing, k, l);
    CHECK(d.h0 == l.h_last);
    if (Cell::carries) {
      CHECK(k.r.own_last == o.own);
      CHECK(d.own == l.own_last);
    }
    use const nobody{3, 0, 2, 5};
    kept<double> empty(nobody, some_operands(nobody));
    gradients(nobody, empty, loss(nobody));
  }

  static void work_memory_is_given_back() {
    auto const o = some_operands(large);
    kept<float> k(large, o);
    gradients(large, k, loss(large));
    CHECK(sp::detail::workspace_arena().used() == 0);
    auto const before = sp::arena::system_allocations();
    kept<float> again(large, o);
    gradients(large, again, loss(large));
    CHECK(sp::arena::system_allocations() == before);
  }
};

} // namespace recurrent_kernel
