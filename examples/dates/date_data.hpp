// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "written_forms.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dates {

inline constexpr date first_date{1900, 1, 1}, last_date{2099, 12, 31};

// All characters of written dates, and of ISO dates: the two vocabularies.
inline constexpr std::string_view written_characters =
    " '(),-./0123456789ABCDEFGHIJKLMNOPRSTUVWXYZabcdefghijklmnoprstuvwxyzÁÄÉÛáäéû";
inline constexpr std::string_view iso_characters = "-0123456789";

struct WrittenCharacter; // the two vocabularies as axes: model.hpp
struct IsoCharacter;

// Text in the characters of one vocabulary (UTF-8). That of the other is another type: it cannot be taken for this one.
template <class Character>
struct spelling {
  std::string characters;
  bool operator==(spelling const&) const = default;
};

// A date as a person wrote it, and what it means.
struct example {
  spelling<WrittenCharacter> written;
  spelling<IsoCharacter> iso;
};

// Letters as in the form, all small, or all capital.
enum class letter_case { as_is, lower, upper };

inline std::string in_case(std::string text, letter_case wanted) {
  auto const shift = [&](char& c, unsigned char first_lower, unsigned char last_lower) {
    auto const byte = static_cast<unsigned char>(c), as_lower = static_cast<unsigned char>(byte | 0x20);
    if (as_lower < first_lower || as_lower > last_lower) return;
    c = static_cast<char>(wanted == letter_case::upper ? as_lower & ~0x20 : as_lower);
  };
  if (wanted == letter_case::as_is) return text;
  for (std::size_t at = 0; at < text.size(); ++at) {
    shift(text[at], 'a', 'z');
    if (text[at] == '\xC3') shift(text[++at], 0xA0, 0xBE); // à to þ are U+00E0 to U+00FE, capitals 32 before them
  }
  return text;
}

// One date in sixteen is for evaluation, and one in sixteen for choices made while a model is trained (when to stop).
// A hash of the date itself decides: no form of them is ever trained on.
enum class part { training, development, evaluation };

// The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
constexpr std::uint64_t scramble(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9U;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBU;
  return bits ^ (bits >> 31);
}

constexpr part part_of(date day) {
  auto const number = static_cast<std::uint64_t>(day.year * 10000 + day.month * 100 + day.day);
  std::uint64_t const sixteenth = scramble(number) % 16;
  return sixteenth == 0 ? part::evaluation : sixteenth == 1 ? part::development : part::training;
}

// An endless stream of examples of one part; the same seed gives the same examples everywhere.
class generator {
public:
  generator(std::uint64_t seed, part wanted) : state_(scramble(seed)), part_(wanted) {}

  example next() {
    form const& form = choose_form();
    date const day =
        has_short_year(form) ? choose_date(first_short_year, last_short_year) : choose_date(first_date, last_date);
    std::uint64_t const eighth = below(8);
    letter_case const wanted = eighth == 0 ? letter_case::upper : eighth == 1 ? letter_case::lower : letter_case::as_is;
    return {{in_case(write(day, form), wanted)}, {iso(day)}};
  }

private:
  std::uint64_t below(std::uint64_t bound) { return (scramble(state_ += 0x9E3779B97F4A7C15U) >> 32) * bound >> 32; }

  form const& choose_form() {
    int total = 0;
    for (form const& form : forms) total += form.weight;
    auto left = static_cast<int>(below(static_cast<std::uint64_t>(total)));
    std::size_t at = 0;
    while (left >= forms[at].weight) left -= forms[at++].weight;
    return forms[at];
  }

  date choose_date(date first, date last) { // uniform over the years, then over the days of the year
    for (;;) {
      date day{first.year + static_cast<int>(below(static_cast<std::uint64_t>(last.year - first.year + 1))), 1, 1};
      for (auto days = below(is_leap_year(day.year) ? 366 : 365); days > 0; --days) day = next_day(day);
      if (part_of(day) == part_) return day;
    }
  }

  std::uint64_t state_;
  part part_;
};

inline std::vector<example> generate(std::uint64_t seed, part wanted, std::size_t count) {
  generator source(seed, wanted);
  std::vector<example> examples(count);
  for (example& example : examples) example = source.next();
  return examples;
}

} // namespace dates
