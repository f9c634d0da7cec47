// SPDX-License-Identifier: BSL-1.0
// expect: (deleted.*index<A>::operator=.*A ?= ?Letter|deleted operator '='|index<A>
// expect: ::operator=.*A ?= ?Letter.*deleted)
// lines: 10 (clang lists the assignment that is there, too)
#include <shapeproof/core/check.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};

void program([[maybe_unused]] sp::tensor<int, Batch> const& raw, sp::tensor<sp::index<Letter>, Batch>& ids,
             [[maybe_unused]] sp::index<Batch> b) {
#ifdef MISTAKE
  ids(b) = sp::at<Letter, 3>(); // wrong
#else
  ids = sp::check_index<Letter>(raw);
#endif
}
