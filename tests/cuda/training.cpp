// SPDX-License-Identifier: BSL-1.0
#include "../temporary_folder.hpp"
#include "small_reader.hpp"
#include <limits>

using namespace small_reader;

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
