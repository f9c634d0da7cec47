// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <string>
#include <type_traits>

#include "../support/gradient_check.hpp"
#include "shapeproof/core/random_tensor.hpp"
#include "shapeproof/ops/first_last.hpp"
#include "shapeproof/ops/gru_sequence.hpp"
#include "shapeproof/ops/gru_step.hpp"
#include "shapeproof/ops/permute.hpp"

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Time : sp::axis<> {};
struct In : sp::axis<> {};
struct Hidden : sp::axis<> {};

// A GRU whose extents only the running program knows.
struct operands {
  sp::random_sequence random{11};
  Batch batch{4};
  Letters letters{{2, 4, 0, 3}};
  In in{3};
  Hidden hidden{5};
  sp::gru_gates<Hidden> gates{15};
  template <class... A>
  sp::tensor<double, A...> some(A const&... extents) {
    return sp::random_uniform<double, A...>(random, -1, 1, extents...);
  }
  sp::tensor<double, Letters, Batch, In> words = some(letters, batch, in);
  sp::tensor<double, In, sp::gru_gates<Hidden>> w_ih = some(in, gates);
  sp::tensor<double, sp::prev<Hidden>, sp::gru_gates<Hidden>> w_hh = some(sp::prev<Hidden>{5}, gates);
  sp::tensor<double, sp::gru_gates<Hidden>> bias = some(gates);
  sp::tensor<double, sp::candidate<Hidden>> recurrent_bias = some(sp::candidate<Hidden>{5});
  sp::tensor<double, Batch, Hidden> start = some(batch, hidden);

  template <class X, class... S>
  auto read(X const& x, S const&... from) const {
    return sp::gru_sequence(x, w_ih, w_hh, bias, recurrent_bias, from...);
  }
};
constexpr auto backwards = sp::reading::reversed;
} // namespace

TEST_CASE("gradients of a GRU through outputs and state, with respect to everything") {
  operands o;
  auto const forward = [](auto&, auto const&... x) { return sp::gru_sequence(x...).outputs; };
  auto const backward = [](auto&, auto const&... x) { return sp::gru_sequence<void, backwards>(x...).state; };
  check_gradient(forward, o.words, o.w_ih, o.w_hh, o.bias, o.recurrent_bias);
  check_gradient(forward, o.words, o.w_ih, o.w_hh, o.bias, o.recurrent_bias, o.start);
  check_gradient(backward, o.words, o.w_ih, o.w_hh, o.bias, o.recurrent_bias, o.start);
}

TEST_CASE("gradients of a step of a GRU") {
  operands o;
  check_gradient([](auto&, auto const&... x) { return sp::gru_step(x...); }, o.some(o.batch, o.in), o.w_ih, o.w_hh,
                 o.bias, o.recurrent_bias, o.start);
}

TEST_CASE("a GRU takes its axes in any order, and a plain axis as time") {
  operands o;
  auto const expected = o.read(o.words).outputs;
  sp::tensor<double, Hidden, Batch> const zero(o.hidden, o.batch);
  auto const turned = o.read(sp::permute<Batch, In, Letters>(o.words), zero).outputs;
  static_assert(std::is_same_v<decltype(turned), sp::tensor<double, Batch, Hidden, Letters> const>);
  for (auto h : o.hidden)
    for (auto b : o.batch)
      for (auto t : o.letters) CHECK(turned(t, b, h) == expected(t, b, h));
  auto const dense = o.some(o.batch, Time{3}, o.in);
  auto const run = sp::gru_sequence<Time>(dense, o.w_ih, o.w_hh, o.bias, o.recurrent_bias);
  for (auto b : o.batch)
    for (auto h : o.hidden) CHECK(run.state(b, h) == run.outputs(b, sp::check_index<Time>(2, Time{3}), h));
}

TEST_CASE("the state of a GRU is the last real output, and of an empty row the start") {
  operands o;
  auto const run = o.read(o.words, o.start);
  auto const ends = sp::last<Letters>(run.outputs);
  for (auto b : o.batch)
    for (auto h : o.hidden) CHECK(run.state(b, h) == (b.value() == 2 ? o.start(b, h) : ends(b, h)));
}

TEST_CASE("extents of a GRU are compared before any work") {
  operands o;
  auto const message = [&](auto const& call) {
    try {
      call();
      return std::string("nothing");
    } catch (sp::extent_error const& e) {
      return std::string(e.what());
    }
  };
  Hidden const six{6};
  CHECK(message([&] { o.read(o.words, o.some(Batch{3}, o.hidden)); }) == "gru: the extents of Batch differ: 4 and 3");
  CHECK(message([&] { o.read(o.words, o.some(o.batch, six)); }) == "gru: the extents of Hidden differ: 5 and 6");
  CHECK(message([&] { o.read(o.some(o.letters, o.batch, In{2})); }) == "gru: the extents of In differ: 2 and 3");
  auto const x = o.some(o.batch, o.in);
  CHECK(message([&] { sp::gru_step(x, o.w_ih, o.w_hh, o.bias, o.some(sp::candidate<Hidden>{6}), o.start); }) ==
        "gru step: the extents of candidate<Hidden> differ: 5 and 6");
  CHECK(message([&] {
          sp::gru_step(x, o.w_ih, o.w_hh, o.some(sp::gru_gates<Hidden>{18}), o.recurrent_bias, o.start);
        }) == "gru step: the extents of gru_gates<Hidden> differ: 15 and 18");
}
