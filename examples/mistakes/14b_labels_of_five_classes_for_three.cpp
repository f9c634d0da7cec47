// SPDX-License-Identifier: BSL-1.0
// mistake: The labels in a file are of 5 classes, and the model has 3.
// elsewhere: TensorFlow's one_hot makes rows of zeros of those that do not fit and says nothing: nothing is learnt from
// elsewhere: these examples. Its sparse loss raises on a CPU and is NaN on a GPU.
// prints: id 4 at position 2 \(Batch 2\) does not fit the extent 3 of Class
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Class : sp::axis<> {};

int main() try {
  auto const raw = sp::tensor<int, Batch>::of({0, 2, 4, 1}); // read from a file
#ifdef MISTAKE
  Class const classes{3}; // wrong
#else
  Class const classes{5};
#endif
  auto const labels = sp::check_index<Class>(raw, classes);
  auto const scores = sp::tensor<float, Batch, Class>(Batch{4}, classes);
  std::cout << sp::one_hot(labels) << "\nloss: " << sp::cross_entropy<Class>(scores, labels).value() << '\n';
} catch (sp::error const& error) {
  std::cout << error.what() << '\n';
}
