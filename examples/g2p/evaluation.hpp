// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "metrics.hpp"
#include "speller.hpp"

#include <string>
#include <vector>

namespace g2p {

// The error rates of the best answers.
inline error_rates errors_of(speller const& model, std::vector<entry> const& entries, search const& how) {
  std::vector<std::string> words;
  for (entry const& one : entries) words.push_back(one.word);
  auto const answers = model.spell(words, how);
  error_rates rates;
  for (std::size_t i = 0; i < entries.size(); ++i)
    rates.add(answers[i].empty() ? pronunciation{} : answers[i][0].phones, entries[i].pronunciations);
  return rates;
}

} // namespace g2p
