// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make_model<linear<Letter, Embed(, float)?>>::because_these_extents_are_unknown<Letter>
// expect: ::give_them_after_the_seed
#include <shapeproof/cuda.hpp>

struct Letter : sp::axis<> {};
struct Embed : sp::axis<8> {};

sp::cuda::model<sp::linear<Letter, Embed>> start() {
#ifdef MISTAKE
  return sp::cuda::model<sp::linear<Letter, Embed>>(1); // wrong
#else
  return sp::cuda::model<sp::linear<Letter, Embed>>(1, Letter{27});
#endif
}
