// SPDX-License-Identifier: BSL-1.0
// expect: cannot_search<Phone, Batch>::because_the_step_scores<tensor<probability<float>, Batch, Phone>>::where_scores_belong_over<Batch, Phone>
#include <shapeproof/seq2seq/greedy_search.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Hidden : sp::axis<256> {};

template <class Scores, class State>
struct stepped {
  Scores scores;
  State state;
};
using hidden = sp::tensor<float, Batch, Hidden>;
stepped<sp::tensor<float, Batch, Phone>, hidden> by_scores(sp::tensor<sp::index<Phone>, Batch> const&, hidden const&,
                                                           std::tuple<> const&);
stepped<sp::tensor<sp::probability<float>, Batch, Phone>, hidden>
by_probabilities(sp::tensor<sp::index<Phone>, Batch> const&, hidden const&, std::tuple<> const&);

auto decoded(hidden const& start, sp::greedy_options<Phone> const& options) {
#ifdef MISTAKE
  return sp::greedy_search<Phone, Batch>(by_probabilities, start, std::tuple<>{}, options); // wrong
#else
  return sp::greedy_search<Phone, Batch>(by_scores, start, std::tuple<>{}, options);
#endif
}
