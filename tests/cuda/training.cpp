// SPDX-License-Identifier: BSL-1.0
#include "../temporary_folder.hpp"
#include "support.hpp"
#include <algorithm>
#include <cmath>
#include <limits>
#include <shapeproof/cuda.hpp>
#include <stdexcept>

// Training on a GPU gives what it gives on the host, and goes on there.
namespace {

struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};
struct Width : sp::axis<3> {};

struct reader {
  BOOST_HANA_DEFINE_STRUCT(reader, (sp::embedding<Word, Width>, words), (sp::parameter<float, Width>, shift),
                           (double, rate));
  auto operator()(sp::operand auto const& ids) const { return sp::dropout(words(ids) + shift, rate); }
};

struct batch {
  sp::tensor<sp::index<Word>, Batch> words;
  sp::tensor<float, Batch, Width> answers;
};

// Example i is about word i % 7, and its answer is about a quarter of the word.
batch batch_of(std::span<sp::extent_t const> examples, float more = 0) {
  sp::tensor<int, Batch> words(Batch{examples.size()});
  sp::tensor<float, Batch, Width> answers(Batch{examples.size()});
  for (std::size_t i = 0; i < examples.size(); ++i) {
    words.unnamed()[i] = static_cast<int>(examples[i] % 7);
    for (std::size_t j = 0; j < 3; ++j)
      answers.unnamed()[3 * i + j] =
          0.25f * static_cast<float>(examples[i] % 7) + 0.125f * static_cast<float>(j) + more;
  }
  return {sp::check_index<Word>(words, Word{7}), std::move(answers)};
}
batch some_batch(float more = 0) { return batch_of(std::vector<sp::extent_t>{3, 4, 5, 9, 13, 14, 27}, more); }

auto loss_of(auto const& model, auto& tape, batch const& one) {
  return sp::mean(sp::square(model(tape(one.words)) - tape(one.answers)));
}

using host_model = sp::model<reader>;
using gpu_model = sp::cuda::model<reader>;

template <class Model>
std::vector<float> numbers_of(Model const& model) {
  host_model const here(model);
  return {here.flat().begin(), here.flat().end()};
}

void check_close(std::vector<float> const& a, std::vector<float> const& b, float tolerance = 1e-6f) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    CAPTURE(i);
    CHECK(std::fabs(a[i] - b[i]) <= tolerance);
  }
}

// Some updates with gradients of one batch, then of another.
template <class Tape, class Model, class Optimizer>
void update(Model& model, Optimizer& optimizer, int first, int last) {
  Tape tape{model};
  for (int i = first; i < last; ++i) {
    tape.clear();
    tape.backward(loss_of(model, tape, some_batch(static_cast<float>(i))));
    if (i % 2 == 0) {
      optimizer.step(model, tape.gradient());
    } else {
      auto const clipped = sp::clip_global_norm<float>(tape.gradient(), 0.5);
      CHECK(clipped.scale < 1);
      optimizer.step(model.flat(), tape.gradient(), 2 * optimizer.learning_rate, clipped.scale);
    }
  }
}

} // namespace

GPU_TEST_CASE("a model goes to the GPU with its numbers and settings, and comes back") {
  host_model here(3, Word{7});
  here.rate = 0.5;
  gpu_model there = sp::to<sp::cuda>(here);
  CHECK(there.rate == 0.5);
  CHECK(there.parameter_count() == here.parameter_count());
  CHECK(numbers_of(there) == numbers_of(here));
  CHECK(numbers_of(gpu_model(3, Word{7})) == numbers_of(here));
  gpu_model const copy = there;
  sp::cuda::tape tape{there};
  tape.backward(loss_of(there, tape, some_batch()));
  sp::sgd{.learning_rate = 1}.step(there, tape.gradient());
  CHECK(numbers_of(there) != numbers_of(here));
  CHECK(numbers_of(copy) == numbers_of(here));
  CHECK(sp::to<sp::host>(copy).rate == 0.5);
  std::size_t i = 0;
  sp::for_each_parameter(there, [&](auto name, auto const& p) {
    CHECK(there.listed()[i].name == name.view());
    CHECK(there.listed()[i++].numbers == reinterpret_cast<char const*>(sp::parameter_binding::data(p)));
  });
}

GPU_TEST_CASE("optimizers give the parameters that they give on the host") {
  auto const agree = [](auto const& optimizer) {
    auto on_host = optimizer, on_gpu = optimizer;
    host_model here(1, Word{7});
    gpu_model there(here);
    update<sp::tape>(here, on_host, 0, 6);
    update<sp::cuda::tape>(there, on_gpu, 0, 6);
    CHECK(on_gpu.updates == 6);
    check_close(numbers_of(there), numbers_of(here));
  };
  agree(sp::sgd{.learning_rate = 0.25});
  agree(sp::sgd{.learning_rate = 0.25, .momentum = 0.9, .weight_decay = 0.1});
  agree(sp::adam{.learning_rate = 0.05});
  agree(sp::adamw{.learning_rate = 0.05});
}

GPU_TEST_CASE("the state of an optimizer goes to where its parameters are, and back") {
  auto const agree = [](auto const& optimizer) {
    auto stays = optimizer, moves = optimizer;
    host_model whole(1, Word{7}), first(whole);
    update<sp::tape>(whole, stays, 0, 9);
    update<sp::tape>(first, moves, 0, 3);
    gpu_model there = sp::to<sp::cuda>(first);
    update<sp::cuda::tape>(there, moves, 3, 6);
    moves.for_each_state([](char const*, auto const& numbers) { CHECK_THROWS_AS(numbers[0], sp::usage_error); });
    auto copied = moves; // on the GPU
    host_model back = sp::to<sp::host>(there);
    update<sp::tape>(back, copied, 6, 9);
    check_close(numbers_of(back), numbers_of(whole));
    update<sp::cuda::tape>(there, moves, 6, 9);
    check_close(numbers_of(there), numbers_of(whole));
  };
  agree(sp::sgd{.learning_rate = 0.25, .momentum = 0.9});
  agree(sp::adam{.learning_rate = 0.05});
}

GPU_TEST_CASE("a part of a model on the GPU is trained, and a gradient of another device is refused") {
  host_model here(1, Word{7});
  gpu_model there(here);
  sp::tape tape{here.words};
  sp::cuda::tape gpu_tape{there.words};
  auto const one = some_batch();
  tape.backward(loss_of(here, tape, one));
  gpu_tape.backward(loss_of(there, gpu_tape, one));
  sp::sgd optimizer{.learning_rate = 0.25};
  optimizer.step(there.words, gpu_tape.gradient());
  sp::sgd{.learning_rate = 0.25}.step(here.words, tape.gradient());
  check_close(numbers_of(there), numbers_of(here));

  CHECK_THROWS_AS(optimizer.step(here.words, gpu_tape.gradient()), sp::usage_error);
  CHECK_THROWS_AS(optimizer.step(there.words, tape.gradient()), sp::usage_error);
  auto const text = "sgd: this is the gradient of another model's parameters, or of another part's";
  CHECK_THROWS_WITH_AS(optimizer.step(there, gpu_tape.gradient()), "sgd: 35 parameters, but a gradient of 21 numbers",
                       sp::extent_error);
  gpu_model another(2, Word{7});
  CHECK_THROWS_WITH_AS(optimizer.step(another.words, gpu_tape.gradient()), text, sp::usage_error);
}

GPU_TEST_CASE("a tape is of parameters on its device") {
  host_model here(1, Word{7});
  gpu_model there(here);
  auto const text = "tape: the parameters lie on another device: sp::tape is for those of an sp::model, "
                    "sp::cuda::tape for those of an sp::cuda::model";
  CHECK_THROWS_WITH_AS(sp::tape{there}, text, sp::usage_error);
  CHECK_THROWS_WITH_AS(sp::tape{there.words}, text, sp::usage_error);
  CHECK_THROWS_WITH_AS(sp::cuda::tape{here}, text, sp::usage_error);
}

GPU_TEST_CASE("the norm of a gradient is that of the host, and what is not finite is named as there") {
  host_model here(1, Word{7});
  gpu_model there(here);
  auto const one = some_batch();
  sp::tape tape{here};
  sp::cuda::tape gpu_tape{there};
  tape.backward(loss_of(here, tape, one));
  gpu_tape.backward(loss_of(there, gpu_tape, one));
  auto const on_host = sp::clip_gradient(here, tape, 0.5, 0.25), on_gpu = sp::clip_gradient(there, gpu_tape, 0.5, 0.25);
  CHECK(on_gpu.norm == doctest::Approx(on_host.norm).epsilon(1e-6));
  CHECK(on_gpu.scale == doctest::Approx(on_host.scale).epsilon(1e-6));

  auto const spoil = [](auto& recording, auto const& numbers) {
    using Tape = std::remove_cvref_t<decltype(recording)>;
    float const nan = std::numeric_limits<float>::quiet_NaN();
    float* const at = numbers.data() + 17;
    if constexpr (std::is_same_v<Tape, sp::tape>)
      *at = nan;
    else
      sp::gpu::copy_to_device(at, &nan, sizeof nan);
  };
  spoil(tape, tape.gradient());
  spoil(gpu_tape, gpu_tape.gradient());
  auto const refusal = [](auto const& model, auto& recording) {
    return sp::test::message_of<sp::number_error>([&] { sp::clip_gradient(model, recording, 1, 1); });
  };
  CHECK(refusal(there, gpu_tape) == refusal(here, tape));
  CHECK(refusal(there, gpu_tape).find("\"words.table\" at position 17") != std::string::npos);
  CHECK_THROWS_WITH_AS(sp::clip_global_norm<float>(gpu_tape.gradient(), 1),
                       doctest::Contains("the gradient at position 17 of "), sp::number_error);
}

GPU_TEST_CASE("a loss that is not finite is told as on the host") {
  host_model here(1, Word{7});
  gpu_model there(here);
  auto one = some_batch();
  one.answers.unnamed()[4] = std::numeric_limits<float>::infinity();
  sp::tape tape{here};
  sp::cuda::tape gpu_tape{there};
  auto const refusal = [&](auto const& model, auto& recording) {
    auto const loss = [](auto const& of, auto& on, batch const& given) { return loss_of(of, on, given); };
    return sp::test::message_of<sp::number_error>([&] { sp::add_gradient(model, recording, one, loss, 1); });
  };
  CHECK(refusal(there, gpu_tape) == refusal(here, tape));
  CHECK(refusal(there, gpu_tape) == "the loss is inf; the first result that is not finite is that of subtract");
}

GPU_TEST_CASE("a moving average follows the parameters on the GPU, and changes places with them") {
  host_model here(1, Word{7}), next(2, Word{7});
  gpu_model there(here), there_next(next);
  sp::moving_average<> on_host, on_gpu;
  on_host.update(here.flat()), on_host.update(next.flat());
  on_gpu.update(there.flat()), on_gpu.update(there_next.flat());
  auto const last = numbers_of(next);
  {
    auto const exchanged = on_host.swapped_in(next.flat());
    auto const there_exchanged = on_gpu.swapped_in(there_next.flat());
    CHECK(numbers_of(next) != last);
    check_close(numbers_of(there_next), numbers_of(next));
    std::vector<float> average(last.size());
    on_gpu.average.copy_to(average);
    CHECK(average == last);
  }
  CHECK(numbers_of(there_next) == last);
  // It goes on on the host.
  on_host.update(here.flat()), on_gpu.update(here.flat());
  CHECK(on_gpu.updates == 3);
  check_close({on_gpu.average.begin(), on_gpu.average.end()}, {on_host.average.begin(), on_host.average.end()});
  CHECK_THROWS_AS(on_gpu.update(gpu_model(1, Word{16}).flat()), sp::extent_error);
}

GPU_TEST_CASE("from the batch to the average an update waits for nothing: it can be captured in a graph") {
  auto const one = some_batch();
  auto const pass = [&](auto& model, auto& tape, auto& optimizer, auto& average) {
    tape.clear();
    tape.backward(loss_of(model, tape, one));
    optimizer.step(model, tape.gradient());
    average.update(model.flat());
  };
  host_model here(1, Word{7});
  gpu_model there(here);
  sp::tape tape{here};
  sp::cuda::tape gpu_tape{there};
  sp::adam<> on_host{.learning_rate = 0.05}, on_gpu = on_host;
  sp::moving_average<> average, gpu_average;
  for (int i = 0; i < 3; ++i) pass(here, tape, on_host, average);
  for (int i = 0; i < 2; ++i) pass(there, gpu_tape, on_gpu, gpu_average);

  cudaGraph_t graph = nullptr;
  cudaGraphExec_t recorded = nullptr;
  sp::gpu::check(cudaStreamBeginCapture(sp::gpu::stream(), cudaStreamCaptureModeThreadLocal), "capture");
  pass(there, gpu_tape, on_gpu, gpu_average);
  sp::gpu::check(cudaStreamEndCapture(sp::gpu::stream(), &graph), "capture");
  sp::gpu::check(cudaGraphInstantiate(&recorded, graph, 0), "capture");
  sp::gpu::check(cudaGraphLaunch(recorded, sp::gpu::stream()), "launch");
  check_close(numbers_of(there), numbers_of(here));
  gpu_average.update(here.flat()), average.update(here.flat());
  check_close({gpu_average.average.begin(), gpu_average.average.end()},
              {average.average.begin(), average.average.end()});
  sp::gpu::check(cudaGraphExecDestroy(recorded), "capture");
  sp::gpu::check(cudaGraphDestroy(graph), "capture");
}

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
