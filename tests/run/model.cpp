// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/tape/model.hpp>
#include <shapeproof/tape/tape.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {
struct Word : sp::axis<> {};
struct Phone : sp::axis<> {};
struct Embed : sp::axis<3> {};
struct Hidden : sp::axis<5> {};

enum class direction { forward, reversed };

struct cell {
  BOOST_HANA_DEFINE_STRUCT(cell, (sp::parameter<float, Embed, sp::gates<Hidden>>, w_ih),
                           (sp::parameter<float, sp::prev<Hidden>, sp::gates<Hidden>>, w_hh),
                           (sp::parameter<float, sp::gates<Hidden>>, bias), (direction, reading));
};
struct norm {
  BOOST_HANA_DEFINE_STRUCT(norm, (sp::parameter<float, Hidden>, scale), (float, epsilon));
  void initialise(sp::random_sequence&) {
    for (float& x : scale.unnamed()) x = 1;
    epsilon = 1e-5f;
  }
};
struct speller {
  BOOST_HANA_DEFINE_STRUCT(speller, (sp::parameter<float, Word, Embed>, table), (std::array<cell, 2>, layers),
                           (norm, scaling), (int, heads), (sp::parameter<float, sp::both<Word, Phone>, Hidden>, out));
};
// The same with one more layer in front and one more inside.
struct larger {
  BOOST_HANA_DEFINE_STRUCT(larger, (sp::parameter<float, Hidden>, first), (sp::parameter<float, Word, Embed>, table),
                           (std::array<cell, 3>, layers), (norm, scaling), (int, heads),
                           (sp::parameter<float, sp::both<Word, Phone>, Hidden>, out));
};
struct single {
  BOOST_HANA_DEFINE_STRUCT(single, (sp::parameter<double, Embed>, bias));
};

std::vector<float> values(auto const& p) { return {p.unnamed().begin(), p.unnamed().end()}; }
std::vector<std::string> names(auto const& model) {
  std::vector<std::string> found;
  sp::for_each_parameter(model, [&](auto name, auto const&) { found.emplace_back(name.view()); });
  return found;
}
} // namespace

TEST_CASE("parameters are walked in the order of declaration, depth first, by dotted names") {
  sp::model<speller> const model(1, Word{7}, Phone{4});
  CHECK(names(model) == std::vector<std::string>{"table", "layers.0.w_ih", "layers.0.w_hh", "layers.0.bias",
                                                 "layers.1.w_ih", "layers.1.w_hh", "layers.1.bias", "scaling.scale",
                                                 "out"});
  CHECK(names(model.layers[1]) == std::vector<std::string>{"w_ih", "w_hh", "bias"});
  sp::for_each_parameter(model, [](auto name, auto const&) { static_assert(!name.view().empty()); });
}

TEST_CASE("extents come from the axes: static, given, or made of others, in any order") {
  sp::model<speller> const model(1, Phone{4}, Word{7});
  CHECK(model.table.extent<Word>().size() == 7);
  CHECK(model.out.extent<sp::both<Word, Phone>>().size() == 11);
  CHECK(model.layers[0].w_hh.size() == 5 * 20);
  CHECK(model.parameter_count() == 21 + 2 * (60 + 100 + 20) + 5 + 55);
  CHECK_THROWS_WITH_AS((sp::model<speller>(1, Word{-1}, Phone{4})), "the extent of an axis cannot be -1",
                       sp::extent_error);
}

TEST_CASE("all parameters lie in one buffer, each from the start of a cache line, with zeros between") {
  sp::model<speller> model(1, Word{7}, Phone{4});
  float const* end = model.flat().data();
  sp::for_each_parameter(model, [&](auto, auto& p) {
    CHECK(reinterpret_cast<std::uintptr_t>(p.unnamed().data()) % 64 == 0);
    CHECK(p.unnamed().data() >= end);
    CHECK(p.unnamed().data() - end < 16);
    for (; end != p.unnamed().data(); ++end) CHECK(*end == 0);
    end += p.size();
  });
  CHECK(end == model.flat().data() + model.flat().size());
  CHECK(sp::model<single>(1).flat().size() == 3);
}

TEST_CASE("a model knows its parameters as a list without types, also as sp::any_model") {
  sp::model<speller> const original(1, Word{7}, Phone{4});
  sp::model<speller> const model(original);
  sp::any_model<float> const& any = model;
  REQUIRE(any.listed().size() == names(model).size());
  CHECK(any.parameter_count() == original.parameter_count());
  std::size_t i = 0;
  sp::for_each_parameter(model, [&](auto name, auto const& p) {
    auto const& listed = any.listed()[i++];
    CHECK(listed.name == name.view());
    CHECK(listed.numbers == reinterpret_cast<char const*>(p.unnamed().data()));
    CHECK(listed.size == p.size());
    CHECK(listed.element_bytes == sizeof(float));
  });
  CHECK(any.listed()[1].axes.size() == 2);
  sp::tape tape(any);
  CHECK(tape.gradient<float>().size() == model.flat().size());
  CHECK(tape.untouched(any) == names(model));
}

TEST_CASE("the seed determines the start, and nothing else does") {
  sp::model<speller> const one(1, Word{7}, Phone{4}), same(1, Phone{4}, Word{7}), two(2, Word{7}, Phone{4});
  CHECK(std::equal(one.flat().begin(), one.flat().end(), same.flat().begin()));
  CHECK(!std::equal(one.flat().begin(), one.flat().end(), two.flat().begin()));
  CHECK(values(one.layers[0].w_hh) != values(one.layers[1].w_hh)); // the same shape, another name
}

TEST_CASE("another layer does not change how the others start") {
  sp::model<speller> const model(1, Word{7}, Phone{4});
  sp::model<larger> const more(1, Word{7}, Phone{4});
  CHECK(values(model.table) == values(more.table));
  CHECK(values(model.layers[1].w_hh) == values(more.layers[1].w_hh));
  CHECK(values(model.out) == values(more.out));
}

TEST_CASE("matrices start uniform in Glorot's bounds, biases at 0, forget gates at 1, layers as they say") {
  sp::model<speller> const model(1, Word{7}, Phone{4});
  auto const bounded = [](auto const& p, double inputs, double outputs) {
    double const limit = std::sqrt(6 / (inputs + outputs));
    double largest = 0;
    for (float x : p.unnamed()) largest = std::max(largest, std::abs(static_cast<double>(x)));
    return largest <= limit && largest > 0.8 * limit;
  };
  CHECK(bounded(model.table, 7, 3));
  CHECK(bounded(model.layers[0].w_ih, 3, 5)); // one gate at a time
  CHECK(bounded(model.layers[0].w_hh, 5, 5));
  auto const bias = values(model.layers[0].bias);
  for (std::size_t i = 0; i < bias.size(); ++i) CHECK(bias[i] == (i / 5 == 1 ? 1 : 0));
  CHECK(values(model.scaling.scale) == std::vector<float>(5, 1));
  CHECK(model.scaling.epsilon == 1e-5f);
}

TEST_CASE("a copy has numbers of its own and the same settings") {
  sp::model<speller> model(1, Word{7}, Phone{4});
  model.heads = 3;
  model.layers[1].reading = direction::reversed;
  sp::model<speller> const copy = model;
  float const before = model.table.unnamed()[0];
  model.table.unnamed()[0] += 1;
  CHECK(copy.table.unnamed()[0] == before);
  CHECK(copy.heads == 3);
  CHECK(copy.layers[0].reading == direction::forward);
  CHECK(copy.layers[1].reading == direction::reversed);
  CHECK(copy.scaling.epsilon == 1e-5f);
  CHECK(copy.out.extent<sp::both<Word, Phone>>().size() == 11);
  CHECK(values(copy.out) == values(model.out));
  CHECK(copy.out.unnamed().data() - copy.flat().data() == model.out.unnamed().data() - model.flat().data());
}

TEST_CASE("extents of zero, and extents that no memory holds") {
  sp::model<speller> const model(1, Word{0}, Phone{0});
  CHECK(model.table.size() == 0);
  CHECK(model.out.size() == 0);
  auto const huge = std::int64_t{1} << 60;
  CHECK_THROWS_AS((sp::model<speller>(1, Word{huge}, Phone{4})), sp::extent_error);
}
