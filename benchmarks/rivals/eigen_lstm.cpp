// SPDX-License-Identifier: BSL-1.0
// One LSTM layer as one writes it with Eigen: one product with the inputs of all steps, then for each step one with the
// state, and the gates as array expressions.
#include "eigen.hpp"

namespace {

class lstm_forward : public bench::work {
public:
  explicit lstm_forward(bench::settings const& given)
      : steps_(given["steps"]), batch_(given["batch"]), hidden_(given["hidden"]),
        x_(bench::filled(steps_ * batch_, hidden_, "x", 1)), w_ih_(bench::filled(hidden_, 4 * hidden_, "w_ih", 0.1f)),
        w_hh_(bench::filled(hidden_, 4 * hidden_, "w_hh", 0.1f)), bias_(bench::filled(1, 4 * hidden_, "bias", 0.1f)),
        gates_(steps_ * batch_, 4 * hidden_), cells_(batch_, hidden_), y_(steps_ * batch_, hidden_) {}

  void run() override {
    gates_.noalias() = x_ * w_ih_;
    gates_.rowwise() += bias_.row(0);
    cells_.setZero();
    auto const sigmoid = [](auto const& a) { return 1 / (1 + (-a).exp()); };
    for (Eigen::Index t = 0; t < steps_; ++t) {
      auto all = gates_.middleRows(t * batch_, batch_);
      if (t > 0) all.noalias() += y_.middleRows((t - 1) * batch_, batch_) * w_hh_;
      auto const i = all.leftCols(hidden_).array(), f = all.middleCols(hidden_, hidden_).array(),
                 g = all.middleCols(2 * hidden_, hidden_).array(), o = all.rightCols(hidden_).array();
      cells_.array() = sigmoid(f) * cells_.array() + sigmoid(i) * g.tanh();
      y_.middleRows(t * batch_, batch_).array() = sigmoid(o) * cells_.array().tanh();
    }
  }
  double checksum() const override { return bench::checksum_of(bench::numbers_of(y_)); }
  bench::values computed() const override { return {{"outputs", bench::copied(bench::numbers_of(y_))}}; }

private:
  Eigen::Index steps_, batch_, hidden_;
  bench::matrix x_, w_ih_, w_hh_, bias_, gates_, cells_, y_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::eigen_worker(argc, argv, [](bench::settings const& given) -> bench::work* {
    if (given.workload() == "lstm_forward") return new lstm_forward(given);
    return nullptr;
  });
}
