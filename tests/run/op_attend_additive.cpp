// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <cmath>
#include <shapeproof/ops/attend_additive.hpp>
#include <shapeproof/ops/permute.hpp>
#include <shapeproof/ops/rename.hpp>
#include <string>

namespace {
#include "../reference/attention.inc"

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Query : sp::axis<2> {};
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
auto const vector = numbers(90, sp::tensor<double, Hidden>(Hidden{}));

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
} // namespace

TEST_CASE("contexts, weights and the gradients of both are PyTorch's") {
  auto const [context, weights] = sp::attend_additive<Letters>(query, keys, vector, values);
  static_assert(std::is_same_v<decltype(context), sp::tensor<double, Query, Batch, Value> const>);
  check_equal(context, additive_context);
  check_equal(weights, additive_weights);
  sp::tape t;
  auto const a = t.watch(query);
  auto const b = t.watch(keys);
  auto const c = t.watch(vector);
  auto const d = t.watch(values);
  t.backward(weighted(sp::attend_additive<Letters>(a, b, c, d)));
  check_equal(t.gradient_of(a), additive_gradient_a);
  check_equal(t.gradient_of(b), additive_gradient_b);
  check_equal(t.gradient_of(c), additive_gradient_c);
  check_equal(t.gradient_of(d), additive_gradient_d);
}

TEST_CASE("gradients against central differences, axes in any order") {
  auto context = [](auto&, auto const&... x) { return sp::attend_additive<Letters>(x...).context; };
  auto weights = [](auto&, auto const&... x) { return sp::attend_additive<Letters>(x...).weights; };
  auto const one = numbers(7, sp::tensor<double, Batch, Hidden>(batch)); // one step of a decoder
  check_gradient(context, one, keys, vector, values);
  check_gradient(weights, one, keys, vector, values);
  check_gradient(context, numbers(7, sp::tensor<double, Phones, Batch, Hidden>(Phones{{1, 2, 0}}, batch)), keys, vector,
                 values);
  check_gradient(context, numbers(7, sp::tensor<double, Hidden, Batch, Query>(batch)),
                 numbers(9, sp::tensor<double, Hidden, Letters, Batch>(letters, batch)), vector,
                 numbers(8, sp::tensor<double, Letters, Value, Batch>(letters, batch)));
  check_gradient([](auto&, auto const&... x) { return sp::attend_additive<Place>(x...).context; },
                 numbers(1, sp::tensor<double, Hidden>(Hidden{})),
                 numbers(2, sp::tensor<double, Place, Hidden>(Place{4})), vector,
                 numbers(3, sp::tensor<double, Place, Value>(Place{4})));
}

TEST_CASE("one value may be query, keys and values") {
  check_gradient(
      [](auto&, auto const& x, auto const& v) {
        auto const memory = sp::rename<Phones, sp::key<Phones>>(x);
        return sp::attend_additive<sp::key<Phones>>(x, memory, v, memory).context;
      },
      numbers(3, sp::tensor<double, Phones, Batch, Hidden>(Phones{{2, 0, 3}}, batch)), vector);
}

TEST_CASE("padding has no weight, whatever stands in it, and a row of length 0 has context 0") {
  sp::tensor<double, Letters, Batch, Hidden> padded(Letters{{letters.lengths(), 6}}, batch);
  sp::tensor<double, Letters, Batch, Value> padded_values(Letters{{letters.lengths(), 6}}, batch);
  for (auto l : padded.extent<Letters>())
    for (auto b : padded.extent<Batch>()) {
      bool const real = l.value() < letters.lengths()[static_cast<std::size_t>(b.value())];
      for (auto h : padded.extent<Hidden>()) padded(l, b, h) = real ? keys(l, b, h) : std::nan("");
      for (auto v : values.extent<Value>()) padded_values(l, b, v) = real ? values(l, b, v) : std::nan("");
    }
  auto const got = sp::attend_additive<Letters>(query, padded, vector, padded_values);
  check_equal(got.context, additive_context);
  for (auto q : query.extent<Query>())
    for (auto v : values.extent<Value>()) CHECK(got.context(q, sp::unchecked_index<Batch>(1), v) == 0);
}

TEST_CASE("extents that differ are named") {
  auto message_of = [](auto const& f) -> std::string {
    try {
      f();
    } catch (sp::extent_error const& e) {
      return e.what();
    }
    return "no extent_error";
  };
  sp::tensor<double, Batch, Hidden> const fewer(Batch{2});
  CHECK(message_of([&] { sp::attend_additive<Letters>(fewer, keys, vector, values); }) ==
        "attend_additive: the extents of Batch differ: 2 and 3");
  sp::tensor<double, Letters, Batch, Value> const others(Letters{{2, 0, 3}}, batch);
  CHECK(message_of([&] { sp::attend_additive<Letters>(query, keys, vector, others); }) ==
        "attend_additive: the extents of Letters differ: 4 and 3");
}
