// SPDX-License-Identifier: BSL-1.0
// expect: cannot_use_teacher_forcing<tensor<index<Phone>, Phones, Batch>>::because_the_markers_are_of<Letter>
// expect: ::take_them_from_the_vocabulary_of_the_tokens
#include <shapeproof/data/teacher_forcing.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Letter : sp::axis<> {};
struct Phone : sp::axis<> {};

auto teach(sp::tensor<sp::index<Phone>, Phones, Batch> const& spoken,
           [[maybe_unused]] sp::sequence_markers<Letter> of_letters,
           [[maybe_unused]] sp::sequence_markers<Phone> of_phones) {
#ifdef MISTAKE
  return sp::teacher_forcing(spoken, of_letters); // wrong
#else
  return sp::teacher_forcing(spoken, of_phones);
#endif
}
