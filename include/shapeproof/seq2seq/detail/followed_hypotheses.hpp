// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <vector>

#include "search_history.hpp"

namespace sp::detail {

// The candidates to continue hypotheses with, as best_of_rows gives them.
struct continuations {
  extent_t count;                  // of each hypothesis, best first
  int const* tokens;               // [slots, width, count], -1 where there is none
  double const* log_probabilities; // [slots, width, count]
};

// The hypotheses of every row in the batch, best first. Beside each other they are `width` in every row; a row may have
// fewer of them, and then what stands in the other places is nothing that anybody looks at.
class followed_hypotheses {
  extent_t most_, width_ = 1;
  std::vector<extent_t> live_;        // [slots]
  std::vector<double> scores_;        // [slots, most]
  std::vector<int> tokens_, parents_; // [slots, most]
  std::vector<double> former_;        // [most] the scores of the parents in one row
  std::vector<extent_t> taken_;       // [most] how many candidates each of them has had taken

  static std::size_t at(extent_t i) { return static_cast<std::size_t>(i); }

public:
  // One for each row, without tokens.
  followed_hypotheses(extent_t slots, extent_t most)
      : most_(most), live_(at(slots), 1), scores_(at(slots * most)), tokens_(at(slots * most)),
        parents_(at(slots * most)), former_(at(most)), taken_(at(most)) {}

  extent_t width() const { return width_; }
  extent_t live(extent_t slot) const { return live_[at(slot)]; }
  double score(extent_t slot, extent_t k) const { return scores_[at(slot * most_ + k)]; }
  // As read by whoever continues them: `dead` and 0 where there is none.
  int token(extent_t slot, extent_t k, int dead) const { return k < live(slot) ? tokens_[at(slot * most_ + k)] : dead; }
  int parent(extent_t slot, extent_t k) const { return k < live(slot) ? parents_[at(slot * most_ + k)] : 0; }

  // Other rows have left the batch.
  void keep(slot_numbers const& kept) {
    extent_t to = 0;
    for (int from : kept.unnamed()) {
      live_[at(to)] = live_[at(from)];
      std::copy_n(scores_.begin() + from * most_, most_, scores_.begin() + to * most_);
      ++to;
    }
  }

  // The row follows the best of its continuations; of equal ones the better parent's, then the parent's better one.
  // What would be among them if it did not end is given to ended(parent, score), and the next best takes its place.
  template <class F>
  void continue_row(extent_t slot, continuations const& all, int end, F const& ended) {
    extent_t const parents = live(slot);
    std::copy_n(scores_.begin() + slot * most_, parents, former_.begin());
    std::fill_n(taken_.begin(), parents, extent_t(0));
    live_[at(slot)] = 0;
    for (extent_t rank = 0; rank < 2 * most_ && live(slot) < most_; ++rank) {
      extent_t parent = -1;
      double best = 0;
      for (extent_t k = 0; k < parents; ++k) {
        extent_t const next = (slot * width_ + k) * all.count + taken_[at(k)];
        if (taken_[at(k)] == all.count || all.tokens[next] < 0) continue;
        double const score = former_[at(k)] + all.log_probabilities[next];
        if (parent < 0 || score > best) parent = k, best = score;
      }
      if (parent < 0) return;
      int const token = all.tokens[(slot * width_ + parent) * all.count + taken_[at(parent)]++];
      if (token != end) {
        std::size_t const to = at(slot * most_ + live_[at(slot)]++);
        tokens_[to] = token;
        parents_[to] = static_cast<int>(parent);
        scores_[to] = best;
      } else if (rank < most_) {
        ended(parent, best);
      }
    }
  }
  // The row follows nothing any more.
  void drop_row(extent_t slot) { live_[at(slot)] = 0; }
  // After every row was continued or dropped: whether each hypothesis stands where the one did that it continues.
  bool settle() {
    extent_t const before = width_, slots = std::ssize(live_);
    width_ = live_.empty() ? 0 : *std::max_element(live_.begin(), live_.end());
    bool in_place = width_ == before;
    for (extent_t slot = 0; slot < slots; ++slot)
      for (extent_t k = 0; k < live(slot); ++k) in_place = in_place && parents_[at(slot * most_ + k)] == k;
    return in_place;
  }
};

} // namespace sp::detail
