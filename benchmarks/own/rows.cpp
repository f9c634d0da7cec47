// SPDX-License-Identifier: BSL-1.0
// What is done row by row, over rows of `width`: forward, or with backward=1 also the gradient of sum(weights * result).
#include "own.hpp"

#include <shapeproof/core/check.hpp>
#include <shapeproof/nn/embedding.hpp>
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/cross_entropy.hpp>
#include <shapeproof/ops/layer_norm.hpp>
#include <shapeproof/ops/map.hpp>
#include <shapeproof/ops/multiply.hpp>
#include <shapeproof/ops/softmax.hpp>
#include <shapeproof/ops/sum.hpp>
#include <shapeproof/tape/model.hpp>
#include <shapeproof/tape/tape.hpp>
#include <shapeproof/train/optimizer.hpp>

namespace {

struct Row : sp::axis<> {};
struct Width : sp::axis<> {};
struct Feature : sp::axis<> {};
using matrix = sp::tensor<float, Row, Width>;

// f(x, constant) with x as it is, or taped; constant(y) puts something beside it on the tape.
template <class F>
class row_work : public bench::work {
public:
  row_work(bench::settings const& given, F f)
      : f_(std::move(f)), backward_(given["backward"] != 0),
        x_(bench::filled<matrix>("x", 4, Row{given["rows"]}, Width{given["width"]})),
        weights_(bench::filled<matrix>("weights", 1, Row{given["rows"]}, Width{given["width"]})) {}
  void run() override {
    if (!backward_) {
      y_ = f_(x_, [](auto const& same) -> auto const& { return same; });
      return;
    }
    tape_.clear();
    x_on_tape_ = tape_.watch(x_);
    auto const y = f_(x_on_tape_, [this](auto const& one) { return tape_(one); });
    auto const loss = [&] {
      if constexpr (std::is_same_v<decltype(y), sp::taped<float> const>)
        return y;
      else
        return sp::sum(sp::cast<float>(y) * tape_(weights_));
    }();
    tape_.backward(loss);
    loss_ = loss.value();
  }
  double checksum() const override {
    return backward_ ? static_cast<double>(loss_) : bench::checksum_of(computed()[0].second);
  }
  bench::values computed() const override {
    if (backward_) return {{"loss", {loss_}}, {"d_x", bench::copied(tape_.gradient_of(x_on_tape_).unnamed())}};
    auto const plain = sp::cast<float>(y_);
    return {{"y", bench::copied(plain.unnamed())}};
  }

private:
  static auto plain_of(matrix const& x, F const& f) {
    return f(x, [](auto const& same) -> auto const& { return same; });
  }
  F f_;
  bool backward_;
  matrix x_, weights_;
  decltype(plain_of(std::declval<matrix const&>(), std::declval<F const&>())) y_;
  sp::tape tape_;
  sp::taped<float, Row, Width> x_on_tape_;
  float loss_ = 0;
};
template <class F>
bench::work* over_rows(bench::settings const& given, F f) {
  return new row_work<F>(given, std::move(f));
}

sp::tensor<sp::index<Width>, Row> labels(bench::settings const& given) {
  sp::tensor<int, Row> raw(Row{given["rows"]});
  for (std::size_t i = 0; i < raw.unnamed().size(); ++i) raw.unnamed()[i] = bench::id("labels", i, given["width"]);
  return sp::check_index(raw, Width{given["width"]});
}

class embedding : public bench::work {
public:
  explicit embedding(bench::settings const& given)
      : backward_(given["backward"] != 0), model_(1, Width{given["width"]}, Feature{256}), tape_(model_),
        ids_(labels(given)),
        weights_(bench::filled<sp::tensor<float, Row, Feature>>("weights", 1, Row{given["rows"]}, Feature{256})) {
    bench::fill_parameters(model_, 1);
  }
  void run() override {
    if (!backward_) {
      y_ = model_(ids_);
      return;
    }
    tape_.clear();
    auto const loss = sp::sum(model_(tape_(ids_)) * tape_(weights_));
    tape_.backward(loss);
    loss_ = loss.value();
  }
  double checksum() const override { return backward_ ? static_cast<double>(loss_) : bench::checksum_of(y_.unnamed()); }
  bench::values computed() const override {
    if (!backward_) return {{"y", bench::copied(y_.unnamed())}};
    bench::values all{{"loss", {loss_}}};
    bench::add_gradients(all, model_, tape_.gradient());
    return all;
  }

private:
  bool backward_;
  sp::model<sp::embedding<Width, Feature>> model_;
  mutable sp::tape tape_;
  sp::tensor<sp::index<Width>, Row> ids_;
  sp::tensor<float, Row, Feature> weights_, y_;
  float loss_ = 0;
};

class adam : public bench::work {
public:
  explicit adam(bench::settings const& given)
      : parameters_(static_cast<std::size_t>(given["rows"] * given["width"])), gradient_(parameters_.size()) {
    bench::fill(parameters_, "parameters", 1);
    bench::fill(gradient_, "gradient", 1);
  }
  void run() override { optimizer_.step(std::span(parameters_), std::span<float const>(gradient_)); }
  double checksum() const override { return bench::checksum_of(parameters_); }
  bench::values computed() const override { return {{"parameters", parameters_}}; }

private:
  std::vector<float> parameters_, gradient_;
  sp::adam<> optimizer_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::own_worker(argc, argv, [](bench::settings const& given) -> bench::work* {
    auto const& name = given.workload();
    if (name == "softmax") return over_rows(given, [](auto const& x, auto const&) { return sp::softmax<Width>(x); });
    if (name == "log_softmax")
      return over_rows(given, [](auto const& x, auto const&) { return sp::log_softmax<Width>(x); });
    if (name == "layer_norm") {
      auto const gain = bench::filled<sp::tensor<float, Width>>("gain", 1, Width{given["width"]});
      auto const offset = bench::filled<sp::tensor<float, Width>>("offset", 1, Width{given["width"]});
      return over_rows(given, [=](auto const& x, auto const& constant) {
        return sp::layer_norm<Width>(x, constant(gain), constant(offset));
      });
    }
    if (name == "cross_entropy")
      return over_rows(given,
                       [ids = labels(given)](auto const& x, auto const&) { return sp::cross_entropy<Width>(x, ids); });
    if (name == "chain") { // an elementwise chain: one pass by map
      auto const other = bench::filled<matrix>("other", 1, Row{given["rows"]}, Width{given["width"]});
      return over_rows(given, [=](auto const& x, auto const& constant) {
        return sp::map([](auto a, auto b) { return a * tanh(b) + b; }, x, constant(other));
      });
    }
    if (name == "embedding") return new embedding(given);
    if (name == "adam") return new adam(given);
    return nullptr;
  });
}
