// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "calendar.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace dates {

// What people call the months and the days of the week, in the order of the calendar (Sunday first).
struct language {
  std::array<std::string_view, 12> months, short_months;
  std::array<std::string_view, 7> weekdays;
};

inline constexpr language english{{"January", "February", "March", "April", "May", "June", "July", "August",
                                   "September", "October", "November", "December"},
                                  {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
                                  {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}};
inline constexpr language german{
    {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
     "Dezember"},
    {"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."},
    {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"}};
inline constexpr language french{
    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
     "décembre"},
    {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
    {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}};
inline constexpr language spanish{{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
                                   "septiembre", "octubre", "noviembre", "diciembre"},
                                  {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"},
                                  {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}};

// One way to write a date, shown on Friday, the 4th of September 1998: in braces stands what changes with the date.
// Slashes are always marked (US) or (UK), dots are German and therefore day first, hyphens with a leading year are ISO.
struct form {
  int weight; // how often, against the others
  language const* words;
  std::string_view pattern;
};

inline constexpr std::array<form, 48> forms{{
    {3, &english, "the {4th} of {September} {1998}"},
    {2, &english, "{4th} of {September} {1998}"},
    {2, &english, "{4th} of {September}, {1998}"},
    {2, &english, "{4th} {September} {1998}"},
    {1, &english, "the {fourth} of {September} {1998}"},
    {1, &english, "{fourth} of {September}, {1998}"},
    {1, &english, "{September} the {fourth}, {1998}"},
    {3, &english, "{September} {4}, {1998}"},
    {2, &english, "{September} {4th}, {1998}"},
    {2, &english, "{September} {4} {1998}"},
    {3, &english, "{4} {September} {1998}"},
    {2, &english, "{4} {Sep} {1998}"},
    {2, &english, "{4} {Sep} {98}"},
    {1, &english, "{4} {September} '{98}"},
    {1, &english, "{Sep} {4}, {1998}"},
    {1, &english, "{04}-{Sep}-{1998}"},
    {1, &english, "{04}-{Sep}-{98}"},
    {1, &english, "{Friday}, {4} {September} {1998}"},
    {1, &english, "{Friday}, {September} {4}, {1998}"},
    {1, &english, "{Fri} {4} {Sep} {1998}"},
    {1, &english, "{Friday} the {4th} of {September} {1998}"},
    {3, &english, "{1998}-{09}-{04}"},
    {2, &english, "{1998}-{9}-{4}"},
    {1, &english, "{1998}/{09}/{04}"},
    {1, &english, "{1998}{09}{04}"},
    {3, &english, "{9}/{4}/{1998} (US)"},
    {3, &english, "{9}/{4}/{98} (US)"},
    {1, &english, "{09}/{04}/{1998} (US)"},
    {3, &english, "{4}/{9}/{1998} (UK)"},
    {3, &english, "{4}/{9}/{98} (UK)"},
    {1, &english, "{04}/{09}/{1998} (UK)"},
    {3, &german, "{4}. {September} {1998}"},
    {1, &german, "am {4}. {September} {1998}"},
    {1, &german, "{4}. {Sep} {1998}"},
    {2, &german, "{4}.{9}.{1998}"},
    {2, &german, "{04}.{09}.{1998}"},
    {2, &german, "{4}.{9}.{98}"},
    {1, &german, "{Friday}, {4}. {September} {1998}"},
    {1, &german, "{Friday}, den {4}. {September} {1998}"},
    {3, &french, "{1er} {September} {1998}"},
    {1, &french, "le {1er} {September} {1998}"},
    {1, &french, "{1er} {Sep} {1998}"},
    {1, &french, "{1er} {Sep} {98}"},
    {1, &french, "{Friday} {1er} {September} {1998}"},
    {3, &spanish, "{4} de {September} de {1998}"},
    {1, &spanish, "el {4} de {September} de {1998}"},
    {1, &spanish, "{4} {Sep} {1998}"},
    {1, &spanish, "{Friday}, {4} de {September} de {1998}"},
}};

// Years of two digits follow POSIX (strptime, %y): 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068.
inline constexpr date first_short_year{1969, 1, 1}, last_short_year{2068, 12, 31};
constexpr bool has_short_year(form const& form) { return form.pattern.find("{98}") != std::string_view::npos; }

constexpr std::string_view ordinal_ending(int day) {
  if (day / 10 == 1) return "th";
  return day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th";
}

// first, second, ... thirty-first.
inline std::string ordinal_word(int day) {
  constexpr std::array<std::string_view, 20> words{"first",     "second",      "third",      "fourth",     "fifth",
                                                   "sixth",     "seventh",     "eighth",     "ninth",      "tenth",
                                                   "eleventh",  "twelfth",     "thirteenth", "fourteenth", "fifteenth",
                                                   "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};
  if (day <= 20) return std::string(words[static_cast<std::size_t>(day - 1)]);
  if (day == 30) return "thirtieth";
  return std::string(day < 30 ? "twenty-" : "thirty-") + std::string(words[static_cast<std::size_t>(day % 10 - 1)]);
}

// What stands for one pair of braces of a pattern.
inline std::string written_part(date day, language const& words, std::string_view part) {
  auto const month = static_cast<std::size_t>(day.month - 1), weekday_at = static_cast<std::size_t>(weekday(day));
  if (part == "4") return std::to_string(day.day);
  if (part == "04") return padded(day.day, 2);
  if (part == "4th") return std::to_string(day.day) + std::string(ordinal_ending(day.day));
  if (part == "fourth") return ordinal_word(day.day);
  if (part == "1er") return day.day == 1 ? "1er" : std::to_string(day.day);
  if (part == "9") return std::to_string(day.month);
  if (part == "09") return padded(day.month, 2);
  if (part == "September") return std::string(words.months[month]);
  if (part == "Sep") return std::string(words.short_months[month]);
  if (part == "98") return padded(day.year % 100, 2);
  if (part == "Friday") return std::string(words.weekdays[weekday_at]);
  if (part == "Fri") return std::string(words.weekdays[weekday_at].substr(0, 3));
  return padded(day.year, 4); // "1998"
}

// The date written in one form.
inline std::string write(date day, form const& form) {
  std::string text;
  for (std::size_t at = 0; at < form.pattern.size();) {
    if (form.pattern[at] != '{') {
      text += form.pattern[at++];
      continue;
    }
    std::size_t const end = form.pattern.find('}', at);
    text += written_part(day, *form.words, form.pattern.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return text;
}

} // namespace dates
