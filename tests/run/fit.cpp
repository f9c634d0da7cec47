// SPDX-License-Identifier: BSL-1.0
#include "../support/small_training.hpp"
#include "../temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

using namespace sp::test;

namespace {

auto quiet_options(std::string const& folder = {}) {
  return sp::fit_options{.optimizer = sp::adam{.learning_rate = 0.05},
                         .schedule = sp::schedule::warm_up{.updates = 5, .then = sp::schedule::plateau{.patience = 1}},
                         .epochs = 4,
                         .batch = sp::batch_limit::tokens(30),
                         .average_decay = 0.9,
                         .progress = nullptr,
                         .folder = folder,
                         .checkpoint_updates = 3,
                         .report_every = 4};
}

// The CSV file without its last column but two, the seconds, which differ from run to run.
std::string without_seconds(std::string const& csv) {
  std::string kept;
  std::size_t column = 0;
  for (char const letter : csv) {
    if (letter == '\n') column = 0;
    if (letter == ',') ++column;
    if (column != 7) kept += letter;
  }
  return kept;
}

} // namespace

TEST_CASE("fit learns") {
  small_data const data(40);
  sp::model<small_model> model(1);
  auto const before = small_data::evaluate(model)[0];
  auto options = quiet_options();
  options.epochs = 60;
  auto const result = sp::fit(model, data.training(false), options);
  CHECK(result.epochs == 60);
  CHECK(result.updates % 60 == 0);
  CHECK(result.skipped == 0);
  CHECK_FALSE(result.stopped_early);
  CHECK(result.best_metric == small_data::evaluate(model)[0]);
  CHECK(result.best_metric < before / 100);
}

TEST_CASE("fit needs to know nothing of a model but its loss") {
  small_data const data(40);
  sp::model<small_model> known(1), hidden(1);
  auto const whole = data.training();
  sp::fit(known, whole, quiet_options());
  sp::any_model<float>& any = hidden;
  sp::fit(any,
          sp::training_data{.lengths = data.lengths,
                            .make_batch = whole.make_batch,
                            .loss =
                                [&](sp::any_model<float> const& trained, sp::tape& tape, small_batch const& batch) {
                                  CHECK(&trained == &hidden);
                                  return whole.loss(hidden, tape, batch);
                                },
                            .evaluate = [&](sp::any_model<float> const&) { return whole.evaluate(hidden); },
                            .metrics = whole.metrics},
          quiet_options());
  CHECK(numbers_of(known) == numbers_of(hidden));
}

TEST_CASE("fit can do without evaluation, average, schedule and folder") {
  small_data const data(40);
  sp::model<small_model> model(1), again(1);
  auto const whole = data.training();
  auto const plain = sp::training_data{.lengths = data.lengths, .make_batch = whole.make_batch, .loss = whole.loss};
  sp::fit_options const options{.optimizer = sp::sgd{.learning_rate = 0.1}, .epochs = 3, .progress = nullptr};
  auto const before = numbers_of(model);
  auto const result = sp::fit(model, plain, options);
  CHECK(std::isnan(result.best_metric));
  CHECK(numbers_of(model) != before);
  sp::fit(again, plain, options);
  CHECK(numbers_of(model) == numbers_of(again)); // the seed decides
  auto other = options;
  other.seed = 2;
  sp::fit(again, plain, other);
  CHECK(numbers_of(model) != numbers_of(again));
}

TEST_CASE("a training that is interrupted at any update and resumed gives the same bits as one that is not") {
  small_data const data(40);
  temporary_folder const here;
  sp::model<small_model> whole(1);
  auto const training = data.training();
  auto const result = sp::fit(whole, training, quiet_options(here / "whole"));
  auto const csv = without_seconds(sp::read_file(here / "whole/metrics.csv"));
  CHECK(result.updates > 20);

  for (std::int64_t every = 1; every <= result.updates + 3; every += 3) {
    auto const folder = here / ("every_" + std::to_string(every));
    int sittings = 0;
    for (bool done = false; !done; ++sittings) {
      REQUIRE(sittings < 100);
      sp::model<small_model> model(7); // another start, which the checkpoint must replace
      if (sittings == 0) std::ranges::copy(sp::model<small_model>(1).flat(), model.flat().begin());
      std::int64_t left = every + 2; // more than from one checkpoint to the next
      auto interrupted = sp::training_data{.lengths = training.lengths,
                                           .make_batch =
                                               [&](std::span<sp::extent_t const> examples) {
                                                 if (left-- == 0) throw std::runtime_error("interrupted");
                                                 return data.batch(examples);
                                               },
                                           .loss = training.loss,
                                           .evaluate = training.evaluate,
                                           .metrics = training.metrics,
                                           .probe = training.probe,
                                           .probe_input = training.probe_input};
      try {
        auto const resumed = sp::fit(model, interrupted, quiet_options(folder));
        done = true;
        CHECK(numbers_of(model) == numbers_of(whole));
        CHECK(resumed.updates == result.updates);
        CHECK(resumed.best_update == result.best_update);
        CHECK(resumed.best_metric == result.best_metric);
      } catch (std::runtime_error const& error) {
        if (error.what() != std::string("interrupted")) throw;
      }
    }
    CHECK(without_seconds(sp::read_file(folder + "/metrics.csv")) == csv);
    CHECK(sp::read_file(folder + "/weights.safetensors") == sp::read_file(here / "whole/weights.safetensors"));
  }
}

TEST_CASE("a training that is finished does nothing when it is called again, and goes on if there are more epochs") {
  small_data const data(40);
  temporary_folder const here;
  sp::model<small_model> model(1), again(1), longer(1), whole(1);
  auto options = quiet_options(here / "run");
  sp::fit(model, data.training(), options);
  auto const csv = sp::read_file(here / "run/metrics.csv");
  auto const result = sp::fit(again, data.training(), options);
  CHECK(result.epochs == 4);
  CHECK(numbers_of(again) == numbers_of(model));
  CHECK(sp::read_file(here / "run/metrics.csv") == csv);

  options.epochs = 6;
  sp::fit(longer, data.training(), options);
  options.folder.clear();
  sp::fit(whole, data.training(), options);
  CHECK(numbers_of(longer) == numbers_of(whole));
}

TEST_CASE("batches that are accumulated give the update of one large batch") {
  small_data const data(36);
  auto const train = [&](sp::extent_t examples, std::int64_t batches) {
    sp::model<small_model> model(1);
    sp::fit_options const options{.optimizer = sp::sgd{.learning_rate = 0.1},
                                  .epochs = 5,
                                  .batch = sp::batch_limit::examples(examples),
                                  .batches_per_update = batches,
                                  .clip_norm = 0.5,
                                  .progress = nullptr};
    auto const result = sp::fit(model, data.training(false), options);
    CHECK(result.updates == 5);
    return numbers_of(model);
  };
  auto const large = train(36, 1), small = train(5, 100); // the last of the small batches has one example
  for (std::size_t i = 0; i < large.size(); ++i) CHECK(small[i] == doctest::Approx(large[i]).epsilon(1e-5));
}

TEST_CASE("training stops after patience evaluations without a better one, and ends with the best parameters") {
  small_data const data(40);
  sp::model<small_model> model(1);
  auto const training = data.training(false);
  std::vector<std::vector<float>> seen;
  double const errors[] = {5, 3, 4, 2, 2, 6, 1};
  auto const scripted = sp::training_data{.lengths = training.lengths,
                                          .make_batch = training.make_batch,
                                          .loss = training.loss,
                                          .evaluate =
                                              [&](auto const& evaluated) {
                                                seen.push_back(numbers_of(evaluated));
                                                return std::vector<double>{errors[seen.size() - 1]};
                                              },
                                          .metrics = {"error"}};
  sp::fit_options options{.optimizer = sp::sgd{.learning_rate = 0.01},
                          .epochs = 100,
                          .batch = sp::batch_limit::tokens(30),
                          .evaluate_every = 3,
                          .stopping = {.patience = 2},
                          .progress = nullptr};
  auto const result = sp::fit(model, scripted, options);
  CHECK(result.stopped_early);
  CHECK(seen.size() == 6);
  CHECK(result.updates == 18);
  CHECK(result.best_metric == 2);
  CHECK(result.best_update == 12);
  CHECK(numbers_of(model) == seen[3]);

  seen.clear();
  options.keep_best = false;
  sp::model<small_model> last(1);
  sp::fit(last, scripted, options);
  CHECK(numbers_of(last) == seen[5]);

  seen.clear();
  options.stopping.aim = sp::goal::maximise;
  sp::model<small_model> largest(1);
  CHECK(sp::fit(largest, scripted, options).best_metric == 5);
  CHECK(seen.size() == 3);
}

TEST_CASE("early stopping and resuming agree") {
  small_data const data(40);
  temporary_folder const here;
  auto options = quiet_options(here / "run");
  options.epochs = 1000;
  options.stopping.patience = 2;
  sp::model<small_model> model(1), again(1);
  auto const result = sp::fit(model, data.training(), options);
  REQUIRE(result.stopped_early);
  auto const resumed = sp::fit(again, data.training(), options);
  CHECK(resumed.stopped_early);
  CHECK(resumed.updates == result.updates);
  CHECK(numbers_of(again) == numbers_of(model));
}

TEST_CASE("training stops at once when the metric is good enough") {
  small_data const data(40);
  auto options = quiet_options();
  options.epochs = 1000;
  options.stopping.enough = 0.1;
  sp::model<small_model> model(1);
  auto const result = sp::fit(model, data.training(), options);
  CHECK(result.stopped_early);
  CHECK(result.epochs < 1000);
  CHECK(result.best_metric <= 0.1);
  CHECK(result.best_update == result.updates);
  CHECK(small_data::evaluate(model)[0] == result.best_metric);
}

TEST_CASE("training that is out of time ends with an evaluation, and goes on when it is given more") {
  small_data const data(40);
  temporary_folder const here;
  auto options = quiet_options(here / "run");
  options.time_limit = 1e-9;
  sp::model<small_model> model(1);
  auto result = sp::fit(model, data.training(), options);
  CHECK(result.out_of_time);
  CHECK_FALSE(result.stopped_early);
  CHECK(result.updates == 1);
  CHECK(result.best_update == 1);
  CHECK(sp::fit(model, data.training(), options).updates == 1);
  options.time_limit = 1e9;
  result = sp::fit(model, data.training(), options);
  CHECK_FALSE(result.out_of_time);
  CHECK(result.epochs == 4);
}

TEST_CASE("files of another training are refused, and the model is as it was") {
  small_data const data(40), other(41);
  temporary_folder const here;
  auto const options = quiet_options(here / "run");
  sp::model<small_model> model(1), untouched(5);
  sp::fit(model, data.training(), options);
  auto const before = numbers_of(untouched);
  auto const csv = sp::read_file(here / "run/metrics.csv");
  auto const message = "\"" + (here / "run/checkpoint.safetensors") +
                       "\" belongs to a training on other data, or with other batches or another seed";
  auto const refusal = [&](auto const& training, auto const& with) {
    return message_of<sp::data_error>([&] { sp::fit(untouched, training, with); });
  };
  CHECK(refusal(other.training(), options) == message);
  auto changed = options;
  changed.seed = 3;
  CHECK(refusal(data.training(), changed) == message);
  changed = options;
  changed.batches_per_update = 2;
  CHECK(refusal(data.training(), changed) == message);

  auto const whole = data.training();
  auto const wrong_probe =
      sp::training_data{.lengths = whole.lengths,
                        .make_batch = whole.make_batch,
                        .loss = whole.loss,
                        .evaluate = whole.evaluate,
                        .metrics = whole.metrics,
                        .probe = [](auto const&, std::string_view) { return std::vector{9.0, 9.0}; },
                        .probe_input = whole.probe_input};
  CHECK(refusal(wrong_probe, options)
            .starts_with("\"" + (here / "run/checkpoint.safetensors") +
                         "\": the probe \"all words\" gives 9 at position 0, but gave "));
  CHECK(numbers_of(untouched) == before);
  CHECK(sp::read_file(here / "run/metrics.csv") == csv);
}

TEST_CASE("two trainings do not share a folder at one time") {
  small_data const data(40);
  temporary_folder const here;
  sp::model<small_model> model(1);
  auto const options = quiet_options(here / "run");
  {
    sp::training_folder const other(here / "run");
    CHECK(message_of<sp::usage_error>([&] { sp::fit(model, data.training(), options); }) ==
          "another process is training in \"" + (here / "run") + "\"");
  }
  sp::fit(model, data.training(), options);
  CHECK(names_in(here / "run") ==
        std::vector<std::string>{"checkpoint.safetensors", "events", "metrics.csv", "weights.safetensors"});
  auto nowhere = options;
  nowhere.folder = here / "no/such/folder";
  CHECK_THROWS_AS(sp::fit(model, data.training(), nowhere), sp::file_error);
}

TEST_CASE("options that cannot be meant are refused before anything happens") {
  small_data const data(40);
  temporary_folder const here;
  sp::model<small_model> model(1);
  auto const before = numbers_of(model);
  auto const refusal = [&](auto change) {
    auto options = quiet_options(here / "run");
    change(options);
    return message_of<sp::usage_error>([&] { sp::fit(model, data.training(), options); });
  };
  CHECK(refusal([](auto& o) { o.epochs = -1; }) == "fit: epochs is -1, but it must be at least 0");
  CHECK(refusal([](auto& o) { o.batches_per_update = 0; }) ==
        "fit: batches_per_update is 0, but it must be at least 1");
  CHECK(refusal([](auto& o) { o.clip_norm = 0; }) == "fit: clip_norm is 0, but it must be above 0");
  CHECK(refusal([](auto& o) { o.clip_norm = std::nan(""); }) == "fit: clip_norm is nan, but it must be above 0");
  CHECK(refusal([](auto& o) { o.average_decay = 1; }) ==
        "fit: average_decay is 1, but it must be at least 0 and below 1");
  CHECK(refusal([](auto& o) { o.time_limit = 0; }) == "fit: time_limit is 0, but it must be above 0");
  CHECK(refusal([](auto& o) { o.report_every = 0; }) == "fit: report_every is 0, but it must be at least 1");
  CHECK(refusal([](auto& o) { o.stopping.patience = -1; }) ==
        "fit: stopping.patience is -1, but it must be at least 0");
  CHECK(refusal([](auto& o) { o.optimizer.beta1 = 2; }) == "adam: beta1 is 2, but it must be at least 0 and below 1");
  CHECK(refusal([](auto& o) { o.schedule.updates = 0; }) == "warm_up: updates is 0, but it must be at least 1");
  CHECK(
      refusal([](auto& o) { o.too_long = sp::over_budget::truncate; }).starts_with("fit: examples that are too long"));

  auto const whole = data.training();
  auto unnamed = whole;
  unnamed.metrics.clear();
  CHECK(message_of<sp::usage_error>([&] { sp::fit(model, unnamed, quiet_options()); }) ==
        "fit: evaluate is given, but no names of its metrics");
  auto const plain = sp::training_data{.lengths = data.lengths, .make_batch = whole.make_batch, .loss = whole.loss};
  auto stopping = quiet_options();
  stopping.stopping.patience = 3;
  CHECK(message_of<sp::usage_error>([&] { sp::fit(model, plain, stopping); }) ==
        "fit: early stopping needs evaluate, which is not given");
  auto one_name = whole;
  one_name.metrics.pop_back();
  CHECK_THROWS_WITH_AS(sp::fit(model, one_name, quiet_options()), "fit: evaluate gave 2 numbers for 1 names",
                       sp::usage_error);
  CHECK(here.names().empty());
}
