// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../kernel_check.hpp"
#include "support.hpp"
#include <cmath>
#include <shapeproof/kernels/attention_extents.hpp>
#include <shapeproof/kernels/gradient_place.hpp>

// The tests of both attentions. An Attention calls the kernels of both devices: forward_on_host(extents, operands,
// weights, context), backward_on_host(extents, operands, weights, dcontext, dweights, gradients), and the same on_gpu.
// Dot attention has no v.
namespace attention_checks {

using sp::extent_t;

template <class X>
struct operands {
  X const *query, *keys, *v, *values;
};
template <class X>
struct gradients {
  sp::kernels::gradient_place<X> query, keys, v, values;
};

struct form {
  sp::kernels::attention_extents e; // without lengths
  std::vector<int> lengths;         // empty: all positions are real
};

// Both layouts, with and without lengths, rows that are no multiple of a warp, one query, queries of several tiles, a
// memory whose energies do not fit into shared memory, features of several blocks, and empty axes
inline std::vector<form> forms() {
  std::vector<int> const some{4, 0, 7, 1, 9, 2, 9};
  auto const first = [&](int n) { return std::vector<int>(some.begin(), some.begin() + n); };
  auto const make = [](extent_t queries, extent_t batch, extent_t positions, extent_t key, extent_t value,
                       std::vector<int> lengths, bool queries_first, bool memory_first) {
    return form{{queries, batch, positions, key, value, nullptr, queries_first, memory_first}, std::move(lengths)};
  };
  return {make(3, 4, 9, 5, 6, first(4), false, false),
          make(1, 7, 9, 16, 16, some, false, false),
          make(9, 4, 9, 33, 17, first(4), true, true),
          make(11, 1, 5, 3, 3, {}, false, false),
          make(2, 3, 1, 1, 1, {}, true, false),
          make(8, 3, 9, 8, 70, first(3), false, true),
          make(4, 5, 6, 64, 64, {}, true, true),
          make(1, 3, 70, 200, 130, {70, 33, 64}, true, true),
          make(37, 2, 65, 40, 300, {65, 12}, false, false),
          make(10, 2, 1100, 3, 5, {1100, 1030}, true, false),
          make(0, 2, 3, 4, 5, {3, 2}, false, false),
          make(2, 0, 3, 4, 5, {}, false, false),
          make(2, 3, 0, 4, 5, {}, false, false),
          make(3, 2, 4, 0, 5, {4, 1}, false, true),
          make(3, 2, 4, 5, 0, {4, 1}, true, false)};
}

template <class X>
inline constexpr double tolerance = std::is_same_v<X, float> ? 1e-5 : 1e-12;

template <class X>
void check_close(std::vector<X> const& got, std::vector<X> const& expected) {
  CHECK(difference(got, std::vector<double>(expected.begin(), expected.end())) < tolerance<X>);
}

// Numbers on both devices
template <class X>
struct on_both {
  std::vector<X> host;
  on_gpu<X> gpu;
  explicit on_both(std::vector<X> const& x) : host(x), gpu(x) {}
  void check() const { check_close(gpu.back(), host); }
};

// A tensor over the memory. What stands at its padding is read by nobody.
template <class X>
std::vector<X> memory_noise(form const& f, extent_t n, std::uint64_t seed) {
  auto x = noise<X>(f.e.positions * f.e.batch * n, seed);
  for (std::size_t b = 0; b < f.lengths.size(); ++b)
    for (extent_t t = f.lengths[b]; t < f.e.positions; ++t) {
      extent_t const row = f.e.memory_batch_first ? extent_t(b) * f.e.positions + t : t * f.e.batch + extent_t(b);
      std::fill_n(x.begin() + row * n, n, X(NAN));
    }
  return x;
}

template <class X>
struct problem {
  sp::kernels::attention_extents e;
  lengths_on_gpu lengths;
  on_both<X> query, keys, v, values, dcontext, dweights;
  explicit problem(form const& f)
      : e(f.e), lengths(f.lengths), query(noise<X>(e.queries * e.batch * e.key, 41)),
        keys(memory_noise<X>(f, e.key, 42)), v(noise<X>(e.key, 44)), values(memory_noise<X>(f, e.value, 43)),
        dcontext(noise<X>(e.queries * e.batch * e.value, 45)),
        dweights(noise<X>(e.queries * e.batch * e.positions, 46)) {
    if (!f.lengths.empty()) e.lengths = lengths.host;
  }
  operands<X> on_host() const { return {query.host.data(), keys.host.data(), v.host.data(), values.host.data()}; }
  operands<X> on_gpu() const { return {query.gpu.p, keys.gpu.p, v.gpu.p, values.gpu.p}; }
};

template <class X>
struct results {
  on_both<X> weights, context;
};
template <class Attention, class X>
results<X> forward(problem<X> const& p, operands<X> const& host, operands<X> const& gpu) {
  results<X> r{on_both<X>(std::vector<X>(p.dweights.host.size(), X(NAN))),
               on_both<X>(std::vector<X>(p.dcontext.host.size(), X(NAN)))};
  Attention::forward_on_host(p.e, host, r.weights.host.data(), r.context.host.data());
  Attention::forward_on_gpu(p.e, gpu, r.weights.gpu.p, r.context.gpu.p);
  return r;
}

// The gradient of n numbers on both devices: what stood there before is NaN, or what is added to.
template <class X>
struct gradient_on_both : on_both<X> {
  bool add, wanted;
  gradient_on_both(std::size_t n, bool adds, bool is_wanted = true)
      : on_both<X>(adds ? noise<X>(extent_t(n), 47) : std::vector<X>(n, X(NAN))), add(adds), wanted(is_wanted) {}
  sp::kernels::gradient_place<X> on_host() { return {wanted ? this->host.data() : nullptr, add}; }
  sp::kernels::gradient_place<X> on_gpu() { return {wanted ? this->gpu.p : nullptr, add}; }
};

template <class Attention, class X>
void check_gradients(problem<X> const& p, bool add, bool with_dweights, int unwanted) {
  CAPTURE(add);
  CAPTURE(with_dweights);
  CAPTURE(unwanted);
  on_both<X> const weights(forward<Attention>(p, p.on_host(), p.on_gpu()).weights.host);
  gradient_on_both<X> query(p.query.host.size(), add, unwanted != 0), keys(p.keys.host.size(), add, unwanted != 1),
      v(p.v.host.size(), add, unwanted != 2), values(p.values.host.size(), add, unwanted != 3);
  Attention::backward_on_host(p.e, p.on_host(), weights.host.data(), p.dcontext.host.data(),
                              with_dweights ? p.dweights.host.data() : nullptr,
                              gradients<X>{query.on_host(), keys.on_host(), v.on_host(), values.on_host()});
  Attention::backward_on_gpu(p.e, p.on_gpu(), weights.gpu.p, p.dcontext.gpu.p,
                             with_dweights ? p.dweights.gpu.p : nullptr,
                             gradients<X>{query.on_gpu(), keys.on_gpu(), v.on_gpu(), values.on_gpu()});
  for (auto* d : {&query, &keys, &v, &values})
    if (d->wanted && (d != &v || Attention::has_v)) d->check();
}

template <class Attention, class X>
void check_agreement(form const& f) {
  CAPTURE(f.e.queries);
  CAPTURE(f.e.positions);
  CAPTURE(f.e.key);
  problem<X> const p(f);
  auto const r = forward<Attention>(p, p.on_host(), p.on_gpu());
  r.weights.check();
  r.context.check();
  for (bool add : {false, true})
    for (bool with_dweights : {false, true}) check_gradients<Attention>(p, add, with_dweights, -1);
  for (int unwanted : {0, 1, 2, 3}) check_gradients<Attention>(p, false, true, unwanted);
}

template <class Attention>
void check_agreement() {
  for (auto const& f : forms()) {
    check_agreement<Attention, double>(f);
    check_agreement<Attention, float>(f);
  }
}

// Keys and values that are one tensor have one gradient, whoever comes first, and nobody else need want one.
template <class Attention>
void check_one_memory() {
  for (auto f : forms())
    for (int claim : {0, 1, 2, 3}) { // the flags of keys and values: neither, values only, keys only, both
      f.e.value = f.e.key;
      problem<double> const p(f);
      auto host = p.on_host(), gpu = p.on_gpu();
      host.values = host.keys, gpu.values = gpu.keys;
      on_both<double> const weights(forward<Attention>(p, host, gpu).weights.host);
      gradient_on_both<double> d(p.keys.host.size(), claim == 3);
      auto const both = [&](double* to) {
        return gradients<double>{{}, {to, claim >= 2}, {}, {to, claim == 1 || claim == 3}};
      };
      Attention::backward_on_host(p.e, host, weights.host.data(), p.dcontext.host.data(),
                                  static_cast<double const*>(nullptr), both(d.host.data()));
      Attention::backward_on_gpu(p.e, gpu, weights.gpu.p, p.dcontext.gpu.p, static_cast<double const*>(nullptr),
                                 both(d.gpu.p));
      d.check();
    }
}

// A memory that looks at itself has one gradient, too, to which all add.
template <class Attention>
void check_memory_looks_at_itself() {
  problem<double> const p({{12, 3, 12, 40, 40}, {12, 5, 0}});
  operands<double> const host{p.query.host.data(), p.query.host.data(), p.v.host.data(), p.query.host.data()},
      gpu{p.query.gpu.p, p.query.gpu.p, p.v.gpu.p, p.query.gpu.p};
  on_both<double> const weights(forward<Attention>(p, host, gpu).weights.host);
  gradient_on_both<double> d(p.query.host.size(), true), v(p.v.host.size(), true);
  Attention::backward_on_host(p.e, host, weights.host.data(), p.dcontext.host.data(), p.dweights.host.data(),
                              gradients<double>{d.on_host(), d.on_host(), v.on_host(), d.on_host()});
  Attention::backward_on_gpu(p.e, gpu, weights.gpu.p, p.dcontext.gpu.p, p.dweights.gpu.p,
                             gradients<double>{d.on_gpu(), d.on_gpu(), v.on_gpu(), d.on_gpu()});
  d.check();
}

// One query on its own memory, without other elements of the batch and without padding, gives the bits that it gives
// among others.
template <class Attention>
void check_query_alone() {
  std::vector<int> const lengths{13, 40, 7, 25, 1, 39};
  problem<float> const p({{10, 6, 40, 70, 37}, lengths});
  auto const context = [](problem<float> const& of) {
    return forward<Attention>(of, of.on_host(), of.on_gpu()).context.gpu.back();
  };
  auto const all = context(p);
  CHECK(context(p) == all);
  auto const rows = [](std::vector<float> const& x, extent_t n, extent_t from, extent_t step, extent_t count) {
    std::vector<float> some;
    for (extent_t i = 0; i < count; ++i)
      some.insert(some.end(), x.begin() + (from + i * step) * n, x.begin() + (from + i * step + 1) * n);
    return some;
  };
  for (extent_t b = 0; b < p.e.batch; ++b) {
    extent_t const real = lengths[std::size_t(b)], row = 4 * p.e.batch + b;
    problem<float> alone({{1, 1, real, p.e.key, p.e.value}, {}});
    alone.query = on_both(rows(p.query.host, p.e.key, row, 1, 1));
    alone.keys = on_both(rows(p.keys.host, p.e.key, b, p.e.batch, real));
    alone.values = on_both(rows(p.values.host, p.e.value, b, p.e.batch, real));
    CHECK(context(alone) == rows(all, p.e.value, row, 1, 1));
  }
}

} // namespace attention_checks
