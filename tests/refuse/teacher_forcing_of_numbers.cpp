// SPDX-License-Identifier: BSL-1.0
// expect: cannot_use_teacher_forcing<tensor<float, Phones, Batch>>
// expect: ::because_it_needs_ids_over_a_ragged_axis_and_its_batch
#include <shapeproof/data/teacher_forcing.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<> {};

auto teach([[maybe_unused]] sp::tensor<float, Phones, Batch> const& sounds,
           [[maybe_unused]] sp::tensor<sp::index<Phone>, Phones, Batch> const& spoken,
           sp::sequence_markers<Phone> markers) {
#ifdef MISTAKE
  return sp::teacher_forcing(sounds, markers); // wrong
#else
  return sp::teacher_forcing(spoken, markers);
#endif
}
