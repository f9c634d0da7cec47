// SPDX-License-Identifier: BSL-1.0
// expect: cannot_search<Phone, Batch>::because_the_step_does_not_take<tensor<index<Phone>, Batch>, tensor<float, Batch, Hidden>>::call_it_so
#include <shapeproof/seq2seq/greedy_search.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Hidden : sp::axis<256> {};
struct Letter : sp::axis<27> {};

template <class Scores, class State>
struct stepped {
  Scores scores;
  State state;
};
using hidden = sp::tensor<float, Batch, Hidden>;
stepped<sp::tensor<float, Batch, Phone>, hidden> by_phones(sp::tensor<sp::index<Phone>, Batch> const&, hidden const&,
                                                           std::tuple<> const&);
stepped<sp::tensor<float, Batch, Phone>, hidden> by_letters(sp::tensor<sp::index<Letter>, Batch> const&, hidden const&,
                                                            std::tuple<> const&);

auto decoded(hidden const& start, sp::greedy_options<Phone> const& options) {
#ifdef MISTAKE
  return sp::greedy_search<Phone, Batch>(by_letters, start, std::tuple<>{}, options); // wrong
#else
  return sp::greedy_search<Phone, Batch>(by_phones, start, std::tuple<>{}, options);
#endif
}
