// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <compare>
#include <cstdio>
#include <string>

namespace dates {

// A day of the Gregorian calendar.
struct date {
  int year, month, day; // month 1..12, day 1..31
  auto operator<=>(date const&) const = default;
};

constexpr bool is_leap_year(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

constexpr date next_day(date day) {
  if (day.day < days_in_month(day.year, day.month)) return {day.year, day.month, day.day + 1};
  return day.month < 12 ? date{day.year, day.month + 1, 1} : date{day.year + 1, 1, 1};
}

// Sunday is 0. Tomohiko Sakamoto's rule (comp.lang.c, 1992).
constexpr int weekday(date day) {
  constexpr std::array<int, 12> shift{0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
  int const year = day.month < 3 ? day.year - 1 : day.year;
  return (year + year / 4 - year / 100 + year / 400 + shift[static_cast<std::size_t>(day.month - 1)] + day.day) % 7;
}

// The whole value in at least `digits` digits.
inline std::string padded(int value, int digits) {
  char text[16];
  std::snprintf(text, sizeof text, "%0*d", digits, value);
  return text;
}

// ISO 8601: 1998-05-03.
inline std::string iso(date day) { return padded(day.year, 4) + '-' + padded(day.month, 2) + '-' + padded(day.day, 2); }

} // namespace dates
