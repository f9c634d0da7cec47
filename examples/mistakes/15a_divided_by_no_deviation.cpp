// SPDX-License-Identifier: BSL-1.0
// mistake: Features are divided by their deviation, and one of them is the same everywhere: 0 / 0.
// elsewhere: TensorFlow and PyTorch go on with NaN: in the loss, after one update in all weights, and from then on in
// elsewhere: every result. Nothing is reported unless a debugging mode is switched on beforehand.
// prints: update 1 in epoch 1: the loss is -?nan; the first result that is not finite is that of divide
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <vector>

struct Batch : sp::axis<> {};
struct Feature : sp::axis<3> {};
struct Price : sp::axis<1> {};

struct estimator {
  BOOST_HANA_DEFINE_STRUCT(estimator, (sp::linear<Feature, Price>, layer));
  auto operator()(auto const& x) const {
    auto const centred = x - sp::mean<Batch>(x);
    auto const variance = sp::mean<Batch>(sp::square(centred));
#ifdef MISTAKE
    return layer(centred / sp::sqrt(variance)); // wrong
#else
    return layer(centred / sp::sqrt(variance + 1e-6f));
#endif
  }
};

int main() try {
  auto const houses = sp::tensor<float, Batch, Feature>::of({{3, 70, 1}, {5, 120, 1}, {2, 50, 1}}); // all have a roof
  auto const prices = sp::tensor<float, Batch, Price>::of({{2}, {4}, {1}});
  std::vector<sp::example_length> const lengths(3, {1, 1});
  sp::model<estimator> model(1);
  sp::training_data const data{
      .lengths = lengths,
      .make_batch = [&](auto const&) { return houses; },
      .loss = [&](auto const& m, sp::tape& t, auto const& x) { return sp::mean(sp::square(m(t(x)) - t(prices))); }};
  auto const result = sp::fit(model, data, sp::fit_options{.epochs = 5, .progress = nullptr});
  std::cout << result.updates << " updates\n";
} catch (sp::error const& error) {
  std::cout << error.what() << '\n';
}
