// SPDX-License-Identifier: BSL-1.0
// mistake: In a self-attention the positions that ask and those that are asked have one name.
// elsewhere: torch.einsum("btd,btd->bt", x, x) and tf.einsum run, and pair each position with itself alone. They raise
// elsewhere: only if two lengths under one letter differ.
// source: hw-native-sys/pypto-lib#186
// expect: cannot_attend_over<Time, tensor<float, Batch, Time, Width>, tensor<float, Batch, Time, Width>>
// expect: ::because_the_query_is_over_it_too::rename_it_to_key_in_the_memory
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Width : sp::axis<4> {};
using Asked = sp::key<Time>;

int main() {
  auto const words = sp::tensor<float, Batch, Time, Width>(Batch{2}, Time{3}) + 1;
#ifdef MISTAKE
  auto const read = sp::attend<Time>(words, words); // wrong
#else
  auto const read = sp::attend<Asked>(words, sp::rename<Time, Asked>(words));
#endif
  std::cout << read.context << '\n';
}
