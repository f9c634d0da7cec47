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

// A vocabulary stands under the key of its own axis.
template <class Token>
struct metadata_key;
template <>
struct metadata_key<Letter> {
  static constexpr char const* name = "g2p.letters";
};
template <>
struct metadata_key<Phone> {
  static constexpr char const* name = "g2p.phones";
};
template <class Token>
std::pair<std::string, std::string> metadata_of(sp::vocabulary<Token> const& vocabulary) {
  return {metadata_key<Token>::name, vocabulary.text()};
}

inline metadata describe(model_options const& options, language const& language) {
  return {{"g2p.layers", std::to_string(options.layers)},
          {"g2p.width", std::to_string(options.width)},
          {"g2p.attention", name_of(options.attention)},
          metadata_of<Letter>(language.letters),
          metadata_of<Phone>(language.phones)};
}

struct described_model {
  model_options options;
  g2p::language language;
};

inline std::string metadata_text(sp::safetensors_file const& file, std::string const& key) {
  auto const* const found = file.find_metadata(key);
  if (found == nullptr) throw sp::data_error(file.path() + " is not the file of a g2p model: it has no " + key);
  return *found;
}
template <class Token>
sp::vocabulary<Token> vocabulary_in(sp::safetensors_file const& file) {
  std::string const key = metadata_key<Token>::name;
  return sp::vocabulary<Token>::from_text(metadata_text(file, key), file.path() + ", " + key);
}

// Throws data_error if the file is not one of a g2p model.
inline described_model read_description(sp::safetensors_file const& file) {
  auto const text = [&](std::string const& key) { return metadata_text(file, key); };
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
  return {options, {vocabulary_in<Letter>(file), vocabulary_in<Phone>(file)}};
}

} // namespace g2p
