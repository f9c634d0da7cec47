// SPDX-License-Identifier: BSL-1.0
// expect: cannot_check<tensor<index<Letter>, Batch>, Phone>::because_the_element<index<Letter>>
// expect: ::is_no_whole_number::give_ids_and_lengths_as_integers
#include <shapeproof/core/check.hpp>

struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};
struct Phone : sp::axis<40> {};

auto program([[maybe_unused]] sp::tensor<sp::index<Letter>, Batch> const& letters,
             [[maybe_unused]] sp::tensor<int, Batch> const& raw) {
#ifdef MISTAKE
  return sp::check_index<Phone>(letters); // wrong
#else
  return sp::check_index<Phone>(raw);
#endif
}
