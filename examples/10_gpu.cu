// SPDX-License-Identifier: BSL-1.0
// 10: on the GPU. Compiled by nvcc: nvcc -std=c++20 -arch=native -I include examples/10_gpu.cu -lcublasLt
#include <cstdio>
#include <shapeproof/cuda.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Plain : sp::axis<26> {};            // letters as they are
struct Secret : sp::axis<Plain::fixed> {}; // letters of a cipher: as many, but not the same
struct Width : sp::axis<16> {};

// The model of 06. It says nothing of devices: what it is called with decides where it works.
struct decipherer {
  BOOST_HANA_DEFINE_STRUCT(decipherer, (sp::embedding<Secret, Width>, letters), (sp::linear<Width, Plain>, guess));
  auto operator()(sp::operand auto const& secret) const { return guess(letters(secret)); }
};

int main() {
  if (!sp::gpu::device_available()) {
    std::puts("there is no GPU here");
    return 0;
  }

  // Data is read, padded and checked on the host. to<sp::cuda>(x) is a copy on the GPU, of the same axes and elements.
  auto raw = sp::tensor<int, Batch, Letters>::of({{7, 4, 11, 11, 14}, {22, 14, 17, 11, 3}});
  auto const plain = sp::check_index<Plain>(raw);
  for (int& letter : raw.unnamed()) letter = (letter + 7) % static_cast<int>(Plain::fixed);
  auto const secret = sp::to<sp::cuda>(sp::check_index<Secret>(raw));
  auto const answers = sp::to<sp::cuda>(plain);

  // Training as in 06: the parameters lie on the GPU, and so does all that the tape holds.
  sp::cuda::model<decipherer> model(1);
  sp::cuda::tape tape{model};
  sp::adam<> optimizer{.learning_rate = 0.03};
  for (int step = 0; step < 100; ++step) {
    auto const loss = sp::cross_entropy<Plain>(model(tape(secret)), answers);
    if (step % 25 == 0) std::printf("step %2d: loss %.1f\n", step, static_cast<double>(loss.value())); // waits for it
    tape.backward(loss);
    optimizer.step(model, tape.gradient());
    tape.clear();
  }
#ifdef MISTAKE_1
  auto const right = sp::argmax<Plain>(model(secret)) == plain;
  // cannot_compute<cuda::tensor<index<Plain>, Batch, Letters>, tensor<index<Plain>, Batch, Letters>>::
  //   because_they_lie_on_two_devices::use_to_cuda_or_to_host
#endif

  // Results come back with to<sp::host>(x), which waits for them. A copy of the model on the host works there, or is saved.
  auto const guessed = sp::to<sp::host>(sp::argmax<Plain>(model(secret)));
  for (auto b : guessed.extent<Batch>()) {
    for (auto t : guessed.extent<Letters>()) std::putchar('a' + static_cast<int>(guessed(b, t).value()));
    std::putchar('\n');
  }
}

/* It prints:
step  0: loss 3.3
step 25: loss ...
step 50: loss ...
step 75: loss 0.0
hello
world
*/
