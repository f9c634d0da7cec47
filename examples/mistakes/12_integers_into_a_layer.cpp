// SPDX-License-Identifier: BSL-1.0
// mistake: Features that are whole numbers are given to a layer of floats.
// elsewhere: Keras' Dense casts them without a word. The products of plain TensorFlow and of PyTorch raise at run time.
// expect: cannot_affine<tensor<int, Batch, Feature>, tensor<float, Feature, Price>, tensor<float, Price>>
// expect: ::because_element_types_differ<int, float>::use_cast<float>
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Feature : sp::axis<3> {}; // rooms, floors, the year it was built
struct Price : sp::axis<1> {};

// What houses may cost.
sp::tensor<float, Batch, Price> prices(sp::linear<Feature, Price> const& layer,
                                       sp::tensor<int, Batch, Feature> const& houses) {
#ifdef MISTAKE
  return layer(houses); // wrong
#else
  return layer(sp::cast<float>(houses));
#endif
}

int main() {
  auto const houses = sp::tensor<int, Batch, Feature>::of({{4, 1, 1971}, {2, 3, 2004}});
  std::cout << prices(sp::model<sp::linear<Feature, Price>>(1), houses) << '\n';
}
