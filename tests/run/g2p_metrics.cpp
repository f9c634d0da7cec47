// SPDX-License-Identifier: BSL-1.0
#include "../../examples/g2p/metrics.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using phones = std::vector<std::string>;

std::size_t distance(std::string_view from, std::string_view to) {
  return g2p::edit_distance(std::vector<char>(from.begin(), from.end()), std::vector<char>(to.begin(), to.end()));
}

} // namespace

TEST_CASE("the edit distance is Levenshtein's") {
  CHECK(distance("kitten", "sitting") == 3);
  CHECK(distance("sunday", "saturday") == 3);
  CHECK(distance("intention", "execution") == 5); // Jurafsky and Martin, figure 2.18, with substitutions at cost 1
  CHECK(distance("", "") == 0);
  CHECK(distance("", "abc") == 3);
  CHECK(distance("abc", "") == 3);
  CHECK(distance("abc", "abc") == 0);
  CHECK(distance("abcd", "bcda") == 2);
}

TEST_CASE("the edit distance is a metric") {
  std::vector<std::vector<int>> all; // sequences of up to four of two tokens
  for (int bits = 0; bits < 16; ++bits)
    for (std::size_t length = 0; length <= 4; ++length) {
      std::vector<int> sequence(length);
      for (std::size_t i = 0; i < length; ++i) sequence[i] = bits >> i & 1;
      all.push_back(sequence);
    }
  std::size_t broken = 0;
  for (auto const& a : all)
    for (auto const& b : all) {
      std::size_t const direct = g2p::edit_distance(a, b);
      broken += (direct == 0) != (a == b) || direct != g2p::edit_distance(b, a);
      for (auto const& c : all) broken += direct > g2p::edit_distance(a, c) + g2p::edit_distance(c, b);
    }
  CHECK(broken == 0);
}

TEST_CASE("the closest reference counts") {
  g2p::error_rates rates;
  rates.add(phones{"AH"}, {{"EY"}, {"AH"}});
  CHECK(rates.wrong_words == 0);
  rates.add(phones{"T", "UW"}, {{"T", "AH", "T"}, {"T", "IH"}});
  CHECK(rates.words == 2);
  CHECK(rates.wrong_words == 1);
  CHECK(rates.edits == 1);
  CHECK(rates.reference_phones == 1 + 2);
  CHECK(rates.word_errors() == doctest::Approx(50.0));
  CHECK(rates.phone_errors() == doctest::Approx(100.0 / 3));
}

TEST_CASE("of two references equally close the shorter one counts, in either order") {
  for (bool const swapped : {false, true}) {
    std::vector<phones> references{{"A", "B", "C", "D"}, {"A", "B"}};
    if (swapped) std::swap(references[0], references[1]);
    g2p::error_rates rates;
    rates.add(phones{"A", "B", "C"}, references);
    CHECK(rates.edits == 1);
    CHECK(rates.reference_phones == 2);
  }
}

TEST_CASE("a word may have no prediction, but not no reference") {
  g2p::error_rates rates;
  rates.add(phones{}, {{"AH", "B"}});
  CHECK(rates.phone_errors() == doctest::Approx(100.0));
  CHECK_THROWS_AS(rates.add(phones{"AH"}, {}), sp::usage_error);
  CHECK_THROWS_AS(rates.add(phones{"AH"}, {{"AH"}, {}}), sp::usage_error);
  CHECK(rates.words == 1);
}

TEST_CASE("phone errors may exceed 100 percent") {
  g2p::error_rates rates;
  rates.add(phones{"A", "B", "C"}, {{"D"}});
  CHECK(rates.phone_errors() == doctest::Approx(300.0));
}
