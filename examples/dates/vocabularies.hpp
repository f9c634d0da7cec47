// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "date_data.hpp"
#include "model.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dates {

// What the characters of both sides are numbered by.
struct vocabularies {
  sp::vocabulary<WrittenCharacter> written;
  sp::vocabulary<IsoCharacter> iso;
};

template <class Character>
sp::vocabulary<Character> vocabulary_of(std::string_view characters, sp::special_tokens specials = {}) {
  typename sp::vocabulary<Character>::builder builder(std::move(specials));
  for (std::string_view const character : sp::split_code_points(characters)) builder.add(character);
  return builder.build();
}

// Of all characters that can occur.
inline vocabularies make_vocabularies() {
  return {vocabulary_of<WrittenCharacter>(written_characters),
          vocabulary_of<IsoCharacter>(iso_characters, {.begin = "<begin>", .end = "<end>"})};
}

// They are stored with the weights, as metadata.
inline constexpr char const* written_key = "vocabulary.written";
inline constexpr char const* iso_key = "vocabulary.iso";

inline std::vector<std::pair<std::string, std::string>> to_metadata(vocabularies const& from) {
  return {{written_key, from.written.text()}, {iso_key, from.iso.text()}};
}

// Throws data_error if the file has none, or not such.
inline vocabularies vocabularies_in(sp::safetensors_file const& file) {
  auto const text = [&](char const* key) {
    std::string const* const found = file.find_metadata(key);
    if (!found)
      throw sp::data_error('"' + file.path() + "\" has no metadata \"" + key + "\": it is not a model of dates");
    return *found;
  };
  auto const name = [&](char const* key) { return file.path() + ", " + key; };
  return {sp::vocabulary<WrittenCharacter>::from_text(text(written_key), name(written_key)),
          sp::vocabulary<IsoCharacter>::from_text(text(iso_key), name(iso_key))};
}

// The characters of a text. Throws data_error naming the character that is not in the vocabulary, or if there is none.
template <class Character>
std::vector<sp::index<Character>> encode(std::string_view text, sp::vocabulary<Character> const& vocabulary) {
  if (text.empty()) throw sp::data_error("there is no character in it");
  std::vector<sp::index<Character>> characters;
  for (std::string_view const one : sp::split_code_points(text)) {
    try {
      characters.push_back(vocabulary.encode(one));
    } catch (sp::data_error const& error) {
      throw sp::data_error("character " + std::to_string(characters.size() + 1) + ": " + error.what());
    }
  }
  return characters;
}

inline std::string text_of(std::vector<sp::index<IsoCharacter>> const& characters,
                           sp::vocabulary<IsoCharacter> const& vocabulary) {
  std::string text;
  for (auto const one : characters) text += vocabulary.token(one);
  return text;
}

} // namespace dates
