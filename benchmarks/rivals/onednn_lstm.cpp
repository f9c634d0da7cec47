// SPDX-License-Identifier: BSL-1.0
// One LSTM layer with oneDNN, for inference; weights in the layout that the primitive prefers. Its gates are in our order:
// input, forget, candidate, output.
#include "onednn.hpp"

namespace {

class lstm_forward : public bench::work {
public:
  explicit lstm_forward(bench::settings const& given) {
    using bench::floats, bench::tag;
    int const T = given["steps"], B = given["batch"], H = given["hidden"];
    auto const x = floats({T, B, H}, tag::tnc), w = floats({1, 1, H, 4, H}, tag::ldigo),
               any = floats({1, 1, H, 4, H}, tag::any), bias = floats({1, 1, 4, H}, tag::ldgo);
    dnnl::memory::desc const from_zero, no_last;
    dnnl::lstm_forward::desc const description(dnnl::prop_kind::forward_inference,
                                               dnnl::rnn_direction::unidirectional_left2right, x, from_zero, from_zero,
                                               any, any, bias, x, no_last, no_last);
    dnnl::lstm_forward::primitive_desc const chosen(description, bench::engine());
    y_ = dnnl::memory(x, bench::engine());
    lstm_ = {dnnl::lstm_forward(chosen),
             {{DNNL_ARG_SRC_LAYER, bench::filled(x, "x", 1)},
              {DNNL_ARG_WEIGHTS_LAYER, bench::reordered(bench::filled(w, "w_ih", 0.1f), chosen.weights_layer_desc())},
              {DNNL_ARG_WEIGHTS_ITER, bench::reordered(bench::filled(w, "w_hh", 0.1f), chosen.weights_iter_desc())},
              {DNNL_ARG_BIAS, bench::filled(bias, "bias", 0.1f)},
              {DNNL_ARG_DST_LAYER, y_}}};
  }
  void run() override { lstm_.run(); }
  double checksum() const override { return bench::checksum_of(bench::numbers_of(y_)); }
  bench::values computed() const override { return {{"outputs", bench::copied(bench::numbers_of(y_))}}; }

private:
  dnnl::memory y_;
  bench::bound_primitive lstm_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::onednn_worker(argc, argv, [](bench::settings const& given) -> bench::work* {
    if (given.workload() == "lstm_forward") return new lstm_forward(given);
    return nullptr;
  });
}
