// SPDX-License-Identifier: BSL-1.0
// expect: cannot_pad_into<tensor<index<Phone>, Phones, Batch>>::because_these_are_no_rows
// expect: ::give_a_sequence_of_ids_for_each
#include <shapeproof/data/padded.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<> {};

using sequences = sp::tensor<sp::index<Phone>, Phones, Batch>;
using row = std::vector<sp::index<Phone>>;

auto pad(row const& phones) {
#ifdef MISTAKE
  return sp::padded<sequences>(phones, Phone{40}); // wrong
#else
  return sp::padded<sequences>(std::vector<row>{phones}, Phone{40});
#endif
}
