// SPDX-License-Identifier: BSL-1.0
// mistake: Images are cropped before they are flattened, and the layer behind was made for whole ones.
// elsewhere: TensorFlow and PyTorch raise at run time, at the layer, with two products of extents (576 and 784) that do
// elsewhere: not say which axis has become shorter.
// expect: cannot_affine<tensor<float, Batch, merged<Row, Column>>,
// expect: tensor<float, merged<Height, Width>, Digit>, tensor<float, Digit>>
// expect: ::because_the_input_lacks<merged<Height, Width>>::feed_what_the_weight_was_made_for
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Height : sp::axis<28> {};
struct Width : sp::axis<28> {};
struct Row : sp::axis<24> {}; // without a margin of 2
struct Column : sp::axis<24> {};
struct Digit : sp::axis<10> {};

struct reader {
  using whole_images = sp::linear<sp::merged<Height, Width>, Digit>;
  using inner_images = sp::linear<sp::merged<Row, Column>, Digit>;
  BOOST_HANA_DEFINE_STRUCT(reader, (whole_images, whole), (inner_images, inner));

  sp::tensor<float, Batch, Digit> operator()(sp::tensor<float, Batch, Height, Width> const& images) const {
    auto const cropped = sp::slice<Width, Column, 2>(sp::slice<Height, Row, 2>(images));
    auto const flat = sp::merge<Row, Column>(cropped);
#ifdef MISTAKE
    return whole(flat); // wrong
#else
    return inner(flat);
#endif
  }
};

int main() {
  auto const images = sp::tensor<float, Batch, Height, Width>(Batch{2}) + 1;
  std::cout << sp::argmax<Digit>(sp::model<reader>(1)(images)) << '\n';
}
