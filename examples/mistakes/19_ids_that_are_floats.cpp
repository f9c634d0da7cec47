// SPDX-License-Identifier: BSL-1.0
// mistake: Ids were read with other numbers from a table of floats, and are looked up as they are.
// elsewhere: TensorFlow's embedding_lookup and gather raise at run time, as PyTorch's embedding does. Keras' Embedding
// elsewhere: layer cuts the fractions off and says nothing.
// expect: cannot_embed<tensor<float, City, Embed>, tensor<float, Batch>>
// expect: ::because_the_ids_are_unchecked<float>::use_check_index<City>
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct City : sp::axis<100> {};
struct Embed : sp::axis<2> {};

sp::tensor<float, Batch, Embed> places(sp::embedding<City, Embed> const& table,
                                       sp::tensor<float, Batch> const& column) {
#ifdef MISTAKE
  return table(column); // wrong
#else
  return table(sp::check_index<City>(sp::cast<int>(column)));
#endif
}

int main() {
  sp::model<sp::embedding<City, Embed>> const table(1);
  std::cout << places(table, sp::tensor<float, Batch>::of({3, 41, 7})) << '\n';
}
