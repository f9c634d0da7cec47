// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/element.hpp"
#include "sequence_markers.hpp"
#include "vocabulary_counts.hpp"
#include "vocabulary_text.hpp"

#include <concepts>

namespace sp {

template <class Id>
struct cannot_spell {
  template <class Letter>
  struct because_this_vocabulary_is_of {
    struct ask_the_vocabulary_of_the_id; // the same number is another token there
  };
};

// The tokens of the axis Letter: text goes in, index<Letter> comes out, so an id of another vocabulary cannot be meant.
// The numbers are special tokens first (padding, unknown, begin, end: those that there are), then tokens by falling
// count.
template <axis_tag Letter>
  requires(!ragged_axis<Letter>)
class vocabulary {
public:
  // Counts tokens and makes the vocabulary: builder b({.unknown = "<unk>"}); b.add(token, place); b.build().
  class builder {
  public:
    // Throws usage_error if the special tokens are empty or not unique.
    explicit builder(special_tokens specials = {}) : counts_(std::move(specials)) {}
    // Counts one occurrence. Throws data_error naming the place if the token is empty, not UTF-8, or a special one's
    // spelling.
    void add(std::string_view token, text_place const& place = {}) { counts_.add(token, place); }
    // Throws data_error if no token is left, extent_error if Letter has a static extent that is not the size.
    vocabulary build(vocabulary_limits const& limits = {}) const {
      return vocabulary(counts_.build(name_of<Letter>(), limits));
    }

  private:
    vocabulary_counts counts_;
  };

  // Throws data_error if the table is of another axis, extent_error if Letter has a static extent that is not the size.
  explicit vocabulary(vocabulary_table table) : table_(std::move(table)) {
    std::string const& name = name_of<Letter>();
    if (table_.axis() != name) {
      throw data_error("a vocabulary of " + table_.axis() + " is given where one of " + name + " is wanted");
    }
    if (static_axis<Letter> && table_.size() != Letter::fixed) {
      throw extent_error("the vocabulary of " + name + " has " + std::to_string(table_.size()) +
                         " tokens, but the extent of " + name + " is " + std::to_string(Letter::fixed));
    }
  }
  // Reads what save or text wrote. Throws file_error, and data_error naming file and line.
  static vocabulary load(std::string const& path) { return named(load_vocabulary(path), path); }
  static vocabulary from_text(std::string text, std::string const& name) {
    return named(vocabulary_from_text(std::move(text), name), name);
  }
  // Throws file_error; an older file is untouched then.
  void save(std::string const& path) const { save_vocabulary(table_, path); }
  // For the metadata of a weight file.
  std::string text() const { return to_text(table_); }

  // The axis, as large as the vocabulary.
  Letter extent() const {
    if constexpr (static_axis<Letter>) {
      return Letter{};
    } else {
      return Letter{table_.size()};
    }
  }
  // The number of tokens, special ones included.
  extent_t size() const { return table_.size(); }

  // The number of a token. Throws data_error naming place, token and the nearest known one.
  index<Letter> encode(std::string_view token, text_place const& place = {}) const {
    return proven(table_.encode(token, place));
  }
  // The number of a token, or that of the unknown token (usage_error if there is none). A special token's spelling in
  // the data throws data_error.
  index<Letter> encode_or_unknown(std::string_view token, text_place const& place = {}) const {
    return proven(table_.encode_or_unknown(token, place));
  }

  // The special tokens; each throws usage_error if the vocabulary has none.
  index<Letter> padding() const { return proven(table_.id_of(special_token::padding)); }
  index<Letter> unknown() const { return proven(table_.id_of(special_token::unknown)); }
  index<Letter> begin_marker() const { return proven(table_.id_of(special_token::begin)); }
  index<Letter> end_marker() const { return proven(table_.id_of(special_token::end)); }
  // Both markers together, for teacher forcing and decoding.
  sequence_markers<Letter> markers() const { return {.begin = begin_marker(), .end = end_marker()}; }
  bool has(special_token which) const { return table_.has(which); }
  bool is_special(index<Letter> id) const { return id.value() < table_.first_data_token(); }

  // The token of that number, valid as long as the vocabulary. Throws extent_error if the number was proven for a
  // larger one.
  std::string_view token(index<Letter> id) const {
    if (id.value() >= table_.size()) {
      throw extent_error("token " + std::to_string(id.value()) + " is not in the vocabulary of " + name_of<Letter>() +
                         ", which has " + std::to_string(table_.size()));
    }
    return table_.token(id.value());
  }
  template <axis_tag Other>
    requires(!std::same_as<Other, Letter>)
  auto token(index<Other> id) const ->
      typename cannot_spell<index<Other>>::template because_this_vocabulary_is_of<Letter>::ask_the_vocabulary_of_the_id;
  vocabulary_table const& table() const { return table_; }

private:
  static index<Letter> proven(extent_t id) {
    return detail::element_access::make<index<Letter>>(static_cast<std::int32_t>(id));
  }
  static vocabulary named(vocabulary_table table, std::string const& name) {
    try {
      return vocabulary(std::move(table));
    } catch (data_error const& error) {
      throw data_error(name + ": " + error.what());
    } catch (extent_error const& error) {
      throw extent_error(name + ": " + error.what());
    }
  }

  vocabulary_table table_;
};

} // namespace sp
