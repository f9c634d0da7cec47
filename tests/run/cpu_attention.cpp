// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include <shapeproof/cpu/additive_attention.hpp>
#include <shapeproof/cpu/dot_attention.hpp>

using sp::extent_t;
using sp::kernels::attention_extents;

namespace {

int const some_lengths[] = {4, 0, 7, 1, 9, 2, 9};

// Both layouts, every tail of a vector, few queries and many, batches of one, with and without lengths
std::vector<attention_extents> forms() {
  return {{3, 4, 9, 5, 6, some_lengths, false, false}, {1, 7, 9, 16, 16, some_lengths, false, false},
          {9, 4, 9, 33, 17, some_lengths, true, true}, {11, 1, 5, 3, 3, nullptr, false, false},
          {2, 3, 1, 1, 1, nullptr, true, false},       {8, 3, 9, 8, 70, some_lengths, false, true},
          {4, 5, 6, 64, 64, nullptr, true, true}};
}

struct problem {
  attention_extents e;
  std::vector<double> query, keys, values, v, dcontext, dweights;
  explicit problem(attention_extents const& extents)
      : e(extents), query(noise(e.queries * e.batch * e.key, 41)), keys(noise(e.positions * e.batch * e.key, 42)),
        values(noise(e.positions * e.batch * e.value, 43)), v(noise(e.key, 44)),
        dcontext(noise(e.queries * e.batch * e.value, 45)), dweights(noise(e.queries * e.batch * e.positions, 46)) {}
  std::size_t query_row(extent_t q, extent_t b) const {
    return std::size_t(e.queries_batch_first ? b * e.queries + q : q * e.batch + b);
  }
  std::size_t memory_row(extent_t t, extent_t b) const {
    return std::size_t(e.memory_batch_first ? b * e.positions + t : t * e.batch + b);
  }
};

struct answer {
  std::vector<double> weights, context;
};

answer naive(problem const& p, bool additive, double scale) {
  extent_t const Q = p.e.queries, B = p.e.batch, T = p.e.positions;
  auto const K = std::size_t(p.e.key), V = std::size_t(p.e.value);
  answer a{std::vector<double>(p.dweights.size()), std::vector<double>(p.dcontext.size())};
  for (extent_t q = 0; q < Q; ++q)
    for (extent_t b = 0; b < B; ++b) {
      double sum = 0;
      std::size_t const row = p.query_row(q, b);
      double* const w = a.weights.data() + row * std::size_t(T);
      for (extent_t t = 0; t < p.e.real(b); ++t) {
        double energy = 0;
        for (std::size_t j = 0; j < K; ++j) {
          double const x = p.query[row * K + j], y = p.keys[p.memory_row(t, b) * K + j];
          energy += additive ? p.v[j] * std::tanh(x + y) : x * y * scale;
        }
        sum += w[t] = std::exp(energy);
      }
      for (extent_t t = 0; t < p.e.real(b); ++t) {
        w[t] /= sum;
        for (std::size_t j = 0; j < V; ++j) a.context[row * V + j] += w[t] * p.values[p.memory_row(t, b) * V + j];
      }
    }
  return a;
}

template <class X>
std::vector<X> as(std::vector<double> const& x) {
  return std::vector<X>(x.begin(), x.end());
}

template <class X>
std::pair<std::vector<X>, std::vector<X>> run(problem const& p, bool additive, double scale) {
  std::vector<X> weights(p.dweights.size(), X(NAN)), context(p.dcontext.size(), X(NAN));
  auto const q = as<X>(p.query), k = as<X>(p.keys), v = as<X>(p.v), values = as<X>(p.values);
  if (additive)
    sp::cpu::additive_attention_forward(p.e, q.data(), k.data(), v.data(), values.data(), weights.data(),
                                        context.data());
  else
    sp::cpu::dot_attention_forward(p.e, q.data(), k.data(), values.data(), X(scale), weights.data(), context.data());
  return {weights, context};
}

// What a gradient check differentiates: a weighted sum of both results
double loss(problem const& p, bool additive, double scale) {
  auto const [weights, context] = run<double>(p, additive, scale);
  return dot(weights, p.dweights) + dot(context, p.dcontext);
}

} // namespace

TEST_CASE("dot and additive attention agree with plain loops; a memory without a real position gives zeros") {
  for (int threads : {1, 2}) {
    sp::set_threads(threads);
    for (auto const& e : forms())
      for (bool additive : {false, true}) {
        CAPTURE(e.key);
        CAPTURE(additive);
        problem const p(e);
        auto const expected = naive(p, additive, 0.7);
        auto const exact = run<double>(p, additive, 0.7);
        CHECK(difference(exact.first, expected.weights) < 1e-13);
        CHECK(difference(exact.second, expected.context) < 1e-13);
        auto const fast = run<float>(p, additive, 0.7);
        CHECK(difference(fast.first, expected.weights) < 3e-6);
        CHECK(difference(fast.second, expected.context) < 3e-6);
      }
  }
  sp::set_threads(1);
}

TEST_CASE("the gradients of both attentions are those of central differences, written or added") {
  for (auto const& e : forms())
    for (bool additive : {false, true}) {
      CAPTURE(e.key);
      CAPTURE(additive);
      double const scale = 0.6;
      problem p(e);
      auto const value = [&] { return loss(p, additive, scale); };
      auto const dquery = central_differences(p.query, value), dkeys = central_differences(p.keys, value),
                 dvalues = central_differences(p.values, value), dv = central_differences(p.v, value);
      auto const weights = run<double>(p, additive, scale).first;
      for (bool add : {false, true}) {
        double const before = add ? 0.5 : NAN;
        std::vector<double> gq(dquery.size(), before), gk(dkeys.size(), before), gv(dvalues.size(), before),
            gs(dv.size(), before);
        if (additive)
          sp::cpu::additive_attention_backward<double>(
              e, p.query.data(), p.keys.data(), p.v.data(), p.values.data(), weights.data(), p.dcontext.data(),
              p.dweights.data(), {gq.data(), add}, {gk.data(), add}, {gs.data(), add}, {gv.data(), add});
        else
          sp::cpu::dot_attention_backward<double>(e, p.query.data(), p.keys.data(), p.values.data(), scale,
                                                  weights.data(), p.dcontext.data(), p.dweights.data(),
                                                  {gq.data(), add}, {gk.data(), add}, {gv.data(), add});
        for (auto* g : {&gq, &gk, &gv, &gs})
          for (double& x : *g) x -= add ? 0.5 : 0;
        CHECK(difference(gq, dquery) < 1e-8);
        CHECK(difference(gk, dkeys) < 1e-8);
        CHECK(difference(gv, dvalues) < 1e-8);
        if (additive) CHECK(difference(gs, dv) < 1e-8);
      }
    }
}

TEST_CASE(
    "keys and values that are one tensor share one gradient, whoever comes first, and nobody else need want one") {
  for (auto e : forms())
    for (bool additive : {false, true})
      for (int claim : {0, 1, 2}) { // the flags of keys and values: neither, values only, keys only
        e.value = e.key;
        problem p(e);
        auto const expected = central_differences(p.keys, [&] {
          p.values = p.keys;
          auto const context = run<double>(p, additive, 1).second;
          return dot(context, p.dcontext);
        });
        p.values = p.keys;
        auto const weights = run<double>(p, additive, 1).first;
        std::vector<double> g(p.keys.size(), NAN);
        sp::kernels::gradient_place<double> const keys{g.data(), claim == 2}, values{g.data(), claim == 1};
        if (additive)
          sp::cpu::additive_attention_backward<double>(e, p.query.data(), p.keys.data(), p.v.data(), p.keys.data(),
                                                       weights.data(), p.dcontext.data(), nullptr, {}, keys, {},
                                                       values);
        else
          sp::cpu::dot_attention_backward<double>(e, p.query.data(), p.keys.data(), p.keys.data(), 1.0, weights.data(),
                                                  p.dcontext.data(), nullptr, {}, keys, values);
        CHECK(difference(g, expected) < 1e-8);
      }
}

TEST_CASE(
    "attention gives an element of the batch the same bits alone, in a longer padding, and on any number of threads") {
  int const lengths[] = {13, 40, 7, 25, 1, 39};
  attention_extents const e{10, 6, 40, 48, 37, lengths, false, false};
  for (bool additive : {false, true}) {
    problem const p(e);
    sp::set_threads(1);
    auto const one = run<float>(p, additive, 1);
    sp::set_threads(3);
    CHECK(run<float>(p, additive, 1) == one);
    sp::set_threads(1);
    for (extent_t b = 0; b < e.batch; ++b) { // one query on its own memory without any padding
      problem alone({1, 1, lengths[b], e.key, e.value, nullptr, false, false});
      extent_t const q = 4;
      auto const copy = [](auto const& from, extent_t row, extent_t n, auto& to, extent_t at) {
        for (extent_t j = 0; j < n; ++j) to[std::size_t(at * n + j)] = from[std::size_t(row * n + j)];
      };
      copy(p.query, extent_t(p.query_row(q, b)), e.key, alone.query, 0);
      for (extent_t t = 0; t < lengths[b]; ++t) {
        copy(p.keys, extent_t(p.memory_row(t, b)), e.key, alone.keys, t);
        copy(p.values, extent_t(p.memory_row(t, b)), e.value, alone.values, t);
      }
      auto const context = run<float>(alone, additive, 1).second;
      std::vector<float> expected(context.size());
      copy(one.second, extent_t(p.query_row(q, b)), e.value, expected, 0);
      CHECK(context == expected);
    }
  }
}
