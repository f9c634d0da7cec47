// SPDX-License-Identifier: BSL-1.0
// mistake: A few examples are longer than a batch may be, and nobody has said what becomes of them.
// elsewhere: Fixed shapes raise when such an example comes up, in the middle of training and at another step in each
// elsewhere: run. Keras' pad_sequences cuts it without a word, and cuts the beginning unless it is told otherwise.
// prints: example 2 with lengths 12 and 5 is over the budget of 10 tokens
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <vector>

int main() try {
  std::vector<sp::example_length> const lengths{{3, 4}, {5, 5}, {12, 5}, {2, 2}}; // of sources and targets
  auto const limit = sp::batch_limit::tokens(10);
  constexpr int seed = 1;
#ifdef MISTAKE
  sp::batch_plan const plan(lengths, limit, seed); // wrong
#else
  sp::batch_plan const plan(lengths, limit, seed, sp::over_budget::truncate);
#endif
  for (int example = 0; example < 4; ++example)
    std::cout << plan.length(example).source << " and " << plan.length(example).target << '\n';
} catch (sp::error const& error) {
  std::cout << error.what() << '\n';
}
