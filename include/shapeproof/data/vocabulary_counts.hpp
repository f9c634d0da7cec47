// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/detail/sorted_order.hpp"
#include "vocabulary_table.hpp"

#include <optional>

namespace sp {

// Which of the counted tokens become part of a vocabulary.
struct vocabulary_limits {
  std::int64_t minimum_count = 1;
  std::optional<extent_t> maximum_size = std::nullopt; // of the whole vocabulary, special tokens included
};

// Counts the tokens of a corpus and makes a vocabulary of them.
class vocabulary_counts {
public:
  static constexpr std::size_t longest_token = 65536; // bytes

  // Throws usage_error if the special tokens are not fit.
  explicit vocabulary_counts(special_tokens specials = {}) : specials_(std::move(specials)) { specials_.check(); }

  // Counts one occurrence. Throws data_error naming the place if the token is empty, too long, not UTF-8, or spelled
  // like a special token.
  void add(std::string_view token, text_place const& place = {}) {
    extent_t const id = tokens_.find(token);
    if (id < 0) check(token, place);
    auto const i = static_cast<std::size_t>(id < 0 ? tokens_.insert(token) : id);
    if (i == counts_.size()) counts_.push_back(0);
    ++counts_[i];
  }

  // The number of different tokens so far.
  extent_t size() const { return tokens_.size(); }

  // The tokens by falling count, those of equal count in the order of their bytes; so the same data in any order gives
  // the same vocabulary. `axis` is the name of the axis. Throws data_error if no token is left, usage_error if a limit
  // is impossible.
  vocabulary_table build(std::string axis, vocabulary_limits const& limits = {}) const {
    vocabulary_table table(std::move(axis), specials_);
    std::string const whose = "the vocabulary of " + table.axis();
    if (limits.minimum_count < 1) {
      throw usage_error(whose + ": a minimum count of " + std::to_string(limits.minimum_count) + " is below 1");
    }
    if (limits.maximum_size && *limits.maximum_size <= table.size()) {
      throw usage_error(whose + ": a maximum size of " + std::to_string(*limits.maximum_size) +
                        " leaves no room beside " + std::to_string(table.size()) + " special tokens");
    }
    std::vector<extent_t> order;
    for (extent_t id = 0; id < tokens_.size(); ++id) {
      if (count(id) >= limits.minimum_count) order.push_back(id);
    }
    if (order.empty()) {
      throw data_error(whose + " would be empty: of " + std::to_string(tokens_.size()) +
                       " different tokens none occurs " + std::to_string(limits.minimum_count) + " times");
    }
    order = detail::arranged(std::move(order), detail::sorted_order(order.size(), [&](std::size_t i, std::size_t j) {
                               extent_t const a = order[i], b = order[j];
                               return count(a) != count(b) ? count(a) > count(b) : tokens_[a] < tokens_[b];
                             }));
    for (extent_t const id : order) {
      if (table.size() == limits.maximum_size) break;
      table.append(tokens_[id], count(id));
    }
    return table;
  }

private:
  std::int64_t count(extent_t id) const { return counts_[static_cast<std::size_t>(id)]; }

  void check(std::string_view token, text_place const& place) const {
    auto const refuse = [&](std::string const& what) {
      throw data_error(detail::before_message(place) + "the token " + detail::in_quotes(token) + " " + what);
    };
    if (token.empty()) refuse("is empty");
    if (token.size() > longest_token) refuse("has more than " + std::to_string(longest_token) + " bytes");
    if (detail::find_utf8_fault(token).step.problem != nullptr) refuse("is not UTF-8");
    for (special_token const which : all_special_tokens) {
      if (specials_[which] == token) refuse("is spelled like the " + std::string(name_of(which)) + " token");
    }
  }

  special_tokens specials_;
  detail::string_table tokens_;
  std::vector<std::int64_t> counts_;
};

} // namespace sp
