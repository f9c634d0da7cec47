// SPDX-License-Identifier: BSL-1.0
#include <cmath>
#include <doctest/doctest.h>
#include <shapeproof/ops/argmax.hpp>
#include <shapeproof/ops/embed.hpp>
#include <shapeproof/ops/softmax.hpp>
#include <string>
#include <vector>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<4> {};
struct Word : sp::axis<> {};
struct Embed : sp::axis<2> {};

std::vector<int> numbers(auto const& x) { return {x.unnamed().begin(), x.unnamed().end()}; }
} // namespace

TEST_CASE("the first of the greatest, along any axis") {
  float const infinity = std::numeric_limits<float>::infinity();
  auto const x = sp::tensor<float, Batch, Phone>::of({1, 3, 3, 2, -5, -infinity, -4, -4, infinity, 0, 0, 0}, Batch{3});
  CHECK(numbers(sp::argmax<Phone>(x)) == std::vector{1, 2, 0});
  CHECK(numbers(sp::argmax<Batch>(x)) == std::vector{2, 0, 0, 0});
  CHECK(numbers(sp::argmax<Phone>(sp::softmax<Phone>(sp::tensor<double, Phone>::of({1, 4, 2, 3})))) == std::vector{1});
}

TEST_CASE("along a ragged axis padding is never chosen") {
  auto const x = sp::tensor<double, Letters, Batch>::of({1, 9, 7, 2, 9, 5, 99, 99, 8}, Letters{{2, 0, 3}}, Batch{3});
  CHECK(numbers(sp::argmax<Letters>(x)) == std::vector{1, 0, 2});
}

TEST_CASE("the result is proven against the extent of the axis: a smaller table refuses it") {
  sp::tensor<float, Batch, Word> const scores(Batch{2}, Word{7});
  auto const words = sp::argmax<Word>(scores);
  CHECK(sp::embed(sp::tensor<float, Word, Embed>(Word{7}), words).size() == 4);
  CHECK_THROWS_AS((sp::embed(sp::tensor<float, Word, Embed>(Word{6}), words)), sp::extent_error);
  sp::tape t;
  CHECK(sp::embed(t(sp::tensor<float, Word, Embed>(Word{7})), sp::argmax<Word>(t(scores))).size() == 4);
}

TEST_CASE("among nothing there is no choice") {
  auto const message = [] {
    try {
      sp::argmax<Word>(sp::tensor<float, Batch, Word>(Batch{2}, Word{0}));
    } catch (sp::extent_error const& e) {
      return std::string(e.what());
    }
    return std::string("no extent_error");
  }();
  CHECK(message == "argmax: Word has no position to choose");
}
