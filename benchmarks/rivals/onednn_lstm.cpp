// SPDX-License-Identifier: BSL-1.0
// One LSTM layer with oneDNN, for inference: `lstm_forward` in float, `lstm_bfloat16` in bf16 from its inputs to its
// outputs. Weights lie as the primitive prefers, and its gates are in our order: input, forget, candidate, output.
#include "onednn.hpp"

namespace {

class lstm_forward : public bench::work {
public:
  lstm_forward(bench::settings const& given, dnnl::memory::data_type type) {
    using bench::floats, bench::tag;
    int const T = given["steps"], B = given["batch"], H = given["hidden"];
    float const scale = static_cast<float>(given["scale"]) / 1000;
    dnnl::memory::desc const x({T, B, H}, type, tag::tnc), any({1, 1, H, 4, H}, type, tag::any);
    auto const w = floats({1, 1, H, 4, H}, tag::ldigo), bias = floats({1, 1, 4, H}, tag::ldgo);
    dnnl::memory::desc const from_zero, no_last;
    dnnl::lstm_forward::desc const description(dnnl::prop_kind::forward_inference,
                                               dnnl::rnn_direction::unidirectional_left2right, x, from_zero, from_zero,
                                               any, any, bias, x, no_last, no_last);
    dnnl::lstm_forward::primitive_desc const chosen(description, bench::engine());
    outputs_ = floats({T, B, H}, tag::tnc);
    y_ = dnnl::memory(x, bench::engine());
    lstm_ = {dnnl::lstm_forward(chosen),
             {{DNNL_ARG_SRC_LAYER, bench::reordered(bench::filled(outputs_, "x", 1), x)},
              {DNNL_ARG_WEIGHTS_LAYER, bench::reordered(bench::filled(w, "w_ih", scale), chosen.weights_layer_desc())},
              {DNNL_ARG_WEIGHTS_ITER, bench::reordered(bench::filled(w, "w_hh", scale), chosen.weights_iter_desc())},
              {DNNL_ARG_BIAS, bench::filled(bias, "bias", scale)},
              {DNNL_ARG_DST_LAYER, y_}}};
  }
  void run() override { lstm_.run(); }
  double checksum() const override { return bench::checksum_of(computed().front().second); }
  bench::values computed() const override {
    auto const y = bench::reordered(y_, outputs_);
    return {{"outputs", bench::copied(bench::numbers_of(y))}};
  }

private:
  dnnl::memory::desc outputs_;
  dnnl::memory y_;
  bench::bound_primitive lstm_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::onednn_worker(argc, argv, [](bench::settings const& given) -> bench::work* {
    using type = dnnl::memory::data_type;
    if (given.workload() == "lstm_forward") return new lstm_forward(given, type::f32);
    if (given.workload() == "lstm_bfloat16") return new lstm_forward(given, type::bf16);
    return nullptr;
  });
}
