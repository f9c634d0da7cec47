// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "dictionary.hpp"

#include <shapeproof/data/batching.hpp>
#include <shapeproof/data/padded.hpp>
#include <shapeproof/data/teacher_forcing.hpp>
#include <shapeproof/data/utf8.hpp>
#include <shapeproof/data/vocabulary.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace g2p {

struct Batch : sp::axis<> {};
struct Letter : sp::axis<> {};         // what words are spelled with
struct Phone : sp::axis<> {};          // what they sound like, and the markers of begin and end
struct Letters : sp::ragged<Batch> {}; // positions in a spelling
struct Phones : sp::ragged<Batch> {};  // positions in a pronunciation

using spelling_ids = std::vector<sp::index<Letter>>;
using phone_ids = std::vector<sp::index<Phone>>;
using spellings = sp::tensor<sp::index<Letter>, Letters, Batch>;
using pronunciations = sp::tensor<sp::index<Phone>, Phones, Batch>;

// The two vocabularies of a model.
struct language {
  sp::vocabulary<Letter> letters;
  sp::vocabulary<Phone> phones;

  // From all letters and phones of a dictionary. Throws data_error if it is empty.
  static language of(std::vector<entry> const& entries) {
    sp::vocabulary<Letter>::builder letters;
    sp::vocabulary<Phone>::builder phones({.begin = "<begin>", .end = "<end>"});
    for (entry const& one : entries) {
      for (auto const& letter : sp::split_code_points(one.word)) letters.add(letter);
      for (pronunciation const& sounds : one.pronunciations)
        for (std::string const& phone : sounds) phones.add(phone);
    }
    return {letters.build(), phones.build()};
  }

  // Throws data_error naming the word if one of its letters is not in the vocabulary.
  spelling_ids encode(std::string_view word) const {
    spelling_ids ids;
    for (auto const& letter : sp::split_code_points(word)) {
      try {
        ids.push_back(letters.encode(letter));
      } catch (sp::data_error const&) {
        throw sp::data_error("the model has never seen the letter '" + std::string(letter) + "' of the word '" +
                             std::string(word) + "'");
      }
    }
    return ids;
  }
  std::vector<std::string> decode(std::span<sp::index<Phone> const> ids) const {
    std::vector<std::string> sounds;
    for (auto id : ids) sounds.emplace_back(phones.token(id));
    return sounds;
  }
};

// A word with one of its pronunciations.
struct pair {
  spelling_ids letters;
  phone_ids phones;
};

inline std::vector<pair> pairs_of(language const& language, std::vector<entry> const& entries) {
  std::vector<pair> pairs;
  for (entry const& one : entries) {
    spelling_ids const letters = language.encode(one.word);
    for (pronunciation const& sounds : one.pronunciations) {
      phone_ids phones;
      for (std::string const& phone : sounds) phones.push_back(language.phones.encode(phone));
      pairs.push_back({letters, std::move(phones)});
    }
  }
  return pairs;
}

inline std::vector<sp::example_length> lengths_of(std::vector<pair> const& pairs) {
  std::vector<sp::example_length> lengths;
  for (pair const& one : pairs) lengths.push_back(sp::taught_length<Letter, Phone>(one.letters, one.phones));
  return lengths;
}

} // namespace g2p
