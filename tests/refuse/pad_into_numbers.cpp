// SPDX-License-Identifier: BSL-1.0
// expect: cannot_pad_into<tensor<float, Phones, Batch>>::because_it_needs_ids_over_a_ragged_axis_and_its_batch
#include <shapeproof/data/padded.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<> {};

auto pad(std::vector<std::vector<sp::index<Phone>>> const& phones) {
#ifdef MISTAKE
  return sp::padded<sp::tensor<float, Phones, Batch>>(phones); // wrong
#else
  return sp::padded<sp::tensor<sp::index<Phone>, Phones, Batch>>(phones, Phone{40});
#endif
}
