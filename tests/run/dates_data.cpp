// SPDX-License-Identifier: BSL-1.0
#include "../../examples/dates/date_data.hpp"

#include <shapeproof/data/utf8.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using dates::date;

std::vector<std::string> all_forms(date day) {
  std::vector<std::string> texts;
  for (auto const& form : dates::forms) {
    if (dates::has_short_year(form) && (day < dates::first_short_year || dates::last_short_year < day)) continue;
    for (auto const wanted : {dates::letter_case::as_is, dates::letter_case::lower, dates::letter_case::upper})
      texts.push_back(dates::in_case(dates::write(day, form), wanted));
  }
  return texts;
}

bool has(std::vector<std::string> const& texts, std::string const& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

} // namespace

// datetime.date(...).weekday() and calendar.isleap of Python 3.11.
TEST_CASE("the calendar knows leap years and weekdays") {
  CHECK(!dates::is_leap_year(1900));
  CHECK(dates::is_leap_year(2000));
  CHECK(dates::weekday({1998, 9, 4}) == 5);
  CHECK(dates::weekday({1900, 1, 1}) == 1);
  CHECK(dates::weekday({2000, 2, 29}) == 2);
  CHECK(dates::weekday({2099, 12, 31}) == 4);
  int days = 1;
  for (date day = dates::first_date; day < dates::last_date; day = dates::next_day(day)) ++days;
  CHECK(days == 73049);
}

TEST_CASE("dates are written as people write them") {
  auto const may = all_forms({1998, 5, 3});
  for (char const* text :
       {"the 3rd of May 1998", "May 3, 1998", "3 May 98", "5/3/98 (US)", "3/5/1998 (UK)", "1998-5-3",
        "Sunday, 3 May 1998", "3. Mai 1998", "3 mai 1998", "3 de mayo de 1998", "3.5.98", "the 3rd of may 1998",
        "THE 3RD OF MAY 1998", "19980503", "the third of May 1998", "Sun 3 May 1998"})
    CHECK_MESSAGE(has(may, text), text);
  auto const august = all_forms({1901, 8, 1});
  CHECK(has(august, "1er août 1901"));
  CHECK(has(august, "JEUDI 1ER AOÛT 1901"));
  CHECK(has(august, "Donnerstag, den 1. August 1901"));
  CHECK(!has(august, "1 Aug 01")); // a year of two digits says 2001
  auto const march = all_forms({2005, 3, 22});
  CHECK(has(march, "22. MÄRZ 2005"));
  CHECK(has(march, "22 Mar 05"));
  CHECK(has(march, "martes, 22 de marzo de 2005"));
}

TEST_CASE("ordinals end as in English") {
  std::string text;
  for (int const day : {1, 2, 3, 4, 10, 11, 12, 13, 20, 21, 22, 23, 24, 30, 31}) text += dates::ordinal_ending(day);
  CHECK(text == "stndrdthththththth"
                "stndrdththst");
  text.clear();
  for (int const day : {2, 12, 20, 21, 29, 30, 31}) text += dates::ordinal_word(day) + ' ';
  CHECK(text == "second twelfth twentieth twenty-first twenty-ninth thirtieth thirty-first ");
}

TEST_CASE("a written date means one date only") {
  std::vector<std::pair<std::string, std::string>> meanings;
  auto const add_year = [&](int year) {
    for (date day{year, 1, 1}; day.year == year; day = dates::next_day(day))
      for (std::string& text : all_forms(day)) meanings.emplace_back(std::move(text), dates::iso(day));
  };
  for (int const year : {1900, 1901, 1912, 1968, 1969, 1999, 2000, 2001, 2012, 2020, 2068, 2069, 2099}) add_year(year);
  std::sort(meanings.begin(), meanings.end());
  std::size_t ambiguous = 0;
  for (std::size_t at = 1; at < meanings.size(); ++at)
    if (meanings[at - 1].first == meanings[at].first && meanings[at - 1].second != meanings[at].second) {
      ++ambiguous;
      INFO(meanings[at].first);
      CHECK(meanings[at - 1].second == meanings[at].second);
    }
  CHECK(meanings.size() > 500000);
  CHECK(ambiguous == 0);
}

TEST_CASE("the lists of characters are exactly what occurs") {
  std::vector<std::string> used;
  std::vector<std::string_view> listed = sp::split_code_points(dates::written_characters);
  for (date day{2000, 1, 1}; day.year == 2000; day = dates::next_day(day))
    for (std::string const& text : all_forms(day))
      for (std::string_view const c : sp::split_code_points(text)) used.emplace_back(c);
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  std::sort(listed.begin(), listed.end());
  CHECK(used == std::vector<std::string>(listed.begin(), listed.end()));
}

TEST_CASE("examples repeat with the seed, and dates of development and evaluation are never trained on") {
  auto const training = dates::generate(1, dates::part::training, 20000);
  auto const again = dates::generate(1, dates::part::training, 20000);
  auto const other = dates::generate(2, dates::part::training, 20000);
  auto unseen = dates::generate(1, dates::part::evaluation, 2000);
  for (auto& example : dates::generate(1, dates::part::development, 2000)) unseen.push_back(std::move(example));
  CHECK(training.front().written.characters == "9.6.1974");
  CHECK(training.back().iso == again.back().iso);
  CHECK(training.back().written == again.back().written);
  CHECK(training.back().written != other.back().written);
  std::vector<std::string> trained, seen;
  for (auto const& example : training) trained.push_back(example.iso.characters);
  std::sort(trained.begin(), trained.end());
  for (auto const& example : unseen)
    if (std::binary_search(trained.begin(), trained.end(), example.iso.characters))
      seen.push_back(example.iso.characters);
  CHECK(seen.empty());
  CHECK(trained.front().substr(0, 3) == "190");
  CHECK(trained.back().substr(0, 3) == "209");
  for (auto const part : {dates::part::evaluation, dates::part::development}) {
    int days = 0;
    for (date day = dates::first_date; day < dates::last_date; day = dates::next_day(day))
      days += dates::part_of(day) == part;
    CHECK(days > 4300);
    CHECK(days < 4800);
  }
}
