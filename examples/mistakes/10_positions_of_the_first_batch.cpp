// SPDX-License-Identifier: BSL-1.0
// mistake: What is added for the positions of words is kept from the first batch, and the next one is longer.
// elsewhere: A tf.function whose signature has the length of the first batch raises at the next one; without a
// elsewhere: signature it is traced again for every new length. With eager tensors the addition raises, with two bare
// elsewhere: shapes.
// prints: add: the extents of Time differ: 7 and 4
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<2> {};
using words = sp::tensor<float, Batch, Time, Embed>;

// Words that know where they stand. This is compiled once, for all lengths.
struct placing {
  sp::tensor<float, Time> places;
  words operator()(words const& x) {
#ifdef MISTAKE
    if (places.empty()) places = sp::cast<float>(sp::cast<int>(sp::iota(x.extent<Time>()))); // wrong
#else
    places = sp::cast<float>(sp::cast<int>(sp::iota(x.extent<Time>())));
#endif
    return x + places;
  }
};

int main() try {
  placing place;
  for (int length : {4, 7}) std::cout << place(words(Batch{1}, Time{length})) << '\n';
} catch (sp::error const& error) {
  std::cout << error.what() << '\n';
}
