// SPDX-License-Identifier: BSL-1.0
// 01: axes, elements, tensors, coordinates, printing.
//
// Each file of this course is a program; what it prints stands at its end. A block `#ifdef MISTAKE_1` holds one line
// that does not compile and the sentence that the compiler says about it: build with -DMISTAKE_1 to see it.
#include <iostream>
#include <shapeproof/core.hpp>

// An axis is a type. Its name says what it counts; its value is its extent.
struct Batch : sp::axis<> {};   // extent known when the program runs: Batch{2}
struct Letter : sp::axis<> {};  // the letters of an alphabet, that is a vocabulary
struct Hidden : sp::axis<3> {}; // extent known to the compiler: Hidden{}
struct Measure : sp::axis<3> {
  enum { height, weight, age }; // positions may have names
};

int main() {
  // A tensor's type says what its elements are and what each of its dimensions means. Row-major, in the order written.
  // A list of rows says the extents itself; those that the compiler knows it compares.
  auto x = sp::tensor<float, Batch, Measure>::of({{1, 2, 3}, {4, 5, 6}});
  auto zeros = sp::tensor<float, Batch, Measure>(Batch{2}); // extents known to the compiler are left out
  std::cout << x << '\n' << zeros.size() << " zeros\n";

  // Positions are typed, too: they are named, so their order does not matter. An extent is a range of positions.
  auto const age = sp::at<Measure, Measure::age>(); // or by its number, which the compiler checks: at<Measure, 2>()
  for (auto b : x.extent<Batch>()) x(age, b) *= 100;
  std::cout << "after the loop: " << x << '\n';

  // Two axes with the same extent are two axes.
  auto hidden = sp::tensor<float, Batch, Hidden>(x.extent<Batch>());
#ifdef MISTAKE_1
  hidden(sp::check_index<Batch>(0, Batch{2}), age) = 1;
  // cannot_read<tensor<float, Batch, Hidden>>::because_the_coordinates_are_over<Batch, Measure>::
  //   give_one_position_on_each_axis
#endif
#ifdef MISTAKE_2
  auto fourth = sp::at<Measure, 3>();
  // cannot_index<Measure, 3>::because_the_extent_is<3>::name_a_position_below_it
#endif

  // Elements carry meaning as well. An index<Letter> is a number proven to be below the extent of Letter: raw numbers
  // are checked once, where they enter, and never again.
  auto raw = sp::tensor<int, Batch>::of({7, 26});
  Letter const alphabet{27};
  sp::tensor<sp::index<Letter>, Batch> letters = sp::check_index<Letter>(raw, alphabet);
  std::cout << letters << '\n';
  try {
    for (int& number : raw.unnamed()) ++number;
    letters = sp::check_index<Letter>(raw, alphabet);
  } catch (sp::data_error const& error) {
    std::cout << "refused: " << error.what() << '\n';
  }

  // The numbers without names, for code that knows nothing of axes. The loud way out.
  std::span<float> numbers = hidden.unnamed();
  std::cout << numbers.size() << " bare numbers\n";
}

/* It prints:
tensor<float, Batch, Measure>: Batch 2, Measure 3; min 1, mean 3.5, max 6
[[1, 2, 3],
 [4, 5, 6]]
6 zeros
after the loop: tensor<float, Batch, Measure>: Batch 2, Measure 3; min 1, mean 152, max 600
[[1, 2, 300],
 [4, 5, 600]]
tensor<index<Letter>, Batch>: Batch 2; min 7, mean 16.5, max 26
[7, 26]
refused: id 27 at position 1 (Batch 1) does not fit the extent 27 of Letter
6 bare numbers
*/
