// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"

#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/affine.hpp>
#include <shapeproof/ops/dot.hpp>
#include <shapeproof/ops/embed.hpp>
#include <shapeproof/ops/log.hpp>
#include <shapeproof/ops/mean.hpp>
#include <shapeproof/ops/multiply.hpp>
#include <shapeproof/ops/stop_gradient.hpp>
#include <shapeproof/ops/sum.hpp>
#include <shapeproof/ops/tanh.hpp>
#include <shapeproof/tape/model.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace {
struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};
struct Embed : sp::axis<3> {};
struct Hidden : sp::axis<5> {};
struct Letters : sp::ragged<Batch> {};

struct layer {
  BOOST_HANA_DEFINE_STRUCT(layer, (sp::parameter<double, Embed, Hidden>, weight),
                           (sp::parameter<double, Hidden>, bias));
  auto operator()(auto const& x) const { return tanh(affine(x, weight, bias)); }
};
// The table is tied: words go in by it, and what comes out is compared with it.
struct tied {
  BOOST_HANA_DEFINE_STRUCT(tied, (sp::parameter<double, Word, Embed>, table), (layer, up),
                           (sp::parameter<double, Hidden, Embed>, down));
  auto operator()(auto const& words) const {
    auto const hidden = up(embed(table, words));
    auto const again = hidden * hidden + hidden; // used three times
    return sp::dot<Embed>(sp::dot<Hidden>(again, down), table);
  }
};
using tied_model = sp::model<tied>;
using words = sp::tensor<sp::index<Word>, Batch>;

words some_words(std::initializer_list<int> raw) {
  return sp::check_index(sp::tensor<int, Batch>::of(raw, Batch{raw.size()}), Word{4});
}
auto loss_of(auto const& outputs) { return mean(outputs * outputs); }

std::vector<double> copy_of(std::span<double const> values) { return {values.begin(), values.end()}; }
// The gradient of all parameters at these words, from a tape of its own.
std::vector<double> gradient_at(tied_model const& model, words const& in, double weight = 1) {
  sp::tape tape{model};
  tape.backward(loss_of(model(tape(in))), weight);
  return copy_of(tape.gradient<double>());
}
void check_close(std::span<double const> a, std::span<double const> b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    CAPTURE(i);
    CHECK(gradient_check::relative_error(a[i], b[i]) < 1e-9);
  }
}
} // namespace

TEST_CASE("the gradient of a whole model lies where its parameters lie, tied and reused values included") {
  tied_model model(3, Word{4});
  auto const in = some_words({1, 3, 1, 0});
  auto const gradient = gradient_at(model, in);
  REQUIRE(gradient.size() == model.flat().size());
  sp::extent_t checked = 0;
  sp::for_each_parameter(model, [&](auto name, auto& p) {
    CAPTURE(std::string(name.view()));
    auto const offset = p.unnamed().data() - model.flat().data();
    for (sp::extent_t i = 0; i < p.size(); ++i, ++checked) {
      double& x = p.unnamed()[static_cast<std::size_t>(i)];
      double const here = x, step = 1e-4;
      auto value = [&](double at) {
        x = at;
        return loss_of(model(in)).value();
      };
      double const expected =
          (8 * (value(here + step) - value(here - step)) - (value(here + 2 * step) - value(here - 2 * step))) /
          (12 * step);
      x = here;
      CHECK(gradient_check::relative_error(gradient[static_cast<std::size_t>(offset + i)], expected) < 1e-6);
    }
  });
  CHECK(checked == model.parameter_count());
}

TEST_CASE("a call on taped inputs gives the numbers of a plain call") {
  tied_model const model(3, Word{4});
  auto const in = some_words({2, 0});
  sp::tape tape{model};
  auto const taped = model(tape(in));
  auto const plain = model(in);
  static_assert(std::is_same_v<decltype(plain), sp::tensor<double, Batch, Word> const>);
  static_assert(std::is_same_v<decltype(taped), sp::taped<double, Batch, Word> const>);
  CHECK(gradient_check::values_of(taped) == gradient_check::values_of(plain));
}

TEST_CASE("several tapes on one const model add up to the whole batch, each with its share") {
  tied_model const model(3, Word{4});
  auto const whole = gradient_at(model, some_words({1, 3, 1, 0, 2}));
  auto parts = gradient_at(model, some_words({1, 3}), 2. / 5);
  auto const rest = gradient_at(model, some_words({1, 0, 2}), 3. / 5);
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i] += rest[i];
  check_close(parts, whole);
}

TEST_CASE("clear_values keeps the gradients and clear forgets them") {
  tied_model const model(3, Word{4});
  auto const in = some_words({1, 3});
  auto const once = gradient_at(model, in);
  sp::tape tape{model};
  for (int i = 0; i < 3; ++i) {
    tape.backward(loss_of(model(tape(in))), 0.5);
    tape.clear_values();
  }
  auto threefold = once;
  for (double& x : threefold) x *= 1.5;
  check_close(tape.gradient<double>(), threefold);
  tape.clear();
  for (double x : tape.gradient<double>()) CHECK(x == 0);
  tape.backward(loss_of(model(tape(in))));
  CHECK(copy_of(tape.gradient<double>()) == once);
}

TEST_CASE("two losses of one tape add up, if they share no values") {
  tied_model const model(3, Word{4});
  auto const in = some_words({1, 3});
  auto twice = gradient_at(model, in);
  for (double& x : twice) x *= 2;
  sp::tape tape{model};
  auto const taped = tape(in);
  tape.backward(loss_of(model(taped)));
  tape.backward(loss_of(model(taped)));
  check_close(tape.gradient<double>(), twice);
}

TEST_CASE("an operation is gone through once: what would silently get no gradient is refused") {
  char const* const message =
      "backward: the loss depends on values that an earlier backward has gone through; compute them again";
  sp::tape tape;
  auto const x = tape.watch(sp::tensor<double, Batch>::of({1, 2}, Batch{2}));
  auto const y = x * x;
  auto const loss = sum(y);
  tape.backward(loss);
  CHECK(loss.value() == 5); // reading is no matter
  CHECK_THROWS_WITH_AS(tape.backward(loss), message, sp::usage_error);
  CHECK_THROWS_WITH_AS(tape.backward(sum(y * y)), message, sp::usage_error);
  tape.clear();
  auto const again = tape.watch(sp::tensor<double, Batch>::of({1, 2}, Batch{2}));
  tape.backward(sum(again));
  tape.backward(sum(again * again)); // an input was made by no operation
  CHECK(gradient_check::values_of(tape.gradient_of(again)) == std::vector<double>{3, 5});
}

TEST_CASE("a stopped gradient ends") {
  auto const numbers = sp::tensor<double, Batch>::of({1, 2}, Batch{2});
  sp::tape tape;
  auto const x = tape.watch(numbers);
  tape.backward(sum(sp::stop_gradient(x) * x * x));
  CHECK(gradient_check::values_of(tape.gradient_of(x)) == std::vector<double>{2, 8}); // d (c x^2), c = x
}

TEST_CASE("a tape of a part of a model trains that part; all other parameters are constants") {
  tied_model const model(3, Word{4}), other(4, Word{4});
  auto const in = some_words({1, 3, 2});
  auto const whole = gradient_at(model, in);
  sp::tape tape{model.up};
  tape.backward(loss_of(model(tape(in))));
  auto const first = static_cast<std::size_t>(model.up.weight.unnamed().data() - model.flat().data());
  auto const part = tape.gradient<double>();
  CHECK(part.size() == static_cast<std::size_t>(model.up.bias.unnamed().data() - model.up.weight.unnamed().data()) + 5);
  CHECK(std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(first)));

  tape.clear();
  auto const nothing = 0 * sum(model.up(tape(sp::tensor<double, Batch, Embed>(Batch{1}))));
  tape.backward(loss_of(other(tape(in))) + nothing);
  for (double x : tape.gradient<double>()) CHECK(x == 0);
}

TEST_CASE("a parameter of no model, and a struct of such, are refused") {
  layer const loose;
  CHECK_THROWS_WITH_AS(sp::tape{loose}, "tape: the parameters of this struct belong to no sp::model", sp::usage_error);
  CHECK_THROWS_AS(loose(sp::tensor<double, Batch, Embed>(Batch{1})), sp::usage_error);
}

TEST_CASE("what no operation used is named, and backward does not pass over it") {
  tied_model const model(3, Word{4});
  sp::tape tape{model};
  using names = std::vector<std::string>;
  CHECK(tape.untouched(model) == names{"table", "up.weight", "up.bias", "down"});
  auto const half = [&] { return sum(model.up(tape(sp::tensor<double, Batch, Embed>(Batch{1})))); };
  auto const loss = half();
  CHECK(tape.untouched(model) == names{"table", "down"});
  CHECK(tape.untouched(model.up).empty());
  CHECK_THROWS_WITH_AS(
      tape.backward(loss),
      "backward: no operation has used table, down since clear, so nothing would train it; make the tape "
      "of the part that is trained",
      sp::usage_error);
  tape.clear_values(); // what was used stays used: gradients are accumulated over several passes
  auto const rest = sum(sp::dot<Hidden>(model.up(embed(model.table, tape(some_words({1})))), model.down));
  CHECK(tape.untouched(model).empty());
  tape.backward(rest);
  tape.clear();
  CHECK(tape.untouched(model).size() == 4);

  sp::tape part{model.up};
  part.backward(sum(model.up(part(sp::tensor<double, Batch, Embed>(Batch{1})))));
}

TEST_CASE("a loss that no parameter of the tape's model leads to is refused") {
  tied_model const model(1, Word{4});
  sp::tape tape{model};
  auto const text =
      "backward: nothing leads from the loss to a parameter of the tape's model; no gradient comes through "
      "ids, comparisons and stop_gradient";
  auto const outputs = model(tape(some_words({0, 3})));
  CHECK_THROWS_WITH_AS(tape.backward(loss_of(sp::stop_gradient(outputs))), text, sp::usage_error);
  tape.clear();
  tape.backward(loss_of(model(tape(some_words({0, 3})))));
  CHECK(copy_of(tape.gradient<double>()) == gradient_at(model, some_words({0, 3})));
}

TEST_CASE("gradients are asked for as what they are") {
  tied_model const model(3, Word{4});
  sp::tape tape{model};
  CHECK_THROWS_WITH_AS(tape.gradient(), "tape: the model's numbers have 8 bytes, gradient() was asked for 4",
                       sp::usage_error);
  sp::tape without;
  CHECK(without.gradient().empty());
}

TEST_CASE("a taped value dies when its tape is cleared") {
  char const* const message = "this taped value is dead: its tape was cleared after it was made";
  sp::tape tape;
  auto const x = tape.watch(sp::tensor<double, Batch>::of({1, 2}, Batch{2}));
  auto const loss = sum(x);
  tape.backward(loss);
  tape.clear_values();
  auto const alive = tape(sp::tensor<double, Batch>::of({1, 2}, Batch{2}));
  CHECK_THROWS_WITH_AS(x + x, message, sp::usage_error);
  CHECK_THROWS_WITH_AS(alive + x, message, sp::usage_error);
  CHECK_THROWS_WITH_AS(loss.value(), message, sp::usage_error);
  CHECK_THROWS_WITH_AS(x.extent<Batch>(), message, sp::usage_error);
  CHECK_THROWS_WITH_AS(x.size(), message, sp::usage_error);
  CHECK_THROWS_WITH_AS(tape.gradient_of(x), message, sp::usage_error);
  CHECK_THROWS_WITH_AS(tape.backward(loss), message, sp::usage_error);
}

TEST_CASE("values of two tapes do not meet") {
  sp::tape one, two;
  auto const x = one(sp::tensor<double>::of({1})), y = two(sp::tensor<double>::of({2}));
  CHECK_THROWS_WITH_AS(x + y, "values of two tapes meet in one operation", sp::usage_error);
  CHECK_THROWS_AS(one.backward(sum(y)), sp::usage_error);
  CHECK_THROWS_AS(one.gradient_of(y), sp::usage_error);
}

TEST_CASE("inputs are copied with their lengths: the batch may go away") {
  sp::tape tape;
  auto batch = std::make_unique<sp::tensor<double, Letters, Batch>>(
      sp::tensor<double, Letters, Batch>::of({1, 2, 3, 100}, Letters{{2, 1}}, Batch{2}));
  auto const x = tape.watch(*batch);
  batch.reset();
  CHECK(x.extent<Letters>().total() == 3);
  auto const loss = sum(x * x);
  CHECK(loss.value() == 1 + 4 + 9);
  tape.backward(loss);
  auto const dx = tape.gradient_of(x);
  CHECK(gradient_check::values_of(dx) == std::vector<double>{2, 4, 6, 0});
  auto const kept = x.extent<Letters>(); // borrowed from the tape
  sp::tensor<double, Letters, Batch> const copy(kept, Batch{2});
  tape.clear();
  CHECK(dx.extent<Letters>().lengths()[1] == 1);
  CHECK(copy.extent<Letters>().lengths()[0] == 2);
}

TEST_CASE("the gradient of what nothing depends on is zero, and of a weight times the loss the weight times it") {
  sp::tape tape;
  auto const x = tape.watch(sp::tensor<float, Batch>::of({1, 2}, Batch{2}));
  auto const y = tape.watch(sp::tensor<float, Batch>::of({3, 4}, Batch{2}));
  auto const product = x * x;
  tape.backward(sum(product), 0.5f);
  auto const dx = tape.gradient_of(x), dy = tape.gradient_of(y), dproduct = tape.gradient_of(product);
  for (int i = 0; i < 2; ++i) {
    auto const b = sp::check_index(i, Batch{2});
    CHECK(dx(b) == static_cast<float>(i + 1));
    CHECK(dy(b) == 0);
    CHECK(dproduct(b) == 0.5f);
  }
}

TEST_CASE("the first operation with a number that is not finite is named, before and after backward") {
  sp::tape tape;
  CHECK(tape.first_non_finite() == nullptr);
  auto const x = tape(sp::tensor<double, Batch>::of({1, 0}, Batch{2}));
  auto const fine = x * x + x;
  CHECK(tape.first_non_finite() == nullptr);
  auto const loss = sum(log(fine) * 2);
  CHECK(std::string(tape.first_non_finite()) == "log");
  tape.backward(loss);
  CHECK(std::string(tape.first_non_finite()) == "log");
  tape.clear();
  CHECK(tape.first_non_finite() == nullptr);
}

TEST_CASE("random draws go on where they were left") {
  sp::tape tape;
  tape.set_random({.seed = 5, .draws = 7});
  auto const key = tape.next_key();
  CHECK(tape.random().draws == 8);
  CHECK(tape.next_key() != key);
  tape.set_random({.seed = 5, .draws = 7});
  CHECK(tape.next_key() == key);
}

TEST_CASE("memory is kept by clear, and its use is told") {
  tied_model const model(3, Word{4});
  sp::tape tape{model};
  auto const in = some_words({1, 2});
  tape.backward(loss_of(model(tape(in))));
  auto const used = tape.bytes_used();
  CHECK(used > 0);
  tape.clear();
  CHECK(tape.bytes_used() == 0);
  CHECK(tape.bytes_peak() == used);
}
