// SPDX-License-Identifier: BSL-1.0
// One LSTM layer over sequences of one length: `lstm_forward` reads them, `lstm_training` adds the gradients of weights and
// inputs, with sum(weights * outputs) for a loss.
#include "own.hpp"

#include <shapeproof/nn/lstm.hpp>
#include <shapeproof/ops/multiply.hpp>
#include <shapeproof/ops/sum.hpp>
#include <shapeproof/tape/model.hpp>
#include <shapeproof/tape/tape.hpp>

namespace {

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct In : sp::axis<> {};
struct Hidden : sp::axis<> {};
using inputs = sp::tensor<float, Time, Batch, In>;
using outputs = sp::tensor<float, Time, Batch, Hidden>;
using layer = sp::model<sp::lstm<In, Hidden>>;

class lstm_forward : public bench::work {
public:
  explicit lstm_forward(bench::settings const& given)
      : model_(1, In{given["hidden"]}, Hidden{given["hidden"]}),
        x_(bench::filled<inputs>("x", 1, Time{given["steps"]}, Batch{given["batch"]}, In{given["hidden"]})) {
    bench::fill_parameters(model_, 0.1f);
  }
  void run() override { y_ = model_.template operator()<Time>(x_); }
  double checksum() const override { return bench::checksum_of(y_.unnamed()); }
  bench::values computed() const override { return {{"outputs", bench::copied(y_.unnamed())}}; }

private:
  layer model_;
  inputs x_;
  outputs y_;
};

class lstm_training : public bench::work {
public:
  explicit lstm_training(bench::settings const& given)
      : model_(1, In{given["hidden"]}, Hidden{given["hidden"]}), tape_(model_),
        x_(bench::filled<inputs>("x", 1, Time{given["steps"]}, Batch{given["batch"]}, In{given["hidden"]})),
        weights_(bench::filled<outputs>("weights", 1, Time{given["steps"]}, Batch{given["batch"]},
                                        Hidden{given["hidden"]})) {
    bench::fill_parameters(model_, 0.1f);
  }
  void run() override {
    tape_.clear();
    x_on_tape_ = tape_.watch(x_);
    auto const y = model_.template operator()<Time>(x_on_tape_);
    auto const loss = sp::sum(y * tape_(weights_));
    tape_.backward(loss);
    loss_ = loss.value();
  }
  double checksum() const override { return static_cast<double>(loss_); }
  bench::values computed() const override {
    bench::values all{{"loss", {loss_}}, {"d_x", bench::copied(tape_.gradient_of(x_on_tape_).unnamed())}};
    bench::add_gradients(all, model_, tape_.gradient());
    return all;
  }

private:
  layer model_;
  mutable sp::tape tape_; // gradient() of a const tape does not exist
  inputs x_;
  outputs weights_;
  sp::taped<float, Time, Batch, In> x_on_tape_;
  float loss_ = 0;
};

} // namespace

int main(int argc, char** argv) {
  return bench::own_worker(argc, argv, [](bench::settings const& given) -> bench::work* {
    if (given.workload() == "lstm_forward") return new lstm_forward(given);
    if (given.workload() == "lstm_training") return new lstm_training(given);
    return nullptr;
  });
}
