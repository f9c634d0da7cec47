// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/core/check.hpp>
#include <shapeproof/core/print.hpp>
#include <shapeproof/core/view.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <sstream>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<3> {};
struct Letter : sp::axis<27> {};
struct Letters : sp::ragged<Batch> {};
} // namespace

TEST_CASE("a small tensor is printed with its type, extents, summary and values") {
  auto const x = sp::tensor<float, Batch, Embed>::of({1, 2, 3, -4, 5.25f, 1e6f}, Batch{2});
  CHECK(sp::to_string(x) == "tensor<float, Batch, Embed>: Batch 2, Embed 3; min -4, mean 1.6667e+05, max 1e+06\n"
                            "[[1, 2, 3],\n"
                            " [-4, 5.25, 1e+06]]");
}

TEST_CASE("three axes: inner blocks are indented below each other") {
  auto const x = sp::tensor<int, Batch, Time, Embed>::of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, Batch{2}, Time{2});
  CHECK(sp::to_string(x) == "tensor<int, Batch, Time, Embed>: Batch 2, Time 2, Embed 3; min 1, mean 6.5, max 12\n"
                            "[[[1, 2, 3],\n"
                            "  [4, 5, 6]],\n"
                            " [[7, 8, 9],\n"
                            "  [10, 11, 12]]]");
}

TEST_CASE("long axes are shortened in the middle") {
  sp::tensor<int, Batch> x(Batch{100});
  for (auto b : x.extent<Batch>()) x(b) = b.value();
  CHECK(sp::to_string(x) == "tensor<int, Batch>: Batch 100; min 0, mean 49.5, max 99\n[0, 1, 2, ..., 97, 98, 99]");
  sp::tensor<bool, Batch, Time> rows(Batch{7}, Time{1});
  CHECK(sp::to_string(rows) == "tensor<bool, Batch, Time>: Batch 7, Time 1; min 0, mean 0, max 0\n"
                               "[[false],\n [false],\n [false],\n ...,\n [false],\n [false],\n [false]]");
  sp::tensor<int, Batch> six(Batch{6});
  CHECK(sp::to_string(six).ends_with("\n[0, 0, 0, 0, 0, 0]"));
}

TEST_CASE("lengths are shown; what is beyond them is neither printed nor in the summary") {
  auto const x = sp::tensor<double, Batch, Letters>::of({1, 2, 3, 4, 1e9, 1e9}, Letters{{3, 1}}, Batch{2});
  CHECK(sp::to_string(x) == "tensor<double, Batch, Letters>: Batch 2, Letters 3 (lengths 3 1); min 1, mean 2.5, max 4\n"
                            "[[1, 2, 3],\n"
                            " [4, ., .]]");
  auto const y = sp::tensor<double, Letters, Batch>::of({1, 4, 2, 1e9, 3, 1e9}, Letters{{3, 1}}, Batch{2});
  CHECK(sp::to_string(y) == "tensor<double, Letters, Batch>: Letters 3 (lengths 3 1), Batch 2; min 1, mean 2.5, max 4\n"
                            "[[1, 4],\n"
                            " [2, .],\n"
                            " [3, .]]");
  sp::tensor<float, Letters, Batch> many(Letters{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}, Batch{10});
  CHECK(sp::to_string(many).starts_with(
      "tensor<float, Letters, Batch>: Letters 10 (lengths 1 2 3 4 5 6 7 8 ...), Batch"));
}

TEST_CASE("numbers that are not finite are counted, and printed without a sign of NaN") {
  double const inf = std::numeric_limits<double>::infinity(), nan = std::nan("");
  auto const x = sp::tensor<double, Batch>::of({inf, 1, -nan, nan}, Batch{4});
  CHECK(sp::to_string(x) == "tensor<double, Batch>: Batch 4; min 1, mean 1, max 1, 3 not finite\n[inf, 1, nan, nan]");
  auto const none = sp::tensor<double, Batch>::of({nan}, Batch{1});
  CHECK(sp::to_string(none) == "tensor<double, Batch>: Batch 1; no finite value\n[nan]");
}

TEST_CASE("nothing, one number, ids and views") {
  CHECK(sp::to_string(sp::tensor<float, Batch, Embed>(Batch{0})) ==
        "tensor<float, Batch, Embed>: Batch 0, Embed 3; no values\n[]");
  CHECK(sp::to_string(sp::tensor<float, Embed, Batch>(Batch{0})).ends_with("; no values\n[[],\n [],\n []]"));
  CHECK(sp::to_string(sp::tensor<float>::of({0.5f})) == "tensor<float>\n0.5");
  auto const ids = sp::check_index<Letter>(sp::tensor<int, Batch>::of({26, 0}, Batch{2}));
  CHECK(sp::to_string(ids) == "tensor<index<Letter>, Batch>: Batch 2; min 0, mean 13, max 26\n[26, 0]");
  auto const x = sp::tensor<float, Batch>::of({1, 2}, Batch{2});
  CHECK(sp::to_string(sp::view(x)) == sp::to_string(x));
}

TEST_CASE("a stream takes tensors") {
  std::ostringstream out;
  out << sp::tensor<float>::of({2}) << '\n';
  CHECK(out.str() == "tensor<float>\n2\n");
}

TEST_CASE("an empty tensor has nothing to print") {
  CHECK_THROWS_AS(sp::to_string(sp::tensor<float, Batch>()), sp::usage_error);
}
