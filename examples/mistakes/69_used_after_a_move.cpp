// SPDX-License-Identifier: BSL-1.0
// mistake: A tensor is moved into a list, and its shape and numbers are read once more.
// elsewhere: libtorch throws at most operations on it: the tensor is undefined. xtensor and Eigen find an empty one, or
// elsewhere: read through a null pointer: the program crashes, or goes on. g++ and clang++ do not warn.
// source: stan-dev/math#3390
// source: xtensor-stack/xtensor#2217
// source: ml-explore/mlx#3343
// prints: this tensor<float, Batch, Class> holds nothing: it was moved from, or never given its extents
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <utility>
#include <vector>

struct Batch : sp::axis<> {};
struct Class : sp::axis<3> {};

int main() try {
  std::vector<sp::tensor<float, Batch, Class>> history;
  auto scores = sp::tensor<float, Batch, Class>::of({{1, 4, 2}, {0, 0, 5}});
#ifdef MISTAKE
  history.push_back(std::move(scores)); // wrong
#else
  history.push_back(scores);
#endif
  std::cout << history.size() << " kept, best: " << sp::argmax<Class>(scores) << '\n';
} catch (sp::usage_error const& error) {
  std::cout << error.what() << '\n';
}
