// SPDX-License-Identifier: BSL-1.0
// mistake: The sigmoid has been taken, and its results go into a loss that contains it.
// elsewhere: PyTorch's BCEWithLogitsLoss takes any floats: it runs with a second sigmoid inside, and learns badly.
// elsewhere: Keras warns, but only where the sigmoid is the activation of the model's last layer.
// expect: cannot_binary_cross_entropy<tensor<probability<float>, Batch, Tag>, tensor<bool, Batch, Tag>>
// expect: ::because_it_is_given<probability<float>>::where_scores_before_the_sigmoid_belong
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Feature : sp::axis<3> {};
struct Tag : sp::axis<2> {};

struct tagger {
  BOOST_HANA_DEFINE_STRUCT(tagger, (sp::linear<Feature, Tag>, layer));

  auto loss(sp::tensor<float, Batch, Feature> const& x, sp::tensor<bool, Batch, Tag> const& truth) const {
    auto const scores = layer(x);
#ifdef MISTAKE
    return sp::binary_cross_entropy(sp::sigmoid(scores), truth); // wrong
#else
    return sp::binary_cross_entropy(scores, truth);
#endif
  }
};

int main() {
  auto const x = sp::tensor<float, Batch, Feature>::of({{1, -2, 3}});
  auto const truth = sp::tensor<bool, Batch, Tag>::of({{true, false}});
  std::cout << sp::model<tagger>(1).loss(x, truth).value() << '\n';
}
