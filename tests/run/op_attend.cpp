// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <cmath>
#include <shapeproof/ops/attend.hpp>
#include <shapeproof/ops/permute.hpp>
#include <shapeproof/ops/rename.hpp>
#include <string>

namespace {
#include "../reference/attention.inc"

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Query : sp::axis<2> {};
struct Beam : sp::axis<2> {};
struct Head : sp::axis<2> {};
struct Place : sp::axis<> {};
struct Hidden : sp::axis<3> {};
struct Value : sp::axis<2> {};

// The numbers of attention.py.
template <class X>
X numbers(int start, X x) {
  for (auto& value : x.unnamed()) value = std::sin(1.7 * ++start);
  return x;
}
Batch const batch{3};
Letters const letters{{2, 0, 4}};
auto const query = numbers(0, sp::tensor<double, Query, Batch, Hidden>(batch));
auto const keys = numbers(20, sp::tensor<double, Letters, Batch, Hidden>(letters, batch));
auto const values = numbers(60, sp::tensor<double, Letters, Batch, Value>(letters, batch));

template <std::size_t N>
void check_equal(auto const& got, double const (&expected)[N]) {
  auto const all = gradient_check::values_of(got);
  REQUIRE(all.size() == N);
  for (std::size_t i = 0; i < N; ++i) CHECK(std::abs(all[i] - expected[i]) < 1e-13);
}

// The sum of both results, each times its numbers of attention.py.
template <class Context, class Weights>
sp::taped<double> weighted(sp::attended<Context, Weights> const& both) {
  auto at = sp::detail::where("weighted", both.context);
  auto c = at.on(both.context);
  auto w = at.on(both.weights);
  auto y = at.template make<double>(sp::detail::shape<>{});
  *y.p = 0;
  at.record(y, [=](sp::detail::recorder& t, double const* dy) {
    auto dc = t.want(c);
    for (int i = 0; i < c.s.elements(); ++i) dc.p[i] = *dy * std::sin(1.7 * (101 + i));
    auto dw = t.want(w);
    for (int i = 0; i < w.s.elements(); ++i) dw.p[i] = *dy * std::sin(1.7 * (201 + i));
  });
  return at.finish(y);
}
std::string message_of(auto const& f) {
  try {
    f();
  } catch (sp::extent_error const& e) {
    return e.what();
  }
  return "no extent_error";
}
} // namespace

TEST_CASE("contexts, weights and the gradients of both are PyTorch's") {
  auto const [context, weights] = sp::attend<Letters>(query, keys);
  static_assert(std::is_same_v<decltype(context), sp::tensor<double, Query, Batch, Hidden> const>);
  check_equal(context, dot_context);
  check_equal(weights, dot_weights);
  auto const scaled = sp::attend<Letters>(query, keys, values, sp::attention_scale{0.5});
  static_assert(std::is_same_v<decltype(scaled.context), sp::tensor<double, Query, Batch, Value>>);
  check_equal(scaled.context, scaled_context);
  check_equal(scaled.weights, scaled_weights);

  sp::tape t;
  auto const a = t.watch(query);
  auto const b = t.watch(keys);
  t.backward(weighted(sp::attend<Letters>(a, b)));
  check_equal(t.gradient_of(a), dot_gradient_a);
  check_equal(t.gradient_of(b), dot_gradient_b);
  t.clear();
  auto const q = t.watch(query);
  auto const k = t.watch(keys);
  auto const v = t.watch(values);
  t.backward(weighted(sp::attend<Letters>(q, k, v, sp::attention_scale{0.5})));
  check_equal(t.gradient_of(q), scaled_gradient_a);
  check_equal(t.gradient_of(k), scaled_gradient_b);
  check_equal(t.gradient_of(v), scaled_gradient_c);
}

TEST_CASE("the order of the axes is the user's") {
  auto const expected = sp::attend<Letters>(query, keys, values);
  auto same = [&](auto const& got) {
    CHECK(gradient_check::values_of(sp::permute<Query, Batch, Value>(got.context)) ==
          gradient_check::values_of(expected.context));
    CHECK(gradient_check::values_of(sp::permute<Query, Batch, Letters>(got.weights)) ==
          gradient_check::values_of(expected.weights));
  };
  auto const batch_first =
      sp::attend<Letters>(sp::permute<Batch, Query, Hidden>(query), sp::permute<Batch, Letters, Hidden>(keys), values);
  static_assert(std::is_same_v<decltype(batch_first.weights),
                               sp::tensor<sp::distribution<double, Letters>, Batch, Query, Letters>>);
  same(batch_first);
  auto const features_first =
      sp::attend<Letters>(sp::permute<Hidden, Query, Batch>(query), sp::permute<Hidden, Batch, Letters>(keys),
                          sp::permute<Value, Letters, Batch>(values));
  static_assert(std::is_same_v<decltype(features_first.context), sp::tensor<double, Value, Query, Batch>>);
  same(features_first);
}

TEST_CASE("gradients against central differences") {
  auto context = [](auto&, auto const&... x) { return sp::attend<Letters>(x...).context; };
  auto weights = [](auto&, auto const&... x) { return sp::attend<Letters>(x...).weights; };
  auto const one = numbers(7, sp::tensor<double, Batch, Hidden>(batch)); // one step of a decoder
  check_gradient(context, one, keys);
  check_gradient(weights, one, keys);
  check_gradient(context, one, keys, values);
  auto const steps = numbers(7, sp::tensor<double, Phones, Batch, Hidden>(Phones{{1, 2, 0}}, batch));
  check_gradient(context, steps, keys);
  check_gradient(weights, steps, keys, values);
  auto const beams = numbers(7, sp::tensor<double, Batch, Beam, Hidden>(batch));
  check_gradient(context, beams, keys, values);
  check_gradient(context, numbers(7, sp::tensor<double, Hidden, Batch, Beam>(batch)),
                 numbers(9, sp::tensor<double, Hidden, Letters, Batch>(letters, batch)),
                 numbers(8, sp::tensor<double, Letters, Value, Batch>(letters, batch)));
  check_gradient(context, numbers(7, sp::tensor<double, Hidden, Batch>(batch)),
                 numbers(9, sp::tensor<double, Hidden, Letters, Batch>(letters, batch)));
}

TEST_CASE("a value may be query and memory at once") {
  auto const x = numbers(3, sp::tensor<double, Phones, Batch, Hidden>(Phones{{2, 0, 3}}, batch));
  auto to_itself = [](auto&, auto const& y) {
    return sp::attend<sp::key<Phones>>(y, sp::rename<Phones, sp::key<Phones>>(y)).context;
  };
  check_gradient(to_itself, x);
  check_gradient(to_itself, numbers(3, sp::tensor<double, Phones, Hidden, Batch>(Phones{{2, 0, 3}}, batch)));
  check_gradient([](auto&, auto const& q, auto const& m) { return sp::attend<Letters>(q, m, m).context; },
                 numbers(1, sp::tensor<double, Batch, Hidden>(batch)), keys);
}

TEST_CASE("further shared axes are batch axes: the heads of multi-head attention") {
  auto const q = numbers(1, sp::tensor<double, Head, Phones, Batch, Value>(Phones{{2, 1, 1}}, batch));
  auto const k = numbers(30, sp::tensor<double, Letters, Batch, Head, Value>(letters, batch));
  check_gradient([](auto&, auto const& a, auto const& b) { return sp::attend<Letters>(a, b).context; }, q, k);
  auto const both = sp::attend<Letters>(q, k);
  for (int head : {0, 1}) { // each head is an attention of its own
    sp::tensor<double, Phones, Batch, Value> one_q(Phones{{2, 1, 1}}, batch);
    sp::tensor<double, Letters, Batch, Value> one_k(letters, batch);
    auto const h = sp::unchecked_index<Head>(head);
    for (auto b : q.extent<Batch>())
      for (auto v : q.extent<Value>()) {
        for (auto p : q.extent<Phones>()) one_q(p, b, v) = q(h, p, b, v);
        for (auto l : k.extent<Letters>()) one_k(l, b, v) = k(h, l, b, v);
      }
    auto const one = sp::attend<Letters>(one_q, one_k);
    for (auto b : q.extent<Batch>())
      for (auto p : q.extent<Phones>())
        for (auto v : q.extent<Value>()) CHECK(both.context(h, p, b, v) == one.context(p, b, v));
  }
}

TEST_CASE("a plain memory, with a batch and without") {
  auto const places = numbers(5, sp::tensor<double, Place, Hidden>(Place{4}));
  auto const one = numbers(2, sp::tensor<double, Hidden>(Hidden{}));
  check_gradient([](auto&, auto const& a, auto const& b) { return sp::attend<Place>(a, b).context; }, one, places);
  auto const rows = numbers(5, sp::tensor<double, Place, Batch, Hidden>(Place{4}, batch));
  check_gradient([](auto&, auto const& a, auto const& b) { return sp::attend<Place>(a, b).context; }, query, rows);
  auto const nothing = sp::attend<Place>(one, sp::tensor<double, Place, Hidden>(Place{0}));
  for (double c : nothing.context.unnamed()) CHECK(c == 0);
}

TEST_CASE("padding has no weight, whatever stands in it, and a row of length 0 has context 0") {
  auto padded = sp::tensor<double, Letters, Batch, Hidden>(Letters{{letters.lengths(), 7}}, batch);
  for (auto l : padded.extent<Letters>())
    for (auto b : padded.extent<Batch>())
      for (auto h : padded.extent<Hidden>())
        padded(l, b, h) =
            l.value() < letters.lengths()[static_cast<std::size_t>(b.value())] ? keys(l, b, h) : std::nan("");
  auto const expected = sp::attend<Letters>(query, keys);
  auto const got = sp::attend<Letters>(query, padded);
  CHECK(gradient_check::values_of(got.context) == gradient_check::values_of(expected.context));
  for (auto q : query.extent<Query>())
    for (auto b : query.extent<Batch>()) {
      double sum = 0;
      for (auto l : padded.extent<Letters>()) {
        double const weight = got.weights(q, b, l).value();
        if (l.value() >= letters.lengths()[static_cast<std::size_t>(b.value())]) CHECK(weight == 0);
        sum += weight;
      }
      CHECK(sum == doctest::Approx(b.value() == 1 ? 0 : 1));
    }
}

TEST_CASE("extents that differ are named") {
  sp::tensor<double, Batch, Hidden> const fewer(Batch{2});
  CHECK(message_of([&] { sp::attend<Letters>(fewer, keys); }) == "attend: the extents of Batch differ: 2 and 3");
  sp::tensor<double, Letters, Batch, Value> const others(Letters{{2, 1, 4}}, batch);
  CHECK(message_of([&] { sp::attend<Letters>(query, keys, others); }) ==
        "attend: the extents of Letters in row 1 differ: 0 and 1");
}
