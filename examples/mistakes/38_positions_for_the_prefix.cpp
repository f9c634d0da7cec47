// SPDX-License-Identifier: BSL-1.0
// mistake: A decoder's input has one token more than the output, and gets the positions of the output.
// elsewhere: PyTorch throws on the extents, which differ by one; cut to one length by hand, every position belongs to
// elsewhere: the token beside it.
// source: jadore801120/attention-is-all-you-need-pytorch#123
// expect: cannot_add<tensor<float, prefix<Phones>, Batch, Embed>, tensor<float, Phones, Batch, Embed>>
// expect: ::because_left_lacks<Phones>::and_right_lacks<prefix<Phones>>::rename_or_reduce_one
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<2> {};

// An encoding of the positions 0, 1, 2 ... of an axis.
template <class Positions>
auto encoded(sp::tensor<float, Positions, Batch, Embed> const& like) {
  sp::tensor<float, Positions, Batch, Embed> code = like * 0;
  for (auto t : code.template extent<Positions>())
    for (auto b : code.template extent<Batch>()) code(t, b, sp::at<Embed, 0>()) = static_cast<float>(t.value());
  return code;
}

int main() {
  sp::model<sp::embedding<Phone, Embed>> const phones(1);
  auto const said = sp::check_index<Phone>(sp::tensor<int, Phones, Batch>(Phones{{3, 2}}) + 7);
  auto const taught =
      sp::teacher_forcing(said, sp::sequence_markers<Phone>{.begin = sp::at<Phone, 0>(), .end = sp::at<Phone, 1>()});
  auto const given = phones(taught.prefix);
#ifdef MISTAKE
  auto const input = given + encoded<Phones>(phones(said)); // wrong
#else
  auto const input = given + encoded<sp::prefix<Phones>>(given);
#endif
  std::cout << input << '\n';
}
