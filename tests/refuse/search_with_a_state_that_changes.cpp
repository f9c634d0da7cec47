// SPDX-License-Identifier: BSL-1.0
// expect: cannot_search<Phone, Batch>::because_the_next_state_is<tensor<double, Batch, Hidden>>::another_type_than_the_last
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
stepped<sp::tensor<float, Batch, Phone>, hidden> step(sp::tensor<sp::index<Phone>, Batch> const&, hidden const&,
                                                      std::tuple<> const&);
stepped<sp::tensor<float, Batch, Phone>, sp::tensor<double, Batch, Hidden>>
to_double(sp::tensor<sp::index<Phone>, Batch> const&, hidden const&, std::tuple<> const&);

auto decoded(hidden const& start, sp::greedy_options<Phone> const& options) {
#ifdef MISTAKE
  return sp::greedy_search<Phone, Batch>(to_double, start, std::tuple<>{}, options); // wrong
#else
  return sp::greedy_search<Phone, Batch>(step, start, std::tuple<>{}, options);
#endif
}
