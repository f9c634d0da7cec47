// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/train/schedule.hpp>
#include <shapeproof/train/state.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <limits>
#include <string>

namespace schedule = sp::schedule;

namespace {

template <class Schedule>
std::string message_of(Schedule const& wrong, std::int64_t update) {
  try {
    wrong(update);
  } catch (sp::usage_error const& error) {
    return error.what();
  }
  return "nothing was thrown";
}

} // namespace

TEST_CASE("the constant schedule is 1 in every update") {
  CHECK(schedule::constant{}(1) == 1);
  CHECK(schedule::constant{}(1'000'000'000'000) == 1);
}

TEST_CASE("warm-up rises linearly and meets what follows without a step") {
  schedule::warm_up const alone{.updates = 4};
  CHECK(alone(1) == 0.25);
  CHECK(alone(2) == 0.5);
  CHECK(alone(4) == 1);
  CHECK(alone(5) == 1);
  CHECK(alone(5000) == 1);

  schedule::warm_up const then_cosine{.updates = 10, .then = schedule::cosine{.updates = 100}};
  CHECK(then_cosine(10) == 1);
  CHECK(then_cosine(11) == schedule::cosine{.updates = 100}(1));
  CHECK(then_cosine(60) == schedule::cosine{.updates = 100}(50));
}

TEST_CASE("inverse square root is the rate of Vaswani et al. 2017") {
  // python3: lrate = lambda step: 512**-0.5 * min(step**-0.5, step * 4000**-1.5); peak = lrate(4000)
  double const peak = 0.0006987712429686843;
  schedule::inverse_square_root const factor{.warm_up = 4000};
  CHECK(peak * factor(1) == doctest::Approx(1.746928107421711e-07).epsilon(1e-12));
  CHECK(peak * factor(1000) == doctest::Approx(0.0001746928107421711).epsilon(1e-12));
  CHECK(factor(4000) == 1);
  CHECK(peak * factor(4001) == doctest::Approx(0.000698683912937353).epsilon(1e-12));
  CHECK(peak * factor(100000) == doctest::Approx(0.00013975424859373687).epsilon(1e-12));
}

TEST_CASE("exponential decay multiplies by its factor over the given number of updates") {
  schedule::exponential_decay const decay{.factor = 0.5, .updates = 100};
  CHECK(decay(1) == 1);
  CHECK(decay(101) == doctest::Approx(0.5).epsilon(1e-14));
  CHECK(decay(301) == doctest::Approx(0.125).epsilon(1e-14));
  CHECK(decay(51) == doctest::Approx(0.7071067811865476).epsilon(1e-14));
}

TEST_CASE("cosine falls from 1 to its minimum and stays there") {
  schedule::cosine const cosine{.updates = 100, .minimum = 0.1};
  CHECK(cosine(1) == 1);
  CHECK(cosine(26) == doctest::Approx(0.1 + 0.9 * 0.8535533905932737).epsilon(1e-14)); // (1 + cos(pi / 4)) / 2
  CHECK(cosine(51) == doctest::Approx(0.55).epsilon(1e-14));
  CHECK(cosine(100) > 0.1);
  CHECK(cosine(101) == 0.1);
  CHECK(cosine(100000) == 0.1);
}

TEST_CASE("plateau reduces after patience evaluations without a better one, and not below its minimum") {
  schedule::plateau plateau{.factor = 0.5, .patience = 2, .minimum = 0.3};
  plateau.observe(10);
  plateau.observe(9);
  plateau.observe(9); // as good is not better
  CHECK(plateau(3) == 1);
  plateau.observe(9.5);
  CHECK(plateau(4) == 0.5);
  plateau.observe(9.5); // the count starts anew after a reduction
  CHECK(plateau(5) == 0.5);
  plateau.observe(8);
  plateau.observe(8.5);
  CHECK(plateau(7) == 0.5);
  plateau.observe(8.5);
  CHECK(plateau(8) == 0.3);
  plateau.observe(8.5);
  plateau.observe(8.5);
  CHECK(plateau(9) == 0.3);

  schedule::plateau rising{.patience = 1, .aim = sp::goal::maximise};
  rising.observe(-5);
  rising.observe(-4);
  CHECK(rising(1) == 1);
  rising.observe(-4.5);
  CHECK(rising(1) == 0.5);
}

TEST_CASE("a metric that is not a number is refused and changes nothing") {
  schedule::plateau plateau;
  plateau.observe(3);
  auto const before = sp::state_of(plateau);
  CHECK_THROWS_WITH_AS(plateau.observe(std::numeric_limits<double>::quiet_NaN()), "the metric of evaluation 2 is nan",
                       sp::number_error);
  CHECK(sp::state_of(plateau) == before);
}

TEST_CASE("a schedule that continues from its saved state behaves as one that was never interrupted") {
  using warm_plateau = schedule::warm_up<schedule::plateau>;
  warm_plateau const fresh{.updates = 3, .then = {.factor = 0.7, .patience = 1}};
  double const metrics[] = {3.1, 2.7, 2.9, 2.8, 2.6999999999999997, 5, 1};
  for (std::size_t interrupted_after = 0; interrupted_after < 7; ++interrupted_after) {
    auto whole = fresh, resumed = fresh;
    for (std::size_t i = 0; i < 7; ++i) {
      if (i == interrupted_after) {
        auto const saved = sp::state_of(resumed);
        resumed = fresh;
        sp::restore_state(resumed, saved);
      }
      whole.observe(metrics[i]);
      resumed.observe(metrics[i]);
      auto const update = static_cast<std::int64_t>(i + 1);
      CHECK(std::bit_cast<std::uint64_t>(whole(update)) == std::bit_cast<std::uint64_t>(resumed(update)));
    }
  }
}

TEST_CASE("a saved state of another length is refused") {
  schedule::plateau plateau;
  double const short_list[] = {1, 2};
  CHECK_THROWS_WITH_AS(sp::restore_state(plateau, short_list), "the saved state has 2 numbers, but 4 are expected",
                       sp::data_error);
  schedule::cosine cosine;
  CHECK(sp::state_of(cosine).empty());
  CHECK_NOTHROW(sp::restore_state(cosine, {}));
  CHECK_THROWS_AS(sp::restore_state(cosine, short_list), sp::data_error);
}

TEST_CASE("options out of range are refused by name and value") {
  CHECK(message_of(schedule::constant{}, 0) == "constant: the update is 0, but it must be at least 1");
  CHECK(message_of(schedule::warm_up{.updates = 0}, 1) == "warm_up: updates is 0, but it must be at least 1");
  CHECK(message_of(schedule::inverse_square_root{.warm_up = -3}, 1) ==
        "inverse_square_root: warm_up is -3, but it must be at least 1");
  CHECK(message_of(schedule::exponential_decay{.factor = 1.5}, 1) ==
        "exponential_decay: factor is 1.5, but it must be above 0 and at most 1");
  CHECK(message_of(schedule::cosine{.updates = 5, .minimum = -1}, 9) ==
        "cosine: minimum is -1, but it must be from 0 to 1");
  CHECK(message_of(schedule::plateau{.factor = 1}, 1) == "plateau: factor is 1, but it must be above 0 and below 1");
  CHECK(message_of(schedule::plateau{.patience = 0}, 1) == "plateau: patience is 0, but it must be at least 1");
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(message_of(schedule::plateau{.minimum = nan}, 1) == "plateau: minimum is nan, but it must be from 0 to 1");
}
