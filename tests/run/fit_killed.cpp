// SPDX-License-Identifier: BSL-1.0
#include "../support/small_training.hpp"
#include "../temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <sys/wait.h>

using namespace sp::test;

namespace {

auto quiet_options(std::string const& folder) {
  return sp::fit_options{.optimizer = sp::adam{.learning_rate = 0.05},
                         .schedule = sp::schedule::warm_up{.updates = 5, .then = sp::schedule::plateau{.patience = 1}},
                         .epochs = 4,
                         .batch = sp::batch_limit::tokens(30),
                         .batches_per_update = 2,
                         .average_decay = 0.9,
                         .progress = nullptr,
                         .folder = folder,
                         .checkpoint_updates = 1,
                         .report_every = 1};
}

sp::fit_result train(std::string const& folder) {
  small_data const data(40);
  sp::model<small_model> model(1);
  return sp::fit(model, data.training(), quiet_options(folder));
}

// Trains in a process of its own, which is killed after so many microseconds; false if it had finished before.
bool killed_after(std::string const& folder, unsigned microseconds) {
  auto const child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    try {
      train(folder);
    } catch (std::exception const& error) {
      std::fprintf(stderr, "%s\n", error.what());
      ::_exit(1);
    }
    ::_exit(0);
  }
  ::usleep(microseconds);
  ::kill(child, SIGKILL);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) return true;
  REQUIRE(WEXITSTATUS(status) == 0);
  return false;
}

std::string tensor(std::string const& path, std::string_view name) {
  auto const file = sp::safetensors_file::open(path);
  auto const bytes = file.find(name)->bytes;
  return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

} // namespace

TEST_CASE("a training that is killed at any moment and called again ends with the same bits") {
  sp::set_threads(1); // a forked process has no other threads
  temporary_folder const here;
  auto const started = sp::steady_seconds();
  train(here / "whole");
  auto const whole_time = (sp::steady_seconds() - started) * 1e6;
  auto const weights = sp::read_file(here / "whole/weights.safetensors");

  sp::random_sequence random(1);
  int kills = 0;
  for (int round = 0; kills < 60; ++round) {
    auto const folder = here / std::to_string(round);
    while (killed_after(folder, static_cast<unsigned>(random.uniform(0, whole_time / 3)))) ++kills;
    CHECK(sp::read_file(folder + "/weights.safetensors") == weights);
    for (auto const* const name : {"table", "training/optimizer/second_moment", "training/average", "training/schedule",
                                   "training/random/draws", "training/position/update"})
      CHECK(tensor(folder + "/checkpoint.safetensors", name) == tensor(here / "whole/checkpoint.safetensors", name));
    CHECK(names_in(folder) ==
          std::vector<std::string>{"checkpoint.safetensors", "events", "metrics.csv", "weights.safetensors"});
    auto const rows = sp::read_file(folder + "/metrics.csv"), expected = sp::read_file(here / "whole/metrics.csv");
    CHECK(std::ranges::count(rows, '\n') == std::ranges::count(expected, '\n'));
  }
}
