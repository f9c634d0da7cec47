// SPDX-License-Identifier: BSL-1.0
// expect: cannot_measure<Letter, Phone>::because_it_is_given<index<Phone>, index<Letter>>
// expect: ::give_the_tokens_of_both_in_this_order
#include <shapeproof/data/teacher_forcing.hpp>

struct Letter : sp::axis<> {};
struct Phone : sp::axis<> {};

struct pair {
  std::vector<sp::index<Letter>> letters;
  std::vector<sp::index<Phone>> phones;
};

auto length(pair const& one) {
#ifdef MISTAKE
  return sp::taught_length<Letter, Phone>(one.phones, one.letters); // wrong
#else
  return sp::taught_length<Letter, Phone>(one.letters, one.phones);
#endif
}
