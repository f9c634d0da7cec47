// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/core/view.hpp>
#include <shapeproof/tape/model.hpp>
#include <shapeproof/train/checkpoint.hpp>
#include <shapeproof/train/optimizer.hpp>
#include <shapeproof/train/schedule.hpp>
#include <shapeproof/train/training_state.hpp>

#include "../temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace {

struct Width : sp::axis<> {};
struct Turned : sp::axis<> {};
struct Small {
  BOOST_HANA_DEFINE_STRUCT(Small, (sp::parameter<float, Width, Turned>, turn), (sp::parameter<float, Width>, shift));
};

using state_of_adam = sp::training_state<float, sp::adam<>, sp::schedule::plateau>;
using sp::test::message_of;

struct sample {
  sp::model<Small> model{1, Width{3}, Turned{2}};
  state_of_adam state;

  // As after some updates: every number is another one, also such as print badly.
  void train() {
    std::vector<float> gradient(model.flat().size());
    for (int update = 0; update < 5; ++update) {
      sp::for_each_parameter(model, [&](auto, auto const& parameter) { // the gaps between them stay zero
        auto const offset = parameter.unnamed().data() - model.flat().data();
        for (sp::extent_t i = offset; i < offset + parameter.size(); ++i)
          gradient[static_cast<std::size_t>(i)] = static_cast<float>(std::sin(static_cast<double>(i + update)));
      });
      state.optimizer.step(model.flat(), gradient);
      state.average.update(model.flat());
      state.schedule.observe(1.0 / (3 + update % 2));
      state.stopping.observe(-0.1 * update);
    }
    state.best.assign(model.flat());
    state.random = {0xFFFFFFFFFFFFFFFF, 1234567890123456789};
    state.plan = 0x8000000000000001;
    state.position = {.epoch = 3,
                      .batch = 4,
                      .update = 5,
                      .skipped = 6,
                      .skipped_in_a_row = 7,
                      .best_update = 8,
                      .seconds = 0.1,
                      .row_tokens = 1e-300,
                      .row_loss = 0.3,
                      .row_norm = 1e300};
  }
};

// Everything that a checkpoint holds, as one text of bytes.
std::string bytes_of(sample& one) {
  sp::state_parts parts;
  one.state.describe(parts, one.model.flat().size());
  parts.numbers("model", one.model.flat());
  std::string bytes;
  for (auto const& part : parts.parts()) {
    bytes += part.name;
    bytes.append(reinterpret_cast<char const*>(part.bytes.data()), part.bytes.size());
  }
  return bytes;
}

std::string refusal(std::string const& path, sample& into) {
  auto const before = bytes_of(into);
  auto const message = message_of<sp::data_error>([&] { sp::load_checkpoint(path, into.model, into.state); });
  CHECK(bytes_of(into) == before);
  return message;
}

} // namespace

TEST_CASE("a checkpoint brings everything back bit for bit") {
  sp::test::temporary_folder const here;
  auto const path = here / "checkpoint";
  sample saved, loaded;
  saved.train();
  CHECK(bytes_of(saved) != bytes_of(loaded));
  sp::save_checkpoint(path, saved.model, saved.state);
  sp::load_checkpoint(path, loaded.model, loaded.state);
  CHECK(bytes_of(saved) == bytes_of(loaded));

  sample weights_only;
  sp::load_weights(path, weights_only.model);
  CHECK(std::ranges::equal(weights_only.model.flat(), saved.model.flat()));
}

TEST_CASE("a checkpoint of a start comes back too") {
  sp::test::temporary_folder const here;
  auto const path = here / "checkpoint";
  sample fresh, trained;
  trained.train();
  sp::save_checkpoint(path, fresh.model, fresh.state);
  sp::load_checkpoint(path, trained.model, trained.state);
  CHECK(bytes_of(fresh) == bytes_of(trained));
}

TEST_CASE("a checkpoint carries texts and a probe") {
  sp::test::temporary_folder const here;
  auto const path = here / "checkpoint";
  sample one;
  sp::save_checkpoint(path, one.model, one.state, {.metadata = {{"words", "a\nb"}}, .probe = {"a b", {1, 2.5}}});
  auto const file = sp::safetensors_file::open(path);
  CHECK(*file.find_metadata("words") == "a\nb");
  CHECK(sp::read_probe(file).input == "a b");
  CHECK(sp::read_probe(file).output == std::vector<double>{1, 2.5});
  sp::load_checkpoint(file, one.model, one.state);
}

TEST_CASE("a checkpoint of another training is refused, and everything is as it was") {
  sp::test::temporary_folder const here;
  auto const path = here / "checkpoint";
  auto const quoted = "\"" + path + "\"";
  sample into;
  into.train();

  sp::model<Small> larger(1, Width{4}, Turned{2});
  state_of_adam state;
  sp::save_checkpoint(path, larger, state);
  CHECK(refusal(path, into).starts_with(quoted + ": \"training/optimizer/first_moment\" has "));

  sp::training_state<float, sp::sgd<>, sp::schedule::plateau> with_sgd;
  with_sgd.optimizer.momentum = 0.9;
  sp::save_checkpoint(path, into.model, with_sgd);
  CHECK(refusal(path, into) == quoted + ": \"training/optimizer/first_moment\" is missing");
  with_sgd.optimizer.momentum = 0;
  auto const velocity_is_extra = message_of<sp::data_error>([&] { sp::load_checkpoint(path, into.model, with_sgd); });
  CHECK(velocity_is_extra == quoted + ": \"training/optimizer/velocity\" is no part of this training");

  sp::training_state<float, sp::adam<>, sp::schedule::cosine> with_cosine;
  sp::save_checkpoint(path, into.model, with_cosine);
  CHECK(refusal(path, into) == quoted + ": \"training/schedule\" has 0 numbers, but 4 are expected");

  sp::save_weights(path, into.model);
  CHECK(refusal(path, into) == quoted + ": \"training/optimizer/updates\" is missing");
}

TEST_CASE("a checkpoint that is cut off or damaged in its header is refused, and everything is as it was") {
  sp::test::temporary_folder const here;
  auto const path = here / "checkpoint", damaged = here / "damaged";
  sample saved, into;
  saved.train();
  sp::save_checkpoint(path, saved.model, saved.state);
  auto const whole = sp::read_file(path);
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    std::ofstream(damaged, std::ios::binary) << whole.substr(0, size);
    CHECK(refusal(damaged, into).starts_with("\"" + damaged + "\""));
  }
  auto const header = whole.find("training/best");
  auto other = whole;
  other.replace(header, 13, "training/bust");
  std::ofstream(damaged, std::ios::binary) << other;
  CHECK(refusal(damaged, into) == "\"" + damaged + "\": \"training/best\" is missing");
}

TEST_CASE("a checkpoint that cannot be written leaves the one before") {
  sp::test::temporary_folder const here;
  auto const path = here / "checkpoint";
  sample one;
  sp::save_checkpoint(path, one.model, one.state);
  auto const before = sp::read_file(path);
  one.train();
  CHECK_THROWS_AS(sp::save_checkpoint(path, one.model, one.state, {.metadata = {{"words", "\xFF"}}}), sp::usage_error);
  CHECK(sp::read_file(path) == before);
  CHECK_THROWS_AS(sp::save_checkpoint(here / "no/folder", one.model, one.state), sp::file_error);
  CHECK(here.names() == std::vector<std::string>{"checkpoint"});
}
