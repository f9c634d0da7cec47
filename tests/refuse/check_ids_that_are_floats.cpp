// SPDX-License-Identifier: BSL-1.0
// expect: cannot_check<tensor<float, Batch>, Letter>::because_the_element<float>::is_no_whole_number
// expect: ::give_ids_and_lengths_as_integers
#include <shapeproof/core/check.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};

auto program([[maybe_unused]] sp::tensor<float, Batch> const& measured,
             [[maybe_unused]] sp::tensor<int, Batch> const& counted) {
#ifdef MISTAKE
  return sp::check_index<Letter>(measured); // wrong
#else
  return sp::check_index<Letter>(counted);
#endif
}
