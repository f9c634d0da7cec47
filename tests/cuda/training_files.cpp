// SPDX-License-Identifier: BSL-1.0
#include "../temporary_folder.hpp"
#include "small_reader.hpp"
#include <limits>
#include <stdexcept>

// Weights, checkpoints and fit, which goes on from them, on either device.
using namespace small_reader;

GPU_TEST_CASE("weights of either device are the same file") {
  sp::test::temporary_folder const folder;
  host_model here(1, Word{7});
  gpu_model there(here);
  sp::save_weights(folder / "host", here);
  sp::save_weights(folder / "gpu", there);
  CHECK(sp::read_file(folder / "gpu") == sp::read_file(folder / "host"));
  gpu_model other(2, Word{7});
  sp::load_weights(folder / "host", other);
  CHECK(numbers_of(other) == numbers_of(here));

  sp::save_weights(folder / "part", there.words);
  host_model part(3, Word{7});
  sp::load_weights(folder / "part", part.words);
  CHECK(std::ranges::equal(part.words.table.unnamed(), here.words.table.unnamed()));

  gpu_model larger(2, Word{8});
  auto const before = numbers_of(larger);
  CHECK_THROWS_AS(sp::load_weights(folder / "host", larger), sp::data_error);
  CHECK(numbers_of(larger) == before);
}

namespace {

std::vector<double> evaluate(host_model const& model) {
  double sum = 0;
  for (sp::extent_t word = 0; word < 7; ++word)
    sum += std::fabs(0.25 * static_cast<double>(word) -
                     static_cast<double>(model.words.table.unnamed()[3 * static_cast<std::size_t>(word)]) -
                     static_cast<double>(model.shift.unnamed()[0]));
  return {sum};
}
std::vector<double> evaluate(gpu_model const& model) { return evaluate(sp::to<sp::host>(model)); }

struct data {
  std::vector<sp::example_length> lengths;
  mutable int batches_left = std::numeric_limits<int>::max();

  data() {
    for (int i = 0; i < 40; ++i) lengths.push_back({1, 1});
  }
  auto training() const {
    return sp::training_data{
        .lengths = std::span<sp::example_length const>(lengths),
        .make_batch =
            [this](std::span<sp::extent_t const> examples) {
              if (batches_left-- == 0) throw std::runtime_error("interrupted");
              return batch_of(examples);
            },
        .loss = [](auto const& model, auto& tape, batch const& one) { return loss_of(model, tape, one); },
        .evaluate = [](auto const& model) { return evaluate(model); },
        .metrics = std::vector<std::string>{"distance"},
        .probe = [](auto const& model, std::string_view) { return evaluate(model); },
        .probe_input = std::string("all words")};
  }
};

template <class Model>
Model start() {
  host_model model(1, Word{7});
  model.rate = 0.25;
  return Model(model);
}

auto options_in(std::string const& folder) {
  return sp::fit_options{.optimizer = sp::adam{.learning_rate = 0.05},
                         .schedule = sp::schedule::warm_up{.updates = 5},
                         .epochs = 4,
                         .batch = sp::batch_limit::examples(7),
                         .batches_per_update = 2,
                         .average_decay = 0.9,
                         .progress = nullptr,
                         .folder = folder,
                         .checkpoint_updates = 3};
}

// Trains on one device until it is interrupted, then on the other one.
template <class First, class Second>
std::vector<float> interrupted(std::string const& folder) {
  data const some;
  auto first = start<First>();
  some.batches_left = 15;
  CHECK_THROWS_AS(sp::fit(first, some.training(), options_in(folder)), std::runtime_error);
  some.batches_left = std::numeric_limits<int>::max();
  auto second = start<Second>();
  CHECK(sp::fit(second, some.training(), options_in(folder)).updates == 12);
  return numbers_of(second);
}

} // namespace

GPU_TEST_CASE("fit trains a model on the GPU as on the host, and goes on on the other device") {
  sp::test::temporary_folder const folder;
  data const some;
  auto here = start<host_model>();
  auto there = start<gpu_model>();
  auto const on_host = sp::fit(here, some.training(), options_in(folder / "host"));
  auto const on_gpu = sp::fit(there, some.training(), options_in(folder / "gpu"));
  auto const trained = numbers_of(here);
  CHECK(trained != numbers_of(start<host_model>()));
  CHECK(on_gpu.updates == on_host.updates);
  CHECK(on_gpu.best_update == on_host.best_update);
  CHECK(on_gpu.best_metric == doctest::Approx(on_host.best_metric).epsilon(1e-6));
  check_close(numbers_of(there), trained);
  auto from_file = start<host_model>();
  sp::load_weights(folder / "gpu/weights.safetensors", from_file);
  CHECK(numbers_of(from_file) == numbers_of(there));

  CHECK(interrupted<gpu_model, gpu_model>(folder / "gpu to gpu") == numbers_of(there));
  check_close(interrupted<host_model, gpu_model>(folder / "host to gpu"), trained);
  check_close(interrupted<gpu_model, host_model>(folder / "gpu to host"), trained);
}

GPU_TEST_CASE("fit needs to know nothing of a model on the GPU but its loss") {
  data const some;
  auto known = start<gpu_model>(), hidden = start<gpu_model>();
  auto const whole = some.training();
  auto options = options_in("");
  options.average_decay = 0;
  sp::fit(known, sp::training_data{.lengths = whole.lengths, .make_batch = whole.make_batch, .loss = whole.loss},
          options);
  sp::cuda::any_model<float>& any = hidden;
  sp::fit(any,
          sp::training_data{.lengths = whole.lengths,
                            .make_batch = whole.make_batch,
                            .loss = [&](sp::cuda::any_model<float> const&, sp::cuda::tape& tape,
                                        batch const& one) { return loss_of(hidden, tape, one); }},
          options);
  CHECK(numbers_of(known) == numbers_of(hidden));
}

GPU_TEST_CASE("an update on the GPU that is not finite changes nothing, is skipped, or stops the training") {
  data const some;
  auto const whole = some.training();
  auto const spoiled = sp::training_data{.lengths = whole.lengths,
                                         .make_batch =
                                             [&](std::span<sp::extent_t const> examples) {
                                               auto one = batch_of(examples);
                                               one.answers.unnamed()[0] = std::numeric_limits<float>::quiet_NaN();
                                               return one;
                                             },
                                         .loss = whole.loss};
  auto options = options_in("");
  auto here = start<host_model>();
  auto there = start<gpu_model>();
  auto const refusal = [&](auto& model) {
    return sp::test::message_of<sp::number_error>([&] { sp::fit(model, spoiled, options); });
  };
  auto const said = refusal(there);
  CHECK(said == refusal(here));
  CHECK(said.find("is that of subtract") != std::string::npos);
  CHECK(numbers_of(there) == numbers_of(start<host_model>()));
  options.on_non_finite = sp::non_finite::skip;
  CHECK(sp::fit(there, spoiled, options).skipped == 12);
  CHECK(numbers_of(there) == numbers_of(start<host_model>()));
}
