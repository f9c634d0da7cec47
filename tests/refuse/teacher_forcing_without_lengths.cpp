// SPDX-License-Identifier: BSL-1.0
// expect: cannot_use_teacher_forcing<tensor<index<Phone>, Time, Batch>>
// expect: ::because_plain_axes_keep_no_lengths::make_the_positions_ragged
#include <shapeproof/data/teacher_forcing.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<> {};

auto teach([[maybe_unused]] sp::tensor<sp::index<Phone>, Time, Batch> const& plain,
           [[maybe_unused]] sp::tensor<sp::index<Phone>, Phones, Batch> const& spoken,
           sp::sequence_markers<Phone> markers) {
#ifdef MISTAKE
  return sp::teacher_forcing(plain, markers); // wrong
#else
  return sp::teacher_forcing(spoken, markers);
#endif
}
