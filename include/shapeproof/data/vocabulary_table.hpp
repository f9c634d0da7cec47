// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/nearest_token.hpp"
#include "detail/string_table.hpp"
#include "special_tokens.hpp"
#include "text_place.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sp {

namespace detail {

// "words.tsv:3:1: ", or nothing if no place is known.
inline std::string before_message(text_place const& place) {
  std::string const where = to_string(place);
  return where.empty() ? where : where + ": ";
}

} // namespace detail

// The tokens of one axis and their numbers, without the types: special tokens first, then those of the data. Made by
// vocabulary_counts or read by vocabulary_from_text.
class vocabulary_table {
public:
  // An empty vocabulary of these special tokens. Throws usage_error if they are not fit.
  vocabulary_table(std::string axis, special_tokens specials) : axis_(std::move(axis)), specials_(std::move(specials)) {
    specials_.check();
    for (special_token const which : all_special_tokens) {
      if (specials_[which]) tokens_.insert(*specials_[which]);
    }
    first_ = tokens_.size();
    counts_.resize(static_cast<std::size_t>(first_));
  }
  // Adds a token at the end. Throws data_error if it is there already.
  void append(std::string_view token, std::int64_t count) {
    extent_t const id = tokens_.size();
    if (tokens_.insert(token) != id) throw data_error("the token " + detail::in_quotes(token) + " comes twice");
    counts_.push_back(count);
  }

  // The name of the axis that the tokens are positions of.
  std::string const& axis() const { return axis_; }
  special_tokens const& specials() const { return specials_; }
  // The number of tokens, special ones included.
  extent_t size() const { return tokens_.size(); }
  // The first number that is not a special token's.
  extent_t first_data_token() const { return first_; }
  // The token of that number, which is below size().
  std::string_view token(extent_t id) const { return tokens_[id]; }
  // How often the token was counted; 0 for special tokens.
  std::int64_t count(extent_t id) const { return counts_[static_cast<std::size_t>(id)]; }

  bool has(special_token which) const { return specials_[which].has_value(); }
  // The number of a special token. Throws usage_error if the vocabulary has none.
  extent_t id_of(special_token which) const {
    if (!has(which)) {
      throw usage_error("the vocabulary of " + axis_ + " has no " + std::string(name_of(which)) + " token");
    }
    extent_t id = 0;
    for (special_token const earlier : all_special_tokens) id += earlier < which && has(earlier);
    return id;
  }

  // The number of a data token, or -1. A special token's spelling at `place` throws data_error: data cannot mean it.
  extent_t find(std::string_view token, text_place const& place = {}) const {
    extent_t const id = tokens_.find(token);
    if (id >= 0 && id < first_) refuse_special(token, place);
    return id;
  }
  // The number of a data token. Throws data_error naming place, token and the nearest known one.
  extent_t encode(std::string_view token, text_place const& place = {}) const {
    extent_t const id = find(token, place);
    if (id < 0) refuse_unknown(token, place);
    return id;
  }
  // The number of a data token, or that of the unknown token. Throws usage_error if there is none.
  extent_t encode_or_unknown(std::string_view token, text_place const& place = {}) const {
    extent_t const unknown = id_of(special_token::unknown), id = find(token, place);
    return id < 0 ? unknown : id;
  }

private:
  [[noreturn]] void refuse_special(std::string_view token, text_place const& place) const {
    throw data_error(detail::before_message(place) + "the token " + detail::in_quotes(token) +
                     " is the spelling of a special token of " + axis_ + " and cannot occur in data");
  }
  [[noreturn]] void refuse_unknown(std::string_view token, text_place const& place) const {
    std::string message = detail::before_message(place) + "the token " + detail::in_quotes(token) +
                          " is not in the vocabulary of " + axis_ + " (" + std::to_string(size() - first_) + " tokens)";
    bool const is_text = detail::find_utf8_fault(token).step.problem == nullptr;
    extent_t const nearest = is_text ? detail::nearest_token(tokens_, first_, token) : -1;
    if (nearest >= 0) message += "; did you mean " + detail::in_quotes(tokens_[nearest]) + "?";
    throw data_error(message);
  }

  std::string axis_;
  special_tokens specials_;
  detail::string_table tokens_;
  std::vector<std::int64_t> counts_;
  extent_t first_ = 0;
};

} // namespace sp
