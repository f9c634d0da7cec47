// SPDX-License-Identifier: BSL-1.0
// One LSTM layer whose weights are bf16, cast from a model that is float: it reads and gives float. Only on the host, so no
// text for both devices. `scale` is that of the parameters, in thousandths.
#include "own.hpp"

#include <shapeproof/core/bfloat16.hpp>
#include <shapeproof/nn/lstm.hpp>
#include <shapeproof/tape/cast_model.hpp>

namespace {

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct In : sp::axis<> {};
struct Hidden : sp::axis<> {};
using inputs = sp::tensor<float, Time, Batch, In>;
using outputs = sp::tensor<float, Time, Batch, Hidden>;
using small_layer = sp::lstm<In, Hidden, sp::bf16>;

sp::model<small_layer> make_layer(bench::settings const& given) {
  return sp::cast<small_layer>(bench::filled_model<sp::lstm<In, Hidden>>(static_cast<float>(given["scale"]) / 1000,
                                                                         In{given["hidden"]}, Hidden{given["hidden"]}));
}

class lstm_bfloat16 : public bench::work {
public:
  explicit lstm_bfloat16(bench::settings const& given)
      : model_(make_layer(given)),
        x_(bench::filled<inputs>("x", 1, Time{given["steps"]}, Batch{given["batch"]}, In{given["hidden"]})) {}
  void run() override { y_ = model_.template operator()<Time>(x_); }
  double checksum() const override { return bench::checksum_of(y_.unnamed()); }
  bench::values computed() const override { return {{"outputs", bench::copied(y_)}}; }

private:
  sp::model<small_layer> model_;
  inputs x_;
  outputs y_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::own_worker(argc, argv, [](bench::settings const& given) -> bench::work* {
    if (given.workload() == "lstm_bfloat16") return new lstm_bfloat16(given);
    return nullptr;
  });
}
