// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<3> {};

namespace {

struct layer {
  using line = sp::linear<Embed, sp::prev<Embed>>;
  BOOST_HANA_DEFINE_STRUCT(layer, (line, middle));
};

} // namespace

float total_of(sp::tensor<float, Batch, Embed> const& x);
float total_of(sp::tensor<float, Batch, Embed> const& x) { return sp::sum<Batch, Embed>(x).value(); }

bool loss_falls(sp::tensor<float, Batch, Embed> const& x);
bool loss_falls(sp::tensor<float, Batch, Embed> const& x) {
  sp::model<layer> model(1);
  sp::tape tape(model);
  sp::adam<> optimizer{.learning_rate = 0.05};
  float first = 0, last = 0;
  for (int step = 0; step < 20; ++step) {
    auto const loss = sp::mean<Batch, sp::prev<Embed>>(sp::square(model.middle(tape(x)) - 1.0f));
    last = loss.value();
    if (step == 0) first = last;
    tape.backward(loss);
    optimizer.step(model, tape.gradient());
    tape.clear();
  }
  return last < first;
}
