// SPDX-License-Identifier: BSL-1.0
// mistake: The layer ends with a sigmoid, and its caller takes another one.
// elsewhere: TensorFlow and PyTorch compute it. All results lie between 0.5 and 0.732, and training hardly moves.
// expect: cannot_sigmoid<tensor<probability<float>, Batch, Tag>>
// expect: ::because_the_element<probability<float>>::is_not_float_or_double
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Feature : sp::axis<3> {};
struct Tag : sp::axis<2> {};
using chances = sp::tensor<sp::probability<float>, Batch, Tag>;

struct tagger {
  BOOST_HANA_DEFINE_STRUCT(tagger, (sp::linear<Feature, Tag>, layer));
  chances operator()(sp::tensor<float, Batch, Feature> const& x) const { return sp::sigmoid(layer(x)); }
};

chances predict(tagger const& model, sp::tensor<float, Batch, Feature> const& x) {
#ifdef MISTAKE
  return sp::sigmoid(model(x)); // wrong
#else
  return model(x);
#endif
}

int main() { std::cout << predict(sp::model<tagger>(1), sp::tensor<float, Batch, Feature>::of({{1, -2, 3}})) << '\n'; }
