// SPDX-License-Identifier: BSL-1.0
// expect: cannot_search<Phone, Batch>::because_the_step_weighs<tensor<float, Batch, Letters>>
// expect: ::where_one_more_axis_belongs_behind<Batch, hypotheses<Batch>>
#include <shapeproof/seq2seq/beam_search.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Hidden : sp::axis<256> {};

using Beam = sp::hypotheses<Batch>;
template <class Weights>
struct stepped {
  sp::tensor<float, Batch, Beam, Phone> scores;
  sp::tensor<float, Batch, Beam, Hidden> state;
  Weights weights;
};
template <class Weights>
stepped<Weights> step(sp::tensor<sp::index<Phone>, Batch, Beam> const&, sp::tensor<float, Batch, Beam, Hidden> const&,
                      sp::tensor<float, Letters, Batch> const&);

auto decoded(sp::tensor<float, Batch, Hidden> const& start, sp::tensor<float, Letters, Batch> const& memory,
             sp::beam_options<Phone> const& options) {
#ifdef MISTAKE
  auto const one = step<sp::tensor<float, Batch, Letters>>;
  return sp::beam_search<Phone, Batch>(one, start, memory, options); // wrong
#else
  auto const each = step<sp::tensor<float, Batch, Beam, Letters>>;
  return sp::beam_search<Phone, Batch>(each, start, memory, options);
#endif
}
