// SPDX-License-Identifier: BSL-1.0
// expect: cannot_pad_into<tensor<index<Phone>, Time, Batch>>
// expect: ::because_plain_axes_keep_no_lengths::make_the_positions_ragged
#include <shapeproof/data/padded.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<> {};

auto pad(std::vector<std::vector<sp::index<Phone>>> const& phones) {
#ifdef MISTAKE
  return sp::padded<sp::tensor<sp::index<Phone>, Time, Batch>>(phones, Phone{40}); // wrong
#else
  return sp::padded<sp::tensor<sp::index<Phone>, Phones, Batch>>(phones, Phone{40});
#endif
}
