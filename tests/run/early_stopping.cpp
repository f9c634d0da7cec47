// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/train/early_stopping.hpp>
#include <shapeproof/train/state.hpp>

#include <doctest/doctest.h>

#include <cmath>

TEST_CASE("the best evaluation is kept and training stops after patience worse ones") {
  sp::early_stopping watching{.patience = 2};
  CHECK(watching.observe(5));
  CHECK(watching.observe(4));
  CHECK_FALSE(watching.observe(4)); // as good is not better
  CHECK_FALSE(watching.should_stop());
  CHECK(watching.observe(3.5));
  CHECK_FALSE(watching.observe(9));
  CHECK_FALSE(watching.should_stop());
  CHECK_FALSE(watching.observe(3.6));
  CHECK(watching.should_stop());
  CHECK(watching.watch.best == 3.5);
}

TEST_CASE("a metric that should grow is best when largest, negative values and infinities included") {
  sp::early_stopping watching{.patience = 1, .aim = sp::goal::maximise};
  CHECK(watching.observe(-INFINITY));
  CHECK(watching.observe(-3));
  CHECK(watching.observe(-2));
  CHECK_FALSE(watching.should_stop());
  CHECK_FALSE(watching.observe(-2.5));
  CHECK(watching.should_stop());
}

TEST_CASE("a patience of 0 never stops") {
  sp::early_stopping watching;
  watching.observe(1);
  for (int i = 0; i < 100; ++i) CHECK_FALSE(watching.observe(2));
  CHECK_FALSE(watching.should_stop());
}

TEST_CASE("training stops as soon as the metric is good enough") {
  sp::early_stopping error_rate{.enough = 0};
  CHECK_FALSE(error_rate.should_stop()); // nothing was seen yet
  error_rate.observe(0.5);
  CHECK_FALSE(error_rate.should_stop());
  error_rate.observe(0);
  CHECK(error_rate.should_stop());

  sp::early_stopping accuracy{.aim = sp::goal::maximise, .enough = 0.99};
  accuracy.observe(0.98);
  CHECK_FALSE(accuracy.should_stop());
  accuracy.observe(0.995);
  accuracy.observe(0.9); // the best one counts, it is what is kept
  CHECK(accuracy.should_stop());
}

TEST_CASE("early stopping goes on from its saved state") {
  sp::early_stopping watching{.patience = 3};
  for (double const metric : {5.0, 4.0, 4.5, 4.25}) watching.observe(metric);
  sp::early_stopping resumed{.patience = 3};
  sp::restore_state(resumed, sp::state_of(watching));
  CHECK_FALSE(resumed.should_stop());
  CHECK_FALSE(resumed.observe(4.1));
  CHECK(resumed.should_stop());
}

TEST_CASE("bad options and metrics are refused") {
  sp::early_stopping wrong{.patience = -1};
  CHECK_THROWS_WITH_AS(wrong.observe(1), "early_stopping: patience is -1, but it must be at least 0", sp::usage_error);
  sp::early_stopping watching;
  CHECK_THROWS_AS(watching.observe(NAN), sp::number_error);
  CHECK(watching.watch.evaluations == 0);
}
