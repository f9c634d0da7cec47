// SPDX-License-Identifier: BSL-1.0
#include "../temporary_folder.hpp"

#include <shapeproof/data/batching.hpp>

#include <doctest/doctest.h>

#include <set>

namespace {

using sp::batch_limit;
using sp::batch_plan;
using sp::example_length;
using sp::extent_t;
using sp::test::message_of;

std::vector<example_length> corpus(extent_t size, std::uint64_t seed = 1) {
  sp::random_sequence random(seed);
  std::vector<example_length> lengths;
  for (extent_t i = 0; i < size; ++i) {
    auto const source = static_cast<extent_t>(1 + random.below(20));
    lengths.push_back({source, source + static_cast<extent_t>(random.below(4))});
  }
  return lengths;
}

using batches = std::vector<std::vector<extent_t>>;

batches listed(sp::epoch_batches const& epoch) {
  batches out;
  for (extent_t b = 0; b < epoch.size(); ++b) out.emplace_back(epoch[b].begin(), epoch[b].end());
  return out;
}

extent_t positions(batch_plan const& plan, std::vector<extent_t> const& batch) {
  example_length longest;
  for (extent_t const e : batch) {
    longest.source = std::max(longest.source, plan.length(e).source);
    longest.target = std::max(longest.target, plan.length(e).target);
  }
  return std::ssize(batch) * (longest.source + longest.target);
}

} // namespace

TEST_CASE("each example comes exactly once in an epoch, within the limit") {
  auto const lengths = corpus(2'000);
  for (bool const by_tokens : {true, false}) {
    batch_plan const plan(lengths, by_tokens ? batch_limit::tokens(500) : batch_limit::examples(32), 7);
    for (extent_t e = 0; e < 3; ++e) {
      std::set<extent_t> seen;
      batches const epoch = listed(plan.epoch(e));
      CHECK(std::ssize(epoch) == plan.batches_per_epoch());
      extent_t total = 0;
      for (auto const& batch : epoch) {
        REQUIRE_FALSE(batch.empty());
        if (by_tokens) REQUIRE(positions(plan, batch) <= 500);
        if (!by_tokens) REQUIRE(batch.size() <= 32);
        seen.insert(batch.begin(), batch.end());
        total += std::ssize(batch);
      }
      CHECK(total == 2'000);
      CHECK(std::ssize(seen) == 2'000);
    }
  }
}

TEST_CASE("examples of similar length stand together, so little is padding") {
  auto const lengths = corpus(5'000);
  extent_t real = 0, padded = 0;
  for (example_length const& one : lengths) real += one.source + one.target;
  batch_plan const plan(lengths, batch_limit::examples(64), 3);
  CHECK(plan.batches_per_epoch() == (5'000 + 63) / 64);
  for (auto const& batch : listed(plan.epoch(0))) padded += positions(plan, batch);
  CHECK(padded < real * 106 / 100); // in the order of the corpus it is 1.9 times as much
}

TEST_CASE("batches follow from seed and epoch alone") {
  auto const lengths = corpus(500);
  batch_plan const plan(lengths, batch_limit::tokens(300), 11);
  batch_plan const same(lengths, batch_limit::tokens(300), 11);
  batch_plan const other(lengths, batch_limit::tokens(300), 12);
  CHECK(listed(plan.epoch(4)) == listed(same.epoch(4)));
  CHECK(listed(plan.epoch(4)) != listed(plan.epoch(5)));
  CHECK(listed(plan.epoch(4)) != listed(other.epoch(4)));
  // Not only the order of the batches changes, but also who is in them.
  batches first = listed(plan.epoch(0)), second = listed(plan.epoch(1));
  for (batches* list : {&first, &second}) {
    for (auto& batch : *list) std::sort(batch.begin(), batch.end());
    std::sort(list->begin(), list->end());
  }
  CHECK(first != second);
}

TEST_CASE("the batches of a fixed seed stay what they are") {
  // A checkpoint names a position in them, so they are part of the format. Figures: tests/reference/random.py.
  std::vector<example_length> const lengths{{3, 3}, {1, 1}, {2, 2}, {3, 3}, {1, 1}, {2, 2}, {3, 3}, {3, 3}};
  batch_plan const plan(lengths, batch_limit::examples(2), 2024);
  CHECK(listed(plan.epoch(0)) == batches{{7, 0}, {2, 5}, {3, 6}, {1, 4}});
  CHECK(listed(plan.epoch(1)) == batches{{3, 6}, {4, 1}, {5, 2}, {0, 7}});
}

TEST_CASE("batches come in random order, not by length") {
  batch_plan const plan(corpus(2'000), batch_limit::examples(10), 1);
  int falls = 0;
  batches const epoch = listed(plan.epoch(0));
  for (std::size_t b = 1; b < epoch.size(); ++b) falls += plan.length(epoch[b][0]) < plan.length(epoch[b - 1][0]);
  CHECK(falls > 60);
  CHECK(falls < 140);
}

TEST_CASE("an example over the budget is refused, skipped or truncated by choice") {
  std::vector<example_length> const lengths{{4, 4}, {30, 8}, {5, 40}, {20, 30}, {10, 10}};
  CHECK(message_of<sp::data_error>([&] { batch_plan(lengths, batch_limit::tokens(20), 1); }) ==
        "example 1 with lengths 30 and 8 is over the budget of 20 tokens");
  batch_plan const skipped(lengths, batch_limit::tokens(20), 1, sp::over_budget::skip);
  CHECK(skipped.skipped() == 3);
  CHECK(skipped.examples_per_epoch() == 2);
  batch_plan const cut(lengths, batch_limit::tokens(21), 1, sp::over_budget::truncate);
  CHECK(cut.skipped() == 0);
  CHECK(cut.length(0) == example_length{4, 4});
  CHECK(cut.length(1) == example_length{13, 8});
  CHECK(cut.length(2) == example_length{5, 16});
  CHECK(cut.length(3) == example_length{10, 11});
  for (auto const& batch : listed(cut.epoch(0))) CHECK(positions(cut, batch) <= 21);
}

TEST_CASE("a stream goes on from any position as if it had not stopped") {
  batch_plan const plan(corpus(100), batch_limit::examples(7), 5);
  sp::batch_stream whole(plan);
  std::vector<std::vector<extent_t>> taken;
  std::vector<sp::data_position> positions;
  for (int i = 0; i < 40; ++i) {
    positions.push_back(whole.position());
    auto const batch = whole.next();
    taken.emplace_back(batch.begin(), batch.end());
  }
  CHECK(positions[15] == sp::data_position{1, 0});
  CHECK(positions[39] == sp::data_position{2, 9});
  for (std::size_t start = 0; start < 40; ++start) {
    sp::batch_stream resumed(plan, positions[start]);
    for (std::size_t i = start; i < 40; ++i) {
      REQUIRE(resumed.position() == positions[i]);
      auto const batch = resumed.next();
      REQUIRE(std::vector<extent_t>(batch.begin(), batch.end()) == taken[i]);
    }
  }
  CHECK(message_of<sp::data_error>([&] { sp::batch_stream(plan, {2, 15}); }) ==
        "the position epoch 2, batch 15 does not exist: an epoch has 15 batches");
  CHECK_THROWS_AS(sp::batch_stream(plan, {-1, 0}), sp::data_error);
}

TEST_CASE("what gives no batches is refused") {
  std::vector<example_length> const one{{3, 5}}, negative{{3, 5}, {3, -1}};
  CHECK_THROWS_AS(batch_limit::tokens(0), sp::usage_error);
  CHECK_THROWS_AS(batch_limit::examples(-3), sp::usage_error);
  CHECK_THROWS_AS(batch_plan({}, batch_limit::examples(3), 1), sp::usage_error);
  CHECK(message_of<sp::usage_error>([&] { batch_plan(one, batch_limit::tokens(7), 1, sp::over_budget::skip); }) ==
        "there is no example to make batches of: all 1 are over the budget of 7 tokens");
  CHECK(message_of<sp::data_error>([&] { batch_plan(negative, batch_limit::examples(3), 1); }) ==
        "example 1 with lengths 3 and -1 is impossible");
}
