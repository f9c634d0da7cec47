// SPDX-License-Identifier: BSL-1.0
// mistake: Nothing bounds the gradient, and each update goes further beyond the goal than the one before.
// elsewhere: TensorFlow and PyTorch go on: the loss grows to infinity and becomes NaN, and the weights with it. What
// elsewhere: was learnt is lost unless an earlier state was saved.
// prints: update \d+ in epoch \d+: the loss is inf; the first result that is not finite is that of square
// prints: .*the weights are finite
#include <iostream>
#include <limits>
#include <shapeproof/shapeproof.hpp>
#include <vector>

struct Batch : sp::axis<> {};
struct Feature : sp::axis<1> {};
struct Price : sp::axis<1> {};
using line = sp::linear<Feature, Price>;

int main() {
  auto const x = sp::tensor<float, Batch, Feature>::of({{10}, {20}, {30}});
  auto const truth = sp::tensor<float, Batch, Price>::of({{31}, {61}, {91}}); // 3 x + 1
  std::vector<sp::example_length> const lengths(3, {1, 1});
  sp::model<line> model(1);
  sp::training_data const data{
      .lengths = lengths,
      .make_batch = [&](auto const&) { return x; },
      .loss = [&](auto const& m, sp::tape& t, auto const& in) { return sp::mean(sp::square(m(t(in)) - t(truth))); }};
#ifdef MISTAKE
  constexpr double clip = std::numeric_limits<double>::infinity(); // wrong
#else
  constexpr double clip = 1;
#endif
  try {
    sp::fit(model, data,
            sp::fit_options{
                .optimizer = sp::sgd<>{.learning_rate = 0.05}, .epochs = 200, .clip_norm = clip, .progress = nullptr});
    std::cout << model(x) << '\n';
  } catch (sp::error const& error) {
    std::cout << error.what() << '\n';
  }
  std::cout << "the weights are " << (sp::all_finite(model.weight) ? "finite" : "lost") << '\n';
}
