// SPDX-License-Identifier: BSL-1.0
// mistake: Labels are numbered from 1, as the annotators did it, and the last class is beyond the scores.
// elsewhere: PyTorch throws on the CPU; on a GPU an assertion of a kernel kills the process, and TensorFlow gives a NaN
// elsewhere: loss there.
// source: PaddlePaddle/PaddleClas#389
// source: GilLevi/AgeGenderDeepLearning#39
// prints: id 5 at position 2 \(Image 2\) does not fit the extent 5 of Flower
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Image : sp::axis<> {};
struct Flower : sp::axis<5> {};

int main() try {
  auto const annotated = sp::tensor<int, Image>::of({3, 1, 5, 2});
  auto const scores = sp::tensor<float, Image, Flower>(Image{4});
#ifdef MISTAKE
  auto const labels = sp::check_index<Flower>(annotated); // wrong
#else
  auto const labels = sp::check_index<Flower>(annotated - 1);
#endif
  std::printf("loss %.2f\n", sp::cross_entropy<Flower>(scores, labels).value());
} catch (sp::error const& error) {
  std::printf("%s\n", error.what());
}
