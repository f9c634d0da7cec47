// SPDX-License-Identifier: BSL-1.0
// mistake: A decoder goes on with the best row of the batch for each letter, instead of the best letter of each row.
// elsewhere: TensorFlow's argmax goes over axis 0, the batch, unless it is told otherwise. The ids it gives there are
// elsewhere: looked up like any others, and the shapes fit whenever there are as many rows as letters.
// expect: cannot_embed<tensor<float, Letter, Width>, tensor<index<Batch>, Letter>>
// expect: ::because_the_ids_index<Batch>::but_the_table_is_over<Letter>::look_up_in_the_table_of_the_ids
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <vector>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letter : sp::axis<5> {};
struct Width : sp::axis<8> {};

struct speller {
  BOOST_HANA_DEFINE_STRUCT(speller, (sp::embedding<Letter, Width>, letters), (sp::linear<Width, Letter>, out));
};

// Writes a word in each row, letter by letter: what is best in one step is what the next step reads.
auto spell(speller const& model, sp::tensor<float, Batch, Width> last, int steps) {
  std::vector<sp::tensor<sp::index<Letter>, Batch>> written;
  for (int step = 0; step < steps; ++step) {
    sp::tensor<float, Batch, Letter> const scores = model.out(last);
    written.push_back(sp::argmax<Letter>(scores));
#ifdef MISTAKE
    last = model.letters(sp::argmax<Batch>(scores)); // wrong
#else
    last = model.letters(sp::argmax<Letter>(scores));
#endif
  }
  return sp::stack<Time>(written);
}

int main() {
  sp::model<speller> const model(1);
  std::cout << spell(model, sp::tensor<float, Batch, Width>(Batch{2}) + 1, 4) << '\n';
}
