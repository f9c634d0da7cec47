// SPDX-License-Identifier: BSL-1.0
// One LSTM layer over sequences of one length: `lstm_forward` reads them, `lstm_training` adds the gradients of weights and
// inputs, with sum(weights * outputs) for a loss. `scale` is that of the parameters, in thousandths.
#include "own.hpp"

#include <shapeproof/nn/lstm.hpp>
#include <shapeproof/ops/multiply.hpp>
#include <shapeproof/ops/sum.hpp>

namespace {

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct In : sp::axis<> {};
struct Hidden : sp::axis<> {};
using inputs = bench::tensor<float, Time, Batch, In>;
using outputs = bench::tensor<float, Time, Batch, Hidden>;
using layer = bench::model<sp::lstm<In, Hidden>>;

layer make_layer(bench::settings const& given) {
  return bench::filled_model<sp::lstm<In, Hidden>>(static_cast<float>(given["scale"]) / 1000, In{given["hidden"]},
                                                   Hidden{given["hidden"]});
}
inputs make_inputs(bench::settings const& given) {
  return bench::filled<inputs>("x", 1, Time{given["steps"]}, Batch{given["batch"]}, In{given["hidden"]});
}

class lstm_forward : public bench::work {
public:
  explicit lstm_forward(bench::settings const& given) : model_(make_layer(given)), x_(make_inputs(given)) {}
  void run() override { y_ = model_.template operator()<Time>(x_); }
  double checksum() const override { return bench::checksum_of(bench::copied(y_)); }
  bench::values computed() const override { return {{"outputs", bench::copied(y_)}}; }

private:
  layer model_;
  inputs x_;
  outputs y_;
};

class lstm_training : public bench::work {
public:
  explicit lstm_training(bench::settings const& given)
      : model_(make_layer(given)), tape_(model_), x_(make_inputs(given)),
        weights_(bench::filled<outputs>("weights", 1, Time{given["steps"]}, Batch{given["batch"]},
                                        Hidden{given["hidden"]})) {}
  void run() override {
    tape_.clear();
    x_on_tape_ = tape_.watch(x_);
    auto const y = model_.template operator()<Time>(x_on_tape_);
    loss_ = sp::sum(y * tape_(weights_));
    tape_.backward(loss_);
  }
  double checksum() const override { return static_cast<double>(loss_.value()); }
  bench::values computed() const override {
    bench::values all{{"loss", {loss_.value()}}, {"d_x", bench::copied(tape_.gradient_of(x_on_tape_))}};
    bench::add_gradients(all, model_, bench::copied_from_flat(tape_.gradient()));
    return all;
  }

private:
  layer model_;
  mutable bench::tape tape_; // gradient() of a const tape does not exist
  inputs x_;
  outputs weights_;
  bench::taped<float, Time, Batch, In> x_on_tape_;
  bench::taped<float> loss_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::own_worker(argc, argv, [](bench::settings const& given) -> bench::work* {
    if (given.workload() == "lstm_forward") return new lstm_forward(given);
    if (given.workload() == "lstm_training") return new lstm_training(given);
    return nullptr;
  });
}
