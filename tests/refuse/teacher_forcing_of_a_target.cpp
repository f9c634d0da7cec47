// SPDX-License-Identifier: BSL-1.0
// expect: cannot_use_teacher_forcing<tensor<index<Phone>, target<Phones>, Batch>>
// expect: ::because_it_is_shifted_already::take_prefix_and_target_as_they_are
#include <shapeproof/data/teacher_forcing.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<> {};

auto teach(sp::tensor<sp::index<Phone>, Phones, Batch> const& spoken, sp::sequence_markers<Phone> markers) {
  auto taught = sp::teacher_forcing(spoken, markers);
#ifdef MISTAKE
  return sp::teacher_forcing(taught.target, markers); // wrong
#else
  return taught;
#endif
}
