// SPDX-License-Identifier: BSL-1.0
#include "../support/small_training.hpp"
#include "../temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

using namespace sp::test;

namespace {

// A training in which the batches of some updates, counted over all epochs, are broken.
struct broken_training {
  small_data data{40};
  std::vector<int> broken_labels = {}, broken_gradients = {};
  int batches_made = 0;

  small_batch make(std::span<sp::extent_t const> examples) {
    auto made = data.batch(examples);
    ++batches_made;
    auto const is_in = [&](std::vector<int> const& list) {
      return std::ranges::find(list, batches_made) != list.end();
    };
    if (is_in(broken_labels)) made.labels[0] = std::numeric_limits<float>::infinity();
    made.broken_gradient = is_in(broken_gradients);
    return made;
  }

  auto training() {
    auto const whole = data.training();
    return sp::training_data{.lengths = whole.lengths,
                             .make_batch = [this](std::span<sp::extent_t const> examples) { return make(examples); },
                             .loss = whole.loss,
                             .evaluate = whole.evaluate,
                             .metrics = whole.metrics};
  }
};

auto quiet_options(sp::non_finite choice, std::string const& folder = {}) {
  return sp::fit_options{.optimizer = sp::adam{.learning_rate = 0.05},
                         .epochs = 3,
                         .batch = sp::batch_limit::tokens(30),
                         .on_non_finite = choice,
                         .progress = nullptr,
                         .folder = folder,
                         .checkpoint_seconds = 1e9};
}

} // namespace

TEST_CASE("a loss that is not finite stops before the parameters change and names the first operation") {
  broken_training broken{.broken_labels = {4}};
  sp::model<small_model> model(1), after_three(1);
  auto const options = quiet_options(sp::non_finite::stop);
  CHECK(message_of<sp::number_error>([&] { sp::fit(model, broken.training(), options); }) ==
        "update 4 in epoch 1: the loss is inf; the first result that is not finite is that of squared_error");
  CHECK(broken.batches_made == 4);

  // The same as three updates: the fourth has changed nothing.
  struct enough {};
  broken_training whole;
  auto const training = whole.training();
  auto three = sp::training_data{.lengths = training.lengths,
                                 .make_batch =
                                     [&](std::span<sp::extent_t const> examples) {
                                       if (whole.batches_made == 3) throw enough();
                                       return whole.make(examples);
                                     },
                                 .loss = training.loss};
  CHECK_THROWS_AS(sp::fit(after_three, three, options), enough);
  CHECK(numbers_of(model) == numbers_of(after_three));
}

TEST_CASE("a gradient that is not finite stops before the parameters change and names the parameter") {
  broken_training broken{.broken_gradients = {1}};
  sp::model<small_model> model(1);
  auto const before = numbers_of(model);
  CHECK(message_of<sp::number_error>([&] { sp::fit(model, broken.training(), quiet_options(sp::non_finite::stop)); }) ==
        "update 1 in epoch 1: the gradient of parameter \"shift\" at position 1 is nan");
  CHECK(numbers_of(model) == before);
}

TEST_CASE("updates that are not finite can be skipped, and only they are") {
  broken_training broken{.broken_labels = {2, 9}, .broken_gradients = {5}};
  sp::model<small_model> model(1);
  auto const result = sp::fit(model, broken.training(), quiet_options(sp::non_finite::skip));
  CHECK(result.skipped == 3);
  CHECK(result.updates == broken.batches_made);
  CHECK(std::ranges::all_of(model.flat(), [](float x) { return std::isfinite(x); }));
}

TEST_CASE("a training that stopped can go on by skipping, as one that skipped from the start") {
  temporary_folder const here;
  broken_training skipping{.broken_labels = {6}}, stopping{.broken_labels = {6}};
  sp::model<small_model> model(1), stopped(1), resumed(1);
  sp::fit(model, skipping.training(), quiet_options(sp::non_finite::skip, here / "skip"));
  CHECK_THROWS_AS(sp::fit(stopped, stopping.training(), quiet_options(sp::non_finite::stop, here / "stop")),
                  sp::number_error);
  stopping.batches_made = 5; // the sixth comes again
  sp::fit(resumed, stopping.training(), quiet_options(sp::non_finite::skip, here / "stop"));
  CHECK(stopping.batches_made == skipping.batches_made);
  CHECK(numbers_of(resumed) == numbers_of(model));
}

TEST_CASE("too many skipped updates in a row stop") {
  broken_training broken;
  for (int update = 3; update < 100; ++update) broken.broken_labels.push_back(update);
  sp::model<small_model> model(1);
  auto options = quiet_options(sp::non_finite::skip);
  options.epochs = 100;
  auto const message = message_of<sp::number_error>([&] { sp::fit(model, broken.training(), options); });
  CHECK(message.ends_with(
      "the first result that is not finite is that of squared_error; this is the last of 20 in a row"));
  CHECK(broken.batches_made == 22);
}
