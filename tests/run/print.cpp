// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <shapeproof/core.hpp>
#include <sstream>
#include <vector>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Embed : sp::axis<2> {};
struct Letter : sp::axis<> {};
} // namespace

TEST_CASE("printing: the type, the extents, a summary and the values") {
  auto const x = sp::tensor<float, Batch, Embed>::of({1, -2.5, 3, 0}, Batch{2});
  CHECK(to_string(x) == "tensor<float, Batch, Embed>: Batch 2, Embed 2; min -2.5, mean 0.375, max 3\n"
                        "[[1, -2.5],\n"
                        " [3, 0]]");
  std::ostringstream out;
  out << x << sp::view(x);
  CHECK(out.str() == to_string(x) + to_string(x));
  CHECK(to_string(sp::tensor<int>::of({7})) == "tensor<int>\n7");
  CHECK(to_string(sp::tensor<bool, Embed>::of({true, false})) ==
        "tensor<bool, Embed>: Embed 2; min 0, mean 0.5, max 1\n[true, false]");
  CHECK(to_string(sp::tensor<double, Batch>(Batch{0})) == "tensor<double, Batch>: Batch 0; no values\n[]");
}

TEST_CASE("printing: ids show their numbers, derived axes their names") {
  auto const ids = sp::check_index<Letter>(sp::tensor<std::int64_t, Batch>::of({4, 2}, Batch{2}), Letter{5});
  CHECK(to_string(ids) == "tensor<index<Letter>, Batch>: Batch 2; min 2, mean 3, max 4\n[4, 2]");
  auto const roles = sp::tensor<float, sp::key<Time>>(sp::key<Time>{1});
  CHECK(to_string(roles) == "tensor<float, key<Time>>: key<Time> 1; min 0, mean 0, max 0\n[0]");
}

TEST_CASE("printing: long axes are shortened in the middle") {
  auto x = sp::tensor<int, Batch>(Batch{9});
  for (auto b : x.extent<Batch>()) x(b) = b.value();
  CHECK(to_string(x) == "tensor<int, Batch>: Batch 9; min 0, mean 4, max 8\n[0, 1, 2, ..., 6, 7, 8]");
}

TEST_CASE("printing: what is not finite is counted, and does not spoil the summary") {
  float const infinite = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  CHECK(to_string(sp::tensor<float, Batch>::of({1, nan, 3, infinite}, Batch{4})) ==
        "tensor<float, Batch>: Batch 4; min 1, mean 2, max 3, 2 not finite\n[1, nan, 3, inf]");
  CHECK(to_string(sp::tensor<float, Batch>::of({-infinite}, Batch{1})) ==
        "tensor<float, Batch>: Batch 1; no finite value\n[-inf]");
}

TEST_CASE("printing: padding is a dot, and no part of the summary") {
  float const nan = std::numeric_limits<float>::quiet_NaN();
  auto const x = sp::tensor<float, Batch, Letters>::of({1, 2, 3, 4, nan, 999}, Batch{2}, Letters{{3, 1}});
  CHECK(to_string(x) == "tensor<float, Batch, Letters>: Batch 2, Letters 3 (lengths 3 1); min 1, mean 2.5, max 4\n"
                        "[[1, 2, 3],\n"
                        " [4, ., .]]");
  auto const rows = sp::tensor<float, Letters, Batch, Embed>::of({1, 2, 3, 4, 9, 9, 5, 6}, Batch{2}, Letters{{1, 2}});
  CHECK(to_string(rows) == "tensor<float, Letters, Batch, Embed>: Letters 2 (lengths 1 2), Batch 2, Embed 2; "
                           "min 1, mean 3.5, max 6\n"
                           "[[[1, 2],\n"
                           "  [3, 4]],\n"
                           " [[., .],\n"
                           "  [5, 6]]]");
  auto const none = sp::tensor<float, Batch, Letters>(Batch{1}, Letters{{std::vector{0}, 2}});
  CHECK(to_string(none) == "tensor<float, Batch, Letters>: Batch 1, Letters 2 (lengths 0); no values\n[[., .]]");
  std::vector<int> const many(10, 1);
  CHECK(to_string(sp::tensor<float, Batch, Letters>(Batch{10}, Letters(many))).find("(lengths 1 1 1 1 1 1 1 1 ...)") !=
        std::string::npos);
}
