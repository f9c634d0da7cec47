// SPDX-License-Identifier: BSL-1.0
// expect: cannot_write<index<Letter>>::because_it_was_checked::check_a_new_tensor
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
