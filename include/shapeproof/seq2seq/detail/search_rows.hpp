// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "../../ops/detail/named_extent.hpp"
#include "../../ops/detail/ragged_over.hpp"
#include "../../ops/gather.hpp"
#include "../search_options.hpp"
#include "../state.hpp"
#include "search_history.hpp"
#include "search_step.hpp"

// The rows of a batch during a search: how many there are, how long each may become, which have ended and which have
// left.
namespace sp::detail {

// The number of rows that all operands over Batch agree on.
template <class Batch, class... S>
extent_t rows_of(char const* search, S const&... states) {
  extent_t rows = -1;
  auto const look = [&](auto const& x) {
    if constexpr (has<axes_of<decltype(x)>, Batch>) {
      extent_t const n = access::of(x).s.template size<Batch>();
      if (rows >= 0 && n != rows) refuse_extents(search, name_of<Batch>(), rows, n);
      rows = n;
    }
  };
  (for_each_in_state(look, states), ...);
  return rows;
}

// The number of tokens that each row may have, from the first lengths of the input that are found.
template <class Batch, class... S>
std::vector<extent_t> most_tokens(char const* search, extent_t rows, maximum_length const& most, S const&... states) {
  constexpr double end_of_patience = 1e9;
  ragged_extent input;
  auto const look = [&]<class X>(X const& x) {
    if constexpr (count<ragged_over<Batch, axes_of<X>>> > 0)
      if (input.lengths == nullptr)
        input = access::of(x).s.template stored<first_axis<ragged_over<Batch, axes_of<X>>>>().extent;
  };
  (for_each_in_state(look, states), ...);
  if (most.per_input_position > 0 && rows > 0 && input.lengths == nullptr)
    throw usage_error(std::string(search) + ": a maximum length per input position needs the lengths of the input, " +
                      "but neither state nor memory has an axis that is ragged over " + name_of<Batch>());
  std::vector<extent_t> limits(static_cast<std::size_t>(rows));
  for (extent_t row = 0; row < rows; ++row) {
    double const length = most.per_input_position > 0 ? input.lengths[row] : 0;
    double const tokens = static_cast<double>(most.tokens) + most.per_input_position * length;
    limits[static_cast<std::size_t>(row)] = static_cast<extent_t>(std::min(tokens, end_of_patience));
  }
  return limits;
}

class search_rows {
  std::vector<extent_t> limits_; // [rows]
  std::vector<extent_t> row_;    // [slots] the caller's row that stands there
  std::vector<char> running_;    // [slots]
  extent_t running_count_;

public:
  explicit search_rows(std::vector<extent_t> limits)
      : limits_(std::move(limits)), row_(limits_.size()), running_(limits_.size(), 1),
        running_count_(std::ssize(limits_)) {
    for (std::size_t s = 0; s < row_.size(); ++s) row_[s] = static_cast<extent_t>(s);
  }
  extent_t rows() const { return std::ssize(limits_); }
  extent_t slots() const { return std::ssize(row_); }
  extent_t running_count() const { return running_count_; }
  extent_t row(extent_t slot) const { return row_[static_cast<std::size_t>(slot)]; }
  extent_t limit(extent_t slot) const { return limits_[static_cast<std::size_t>(row(slot))]; }
  bool running(extent_t slot) const { return running_[static_cast<std::size_t>(slot)] != 0; }
  void end(extent_t slot) {
    running_[static_cast<std::size_t>(slot)] = 0;
    --running_count_;
  }
  // Steps that are worth reserving room for.
  extent_t usual_steps() const {
    extent_t const longest = limits_.empty() ? 0 : *std::max_element(limits_.begin(), limits_.end());
    return std::min<extent_t>(longest, 1024);
  }

  // To leave the batch costs a copy of all that stays: rows that have ended wait until they are a quarter of it.
  bool many_have_ended() const { return 4 * (slots() - running_count_) >= slots() && running_count_ < slots(); }
  // The slots that run on; they become 0, 1, 2 ...
  slot_numbers leave() {
    slot_numbers kept = unwritten_numbers(running_count_);
    extent_t next = 0;
    for (extent_t s = 0; s < slots(); ++s)
      if (running(s)) {
        row_[static_cast<std::size_t>(next)] = row(s);
        access::data(kept)[next++] = static_cast<int>(s);
      }
    row_.resize(static_cast<std::size_t>(next));
    running_.assign(row_.size(), 1);
    return kept;
  }
};

// These rows of every operand over Batch; others are shared by all rows.
template <class Batch, class S, class Rows>
void keep_rows(S& s, Rows const& rows) {
  s = map_state(
      [&]<class X>(X&& x) {
        if constexpr (has<axes_of<X>, Batch>)
          return gather<Batch>(x, rows);
        else
          return std::remove_cvref_t<X>(std::forward<X>(x));
      },
      std::move(s));
}

// Lets rows that have ended leave all of `states`, if it is time: the slots that stay, or nothing. A batch of static
// extent stays together.
template <class Device, class Batch, class... S>
slot_numbers let_rows_leave(search_rows& rows, S&... states) {
  if constexpr (dynamic_axis<Batch>)
    if (rows.many_have_ended()) {
      extent_t const slots = rows.slots();
      slot_numbers kept = rows.leave();
      auto const ids = ids_of_numbers<tensor_on<Device, index<Batch>, axes<Batch>>>(
          shape<Batch>(extent_named<Batch>("search", kept.size())), kept, slots);
      (keep_rows<Batch>(states, ids), ...);
      return kept;
    }
  return {};
}

} // namespace sp::detail
