// SPDX-License-Identifier: BSL-1.0
// Three bidirectional LSTM layers above each other, forward and backward, as encoders are trained (Toshniwal and Livescu
// 2016): the gradients of weights and inputs, with sum(weights * outputs) for a loss.
#include "own.hpp"

#include <shapeproof/nn/stacked_lstm.hpp>
#include <shapeproof/ops/multiply.hpp>
#include <shapeproof/ops/sum.hpp>

namespace {

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct In : sp::axis<> {};
struct Hidden : sp::axis<> {};
using encoder = sp::stacked_bidirectional_lstm<In, Hidden, 3>;
using inputs = bench::tensor<float, Time, Batch, In>;
using outputs = bench::tensor<float, Time, Batch, encoder::Outputs>;

class stacked_training : public bench::work {
public:
  explicit stacked_training(bench::settings const& given)
      : model_(bench::filled_model<encoder>(0.1f, In{given["hidden"]}, Hidden{given["hidden"]})), tape_(model_),
        x_(bench::filled<inputs>("x", 1, Time{given["steps"]}, Batch{given["batch"]}, In{given["hidden"]})),
        weights_(bench::filled<outputs>("weights", 1, Time{given["steps"]}, Batch{given["batch"]},
                                        encoder::Outputs{2 * given["hidden"]})) {}
  void run() override {
    tape_.clear();
    x_on_tape_ = tape_.watch(x_);
    loss_ = sp::sum(model_.template operator()<Time>(x_on_tape_) * tape_(weights_));
    tape_.backward(loss_);
  }
  double checksum() const override { return static_cast<double>(loss_.value()); }
  bench::values computed() const override {
    bench::values all{{"loss", {loss_.value()}}, {"d_x", bench::copied(tape_.gradient_of(x_on_tape_))}};
    bench::add_gradients(all, model_, bench::copied_from_flat(tape_.gradient()));
    return all;
  }

private:
  bench::model<encoder> model_;
  mutable bench::tape tape_; // gradient() of a const tape does not exist
  inputs x_;
  outputs weights_;
  bench::taped<float, Time, Batch, In> x_on_tape_;
  bench::taped<float> loss_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::own_worker(argc, argv, [](bench::settings const& given) { return new stacked_training(given); });
}
