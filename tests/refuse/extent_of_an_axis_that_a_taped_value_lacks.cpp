// SPDX-License-Identifier: BSL-1.0
// expect: cannot_give_extent<tensor<float, Batch, Time>, Word>::because_it_has_only<Batch, Time>
// expect: ::name_one_of_these
#include <shapeproof/tape/tape.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Word : sp::axis<> {};

auto program(sp::taped<float, Batch, Time> x) {
#ifdef MISTAKE
  return x.extent<Word>(); // wrong
#else
  return x.extent<Time>();
#endif
}
