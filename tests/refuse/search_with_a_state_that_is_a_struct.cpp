// SPDX-License-Identifier: BSL-1.0
// expect: cannot_search<Phone, Batch>
// expect: ::because_this_is_no_state<lstm_state>::give_tensors_in_tuples
#include <shapeproof/seq2seq/greedy_search.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Hidden : sp::axis<256> {};
struct lstm_state {
  sp::tensor<float, Batch, Hidden> h, c;
};

template <class Scores, class State>
struct stepped {
  Scores scores;
  State state;
};
using hidden = sp::tensor<float, Batch, Hidden>;
stepped<sp::tensor<float, Batch, Phone>, hidden> by_tensor(sp::tensor<sp::index<Phone>, Batch> const&, hidden const&,
                                                           std::tuple<> const&);
stepped<sp::tensor<float, Batch, Phone>, lstm_state> by_struct(sp::tensor<sp::index<Phone>, Batch> const&,
                                                               lstm_state const&, std::tuple<> const&);

auto decoded(hidden const& start, sp::greedy_options<Phone> const& options) {
#ifdef MISTAKE
  return sp::greedy_search<Phone, Batch>(by_struct, lstm_state{start, start}, std::tuple<>{}, options); // wrong
#else
  return sp::greedy_search<Phone, Batch>(by_tensor, start, std::tuple<>{}, options);
#endif
}
