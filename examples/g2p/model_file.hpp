// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "language.hpp"
#include "options.hpp"

#include <shapeproof/io/safetensors.hpp>

#include <string>
#include <utility>
#include <vector>

// What a directory with a trained model says about itself, in the metadata of its weight file.
namespace g2p {

using metadata = std::vector<std::pair<std::string, std::string>>;

inline std::string name_of(attention_kind kind) {
  return kind == attention_kind::dot ? "dot" : kind == attention_kind::general ? "general" : "additive";
}

inline metadata describe(model_options const& options, language const& language) {
  return {{"g2p.layers", std::to_string(options.layers)},
          {"g2p.width", std::to_string(options.width)},
          {"g2p.attention", name_of(options.attention)},
          {"g2p.letters", language.letters.text()},
          {"g2p.phones", language.phones.text()}};
}

struct described_model {
  model_options options;
  g2p::language language;
};

// Throws data_error if the file is not one of a g2p model.
inline described_model read_description(sp::safetensors_file const& file) {
  auto const text = [&](std::string const& key) -> std::string {
    auto const* const found = file.find_metadata(key);
    if (found == nullptr) throw sp::data_error(file.path() + " is not the file of a g2p model: it has no " + key);
    return *found;
  };
  auto const refuse = [&](std::string const& key) -> sp::data_error {
    return sp::data_error(file.path() + ": " + key + " cannot be '" + text(key) + "'");
  };
  auto const whole = [&](std::string const& key, int least, int most) {
    std::string const value = text(key);
    std::size_t used = 0;
    int number = least - 1;
    try {
      number = std::stoi(value, &used);
    } catch (std::exception const&) { // not a number at all
    }
    if (used != value.size() || number < least || number > most) throw refuse(key);
    return number;
  };
  model_options options;
  options.layers = whole("g2p.layers", 1, 3);
  options.width = whole("g2p.width", 2, 1 << 16);
  std::string const attention = text("g2p.attention");
  bool known = false;
  for (auto kind : {attention_kind::dot, attention_kind::general, attention_kind::additive})
    if (attention == name_of(kind)) options.attention = kind, known = true;
  if (!known) throw refuse("g2p.attention");
  return {options,
          {sp::vocabulary<Letter>::from_text(text("g2p.letters"), file.path() + " (letters)"),
           sp::vocabulary<Phone>::from_text(text("g2p.phones"), file.path() + " (phones)")}};
}

} // namespace g2p
