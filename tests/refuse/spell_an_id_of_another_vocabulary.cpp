// SPDX-License-Identifier: BSL-1.0
// expect: cannot_spell<index<Phone>>::because_this_vocabulary_is_of<Letter>::ask_the_vocabulary_of_the_id
#include <shapeproof/data/vocabulary.hpp>

struct Letter : sp::axis<> {};
struct Phone : sp::axis<> {};

auto spelled([[maybe_unused]] sp::vocabulary<Letter> const& letters,
             [[maybe_unused]] sp::vocabulary<Phone> const& phones, sp::index<Phone> id) {
#ifdef MISTAKE
  return letters.token(id); // wrong
#else
  return phones.token(id);
#endif
}
