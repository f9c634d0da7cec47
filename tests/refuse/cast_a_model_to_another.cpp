// SPDX-License-Identifier: BSL-1.0
// expect: cannot_cast_model<writer<bf16>, reader<float>>
// expect: ::because_their_members_differ::name_the_same_struct_with_another_element
#include <shapeproof/nn/linear.hpp>
#include <shapeproof/tape/cast_model.hpp>

struct Hidden : sp::axis<16> {};
struct Out : sp::axis<4> {};
template <class Element>
struct reader {
  using layer = sp::linear<Hidden, Out, Element>;
  BOOST_HANA_DEFINE_STRUCT(reader, (layer, out));
};
template <class Element>
struct writer {
  using layer = sp::linear<Hidden, Out, Element>;
  BOOST_HANA_DEFINE_STRUCT(writer, (layer, out), (layer, more));
};

auto program(sp::model<reader<float>> const& trained) {
#ifdef MISTAKE
  return sp::cast<writer<sp::bf16>>(trained); // wrong
#else
  return sp::cast<reader<sp::bf16>>(trained);
#endif
}
