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
template <class Character>
struct metadata_key;
template <>
struct metadata_key<WrittenCharacter> {
  static constexpr char const* name = "vocabulary.written";
};
template <>
struct metadata_key<IsoCharacter> {
  static constexpr char const* name = "vocabulary.iso";
};

template <class Character>
std::pair<std::string, std::string> metadata_of(sp::vocabulary<Character> const& vocabulary) {
  return {metadata_key<Character>::name, vocabulary.text()};
}
inline std::vector<std::pair<std::string, std::string>> to_metadata(vocabularies const& from) {
  return {metadata_of<WrittenCharacter>(from.written), metadata_of<IsoCharacter>(from.iso)};
}

// Throws data_error if the file has none, or not such.
template <class Character>
sp::vocabulary<Character> vocabulary_in(sp::safetensors_file const& file) {
  std::string const key = metadata_key<Character>::name;
  std::string const* const found = file.find_metadata(key);
  if (!found)
    throw sp::data_error('"' + file.path() + "\" has no metadata \"" + key + "\": it is not a model of dates");
  return sp::vocabulary<Character>::from_text(*found, file.path() + ", " + key);
}
inline vocabularies vocabularies_in(sp::safetensors_file const& file) {
  return {vocabulary_in<WrittenCharacter>(file), vocabulary_in<IsoCharacter>(file)};
}

// The characters of a text. Throws data_error naming the character that is not in the vocabulary, or if there is none.
template <class Character>
std::vector<sp::index<Character>> encode(spelling<Character> const& text, sp::vocabulary<Character> const& vocabulary) {
  if (text.characters.empty()) throw sp::data_error("there is no character in it");
  std::vector<sp::index<Character>> characters;
  for (std::string_view const one : sp::split_code_points(text.characters)) {
    try {
      characters.push_back(vocabulary.encode(one));
    } catch (sp::data_error const& error) {
      throw sp::data_error("character " + std::to_string(characters.size() + 1) + ": " + error.what());
    }
  }
  return characters;
}

template <class Character>
spelling<Character> decode(std::vector<sp::index<Character>> const& characters,
                           sp::vocabulary<Character> const& vocabulary) {
  spelling<Character> text;
  for (auto const one : characters) text.characters += vocabulary.token(one);
  return text;
}

} // namespace dates
