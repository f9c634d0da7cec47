// SPDX-License-Identifier: BSL-1.0
// expect: cannot_search<Phone, Sentence>
// expect: ::because_neither_state_nor_memory_is_over_the_batch::name_their_batch
#include <shapeproof/seq2seq/greedy_search.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Hidden : sp::axis<256> {};
struct Sentence : sp::axis<> {};

template <class Scores, class State>
struct stepped {
  Scores scores;
  State state;
};
using hidden = sp::tensor<float, Batch, Hidden>;
stepped<sp::tensor<float, Batch, Phone>, hidden> step(sp::tensor<sp::index<Phone>, Batch> const&, hidden const&,
                                                      std::tuple<> const&);

auto decoded(hidden const& start, sp::greedy_options<Phone> const& options) {
#ifdef MISTAKE
  return sp::greedy_search<Phone, Sentence>(step, start, std::tuple<>{}, options); // wrong
#else
  return sp::greedy_search<Phone, Batch>(step, start, std::tuple<>{}, options);
#endif
}
