// SPDX-License-Identifier: BSL-1.0
// What is done row by row, over rows of `width`: forward, or with backward=1 also the gradient of sum(weights * result).
#include "own.hpp"

#include <shapeproof/core/check.hpp>
#include <shapeproof/core/host_device.hpp>
#include <shapeproof/nn/embedding.hpp>
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/cross_entropy.hpp>
#include <shapeproof/ops/layer_norm.hpp>
#include <shapeproof/ops/map.hpp>
#include <shapeproof/ops/multiply.hpp>
#include <shapeproof/ops/softmax.hpp>
#include <shapeproof/ops/sum.hpp>
#include <shapeproof/train/optimizer.hpp>

namespace {

struct Row : sp::axis<> {};
struct Width : sp::axis<> {};
struct Feature : sp::axis<> {};
using matrix = bench::tensor<float, Row, Width>;

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
    if constexpr (std::is_same_v<decltype(y), bench::taped<float> const>)
      loss_ = y;
    else
      loss_ = sp::sum(sp::cast<float>(y) * tape_(weights_));
    tape_.backward(loss_);
  }
  double checksum() const override {
    return backward_ ? static_cast<double>(loss_.value()) : bench::checksum_of(computed()[0].second);
  }
  bench::values computed() const override {
    if (backward_) return {{"loss", {loss_.value()}}, {"d_x", bench::copied(tape_.gradient_of(x_on_tape_))}};
    return {{"y", bench::copied(sp::cast<float>(y_))}};
  }

private:
  static auto plain_of(matrix const& x, F const& f) {
    return f(x, [](auto const& same) -> auto const& { return same; });
  }
  F f_;
  bool backward_;
  matrix x_, weights_;
  decltype(plain_of(std::declval<matrix const&>(), std::declval<F const&>())) y_;
  bench::tape tape_;
  bench::taped<float, Row, Width> x_on_tape_;
  bench::taped<float> loss_;
};
template <class F>
bench::work* over_rows(bench::settings const& given, F f) {
  return new row_work<F>(given, std::move(f));
}

bench::tensor<sp::index<Width>, Row> labels(bench::settings const& given) {
  sp::tensor<int, Row> raw(Row{given["rows"]});
  for (std::size_t i = 0; i < raw.unnamed().size(); ++i) raw.unnamed()[i] = bench::id("labels", i, given["width"]);
  return bench::placed(sp::check_index(raw, Width{given["width"]}));
}

// An elementwise chain.
struct chain {
  SHAPEPROOF_HD auto operator()(auto a, auto b) const { return a * tanh(b) + b; }
};

class embedding : public bench::work {
public:
  explicit embedding(bench::settings const& given)
      : backward_(given["backward"] != 0),
        model_(bench::filled_model<sp::embedding<Width, Feature>>(1, Width{given["width"]}, Feature{256})),
        tape_(model_), ids_(labels(given)),
        weights_(bench::filled<bench::tensor<float, Row, Feature>>("weights", 1, Row{given["rows"]}, Feature{256})) {}
  void run() override {
    if (!backward_) {
      y_ = model_(ids_);
      return;
    }
    tape_.clear();
    loss_ = sp::sum(model_(tape_(ids_)) * tape_(weights_));
    tape_.backward(loss_);
  }
  double checksum() const override {
    return backward_ ? static_cast<double>(loss_.value()) : bench::checksum_of(bench::copied(y_));
  }
  bench::values computed() const override {
    if (!backward_) return {{"y", bench::copied(y_)}};
    bench::values all{{"loss", {loss_.value()}}};
    bench::add_gradients(all, model_, bench::copied_from_flat(tape_.gradient()));
    return all;
  }

private:
  bool backward_;
  bench::model<sp::embedding<Width, Feature>> model_;
  mutable bench::tape tape_; // gradient() of a const tape does not exist
  bench::tensor<sp::index<Width>, Row> ids_;
  bench::tensor<float, Row, Feature> weights_, y_;
  bench::taped<float> loss_;
};

struct one_matrix {
  using matrix_parameter = sp::parameter<float, Row, Width>;
  BOOST_HANA_DEFINE_STRUCT(one_matrix, (matrix_parameter, parameters));
};

// Steps with one gradient, which the numbers "gradient" become by a loss of that slope.
class adam : public bench::work {
public:
  explicit adam(bench::settings const& given)
      : model_(bench::filled_model<one_matrix>(1, Row{given["rows"]}, Width{given["width"]})), tape_(model_) {
    auto const slope = bench::filled<matrix>("gradient", 1, Row{given["rows"]}, Width{given["width"]});
    tape_.backward(sp::sum(model_.parameters * tape_(slope)));
  }
  void run() override { optimizer_.step(model_, tape_.gradient()); }
  double checksum() const override { return bench::checksum_of(bench::copied_from_flat(model_.flat())); }
  bench::values computed() const override { return {{"parameters", bench::copied_from_flat(model_.flat())}}; }

private:
  bench::model<one_matrix> model_;
  bench::tape tape_;
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
      auto const gain = bench::filled<bench::tensor<float, Width>>("gain", 1, Width{given["width"]});
      auto const offset = bench::filled<bench::tensor<float, Width>>("offset", 1, Width{given["width"]});
      return over_rows(given, [=](auto const& x, auto const& constant) {
        return sp::layer_norm<Width>(x, constant(gain), constant(offset));
      });
    }
    if (name == "cross_entropy")
      return over_rows(given,
                       [ids = labels(given)](auto const& x, auto const&) { return sp::cross_entropy<Width>(x, ids); });
    if (name == "chain") { // one pass by map
      auto const other = bench::filled<matrix>("other", 1, Row{given["rows"]}, Width{given["width"]});
      return over_rows(given,
                       [=](auto const& x, auto const& constant) { return sp::map(chain(), x, constant(other)); });
    }
    if (name == "embedding") return new embedding(given);
    if (name == "adam") return new adam(given);
    return nullptr;
  });
}
