// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/detail/sorted_order.hpp"
#include "../core/error.hpp"
#include "../core/extent.hpp"
#include "../core/message.hpp"
#include "../core/random.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace sp {

// The lengths of one training example, in positions: what it takes in a batch, markers included if they are stored.
struct example_length {
  extent_t source = 0;
  extent_t target = 0;
  friend auto operator<=>(example_length const&, example_length const&) = default;
  friend bool operator==(example_length const&, example_length const&) = default; // nvcc does not infer it
};

// How large a batch is: a number of examples, or so many positions, padding included, that is
// examples * (longest source + longest target).
class batch_limit {
public:
  // Throws usage_error if not positive.
  static batch_limit examples(extent_t count) { return batch_limit(count, 0); }
  static batch_limit tokens(extent_t budget) { return batch_limit(0, budget); }
  // True if that many examples, none longer than `longest`, may stand in one batch.
  bool allows(extent_t examples, example_length longest) const {
    if (count_ > 0) return examples <= count_;
    return examples * (longest.source + longest.target) <= budget_;
  }
  // The budget of positions; 0 if examples are counted.
  extent_t budget() const { return budget_; }

private:
  batch_limit(extent_t count, extent_t budget) : count_(count), budget_(budget) {
    if (count < 0 || budget < 0 || count + budget == 0) {
      detail::refuse_with<usage_error>({"a batch limit of ", count + budget, " is not positive"});
    }
  }
  extent_t count_, budget_;
};

// What happens to an example that alone is over the budget of positions: it is refused; it is left out; or it is cut to
// the budget, the longer side first.
enum class over_budget { refuse, skip, truncate };

// The batches of one epoch: lists of example numbers.
class epoch_batches {
public:
  extent_t size() const { return static_cast<extent_t>(order_.size()); }
  std::span<extent_t const> operator[](extent_t batch) const {
    auto const b = static_cast<std::size_t>(order_[static_cast<std::size_t>(batch)]);
    return {examples_.data() + starts_[b], static_cast<std::size_t>(starts_[b + 1] - starts_[b])};
  }

private:
  friend class batch_plan;
  std::vector<extent_t> examples_; // sorted by length
  std::vector<extent_t> starts_;   // where each batch starts in examples_, and their end
  std::vector<extent_t> order_;    // the batches in the order they are taken
};

// Cuts a corpus into batches of examples of similar length, in another random way for each epoch. The batches of an
// epoch depend only on the lengths, the limit, the seed and the epoch's number, so a run can go on anywhere.
class batch_plan {
public:
  // Throws data_error naming an example that is over the budget (if that is refused) or of negative length, usage_error
  // if no example is left.
  batch_plan(std::span<example_length const> lengths, batch_limit limit, std::uint64_t seed,
             over_budget choice = over_budget::refuse)
      : lengths_(lengths.begin(), lengths.end()), limit_(limit), seed_(seed) {
    for (extent_t example = 0; example < std::ssize(lengths_); ++example) {
      if (admit(example, choice)) sorted_.push_back(example);
    }
    if (sorted_.empty()) refuse_empty();
    auto const shorter = [&](std::size_t a, std::size_t b) { return length(sorted_[a]) < length(sorted_[b]); };
    sorted_ = detail::arranged(std::move(sorted_), detail::sorted_order(sorted_.size(), shorter));
    cut();
  }

  extent_t batches_per_epoch() const { return std::ssize(starts_) - 1; }
  // The examples that take part: all, less the skipped ones.
  extent_t examples_per_epoch() const { return std::ssize(sorted_); }
  extent_t skipped() const { return std::ssize(lengths_) - std::ssize(sorted_); }
  // The lengths of an example; those to cut it to, if it is truncated.
  example_length length(extent_t example) const { return lengths_[static_cast<std::size_t>(example)]; }

  // The batches of that epoch: each example exactly once; examples of equal length are shuffled among each other and
  // the batches come in random order.
  epoch_batches epoch(extent_t number) const {
    // Key and counter keep epochs of one seed, and equal epochs of different seeds, apart.
    auto const word = static_cast<std::uint64_t>(number);
    auto const bits = philox(seed_, {static_cast<std::uint32_t>(word), static_cast<std::uint32_t>(word >> 32), 0, 0});
    random_sequence random(std::uint64_t{bits[0]} << 32 | bits[1]);
    epoch_batches result;
    result.examples_ = sorted_;
    result.starts_ = starts_;
    auto& examples = result.examples_;
    for (std::size_t first = 0, last = 0; first < examples.size(); first = last) {
      while (last < examples.size() && length(examples[last]) == length(examples[first])) ++last;
      random.shuffle(std::span<extent_t>(examples.data() + first, last - first));
    }
    result.order_.resize(starts_.size() - 1);
    for (std::size_t b = 0; b < result.order_.size(); ++b) result.order_[b] = static_cast<extent_t>(b);
    random.shuffle(std::span<extent_t>(result.order_.data(), result.order_.size()));
    return result;
  }

private:
  // Checks one example against the budget, and truncates it if that is the choice; false if it is skipped.
  bool admit(extent_t example, over_budget choice) {
    example_length& one = lengths_[static_cast<std::size_t>(example)];
    auto const refuse = [&](std::string_view what) {
      detail::refuse_with<data_error>(
          {"example ", example, " with lengths ", one.source, " and ", one.target, " ", what});
    };
    constexpr extent_t most = 1 << 30; // so that no product of lengths and examples overflows
    if (one.source < 0 || one.target < 0) refuse("is impossible");
    if (one.source > most || one.target > most) refuse("is too long");
    if (limit_.allows(1, one)) return true;
    if (choice == over_budget::skip) return false;
    if (choice == over_budget::refuse) refuse(detail::message({"is over the budget of ", limit_.budget(), " tokens"}));
    extent_t const shorter = std::min({one.source, one.target, limit_.budget() / 2}), rest = limit_.budget() - shorter;
    one = one.source > one.target ? example_length{rest, shorter} : example_length{shorter, rest};
    return true;
  }

  [[noreturn]] void refuse_empty() const {
    if (lengths_.empty()) throw usage_error("there is no example to make batches of");
    detail::refuse_with<usage_error>({"there is no example to make batches of: all ", skipped(),
                                      " are over the budget of ", limit_.budget(), " tokens"});
  }

  // Equal lengths stand together, so where to cut does not depend on the epoch's shuffling.
  void cut() {
    starts_ = {0};
    example_length longest;
    for (extent_t i = 0; i < std::ssize(sorted_); ++i) {
      example_length const one = length(sorted_[static_cast<std::size_t>(i)]);
      example_length const joined{std::max(longest.source, one.source), std::max(longest.target, one.target)};
      bool const fits = limit_.allows(i - starts_.back() + 1, joined);
      if (!fits) starts_.push_back(i);
      longest = fits ? joined : one;
    }
    starts_.push_back(std::ssize(sorted_));
  }

  std::vector<example_length> lengths_;
  batch_limit limit_;
  std::uint64_t seed_;
  std::vector<extent_t> sorted_; // by length, then number
  std::vector<extent_t> starts_;
};

// Where a run stands in its data: so many whole epochs, and so many batches of the present one.
struct data_position {
  extent_t epoch = 0;
  extent_t batch = 0;
  friend bool operator==(data_position const&, data_position const&) = default;
};

// Hands out batch after batch, epoch after epoch, from any position on.
class batch_stream {
public:
  // Throws data_error if the plan has no such position. The plan must outlive the stream.
  explicit batch_stream(batch_plan const& plan, data_position start = {}) : plan_(&plan), position_(start) {
    if (start.epoch < 0 || start.batch < 0 || start.batch >= plan.batches_per_epoch()) {
      detail::refuse_with<data_error>({"the position epoch ", start.epoch, ", batch ", start.batch,
                                       " does not exist: an epoch has ", plan.batches_per_epoch(), " batches"});
    }
    batches_ = plan.epoch(start.epoch);
  }
  // Of the batch that `next` gives next; what a checkpoint keeps.
  data_position position() const { return position_; }
  // The examples of the next batch, in a view that holds until the next call.
  std::span<extent_t const> next() {
    if (epoch_ended_) {
      batches_ = plan_->epoch(position_.epoch);
      epoch_ended_ = false;
    }
    std::span<extent_t const> const batch = batches_[position_.batch];
    if (++position_.batch == batches_.size()) {
      position_ = {position_.epoch + 1, 0};
      epoch_ended_ = true;
    }
    return batch;
  }

private:
  batch_plan const* plan_;
  data_position position_;
  epoch_batches batches_;
  bool epoch_ended_ = false;
};

} // namespace sp
