// SPDX-License-Identifier: BSL-1.0
// expect: cannot_pad_into<tensor<index<Phone>, Phones, Batch>>::because_the_rows_hold<index<Letter>>
// expect: ::encode_them_with_its_vocabulary
#include <shapeproof/data/padded.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Letter : sp::axis<> {};
struct Phone : sp::axis<> {};

using sequences = sp::tensor<sp::index<Phone>, Phones, Batch>;

auto pad([[maybe_unused]] std::vector<std::vector<sp::index<Letter>>> const& letters,
         [[maybe_unused]] std::vector<std::vector<sp::index<Phone>>> const& phones) {
#ifdef MISTAKE
  return sp::padded<sequences>(letters, Phone{40}); // wrong
#else
  return sp::padded<sequences>(phones, Phone{40});
#endif
}
