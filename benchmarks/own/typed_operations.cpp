// SPDX-License-Identifier: BSL-1.0
// Small operations of typed tensors, whose instructions are counted beside those of the same loop in Eigen's words.
#include "own.hpp"

#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/map.hpp>
#include <shapeproof/ops/multiply.hpp>
#include <shapeproof/ops/sum.hpp>

namespace {

struct Row : sp::axis<> {};
struct Width : sp::axis<> {};
using matrix = sp::tensor<float, Row, Width>;
using vector = sp::tensor<float, Width>;

template <class Result, class F>
class operation : public bench::work {
public:
  operation(bench::settings const& given, F f)
      : f_(f), a_(bench::filled<matrix>("a", 1, Row{given["rows"]}, Width{given["width"]})),
        b_(bench::filled<matrix>("b", 1, Row{given["rows"]}, Width{given["width"]})),
        v_(bench::filled<vector>("v", 1, Width{given["width"]})) {}
  void run() override { y_ = f_(a_, b_, v_); }
  double checksum() const override { return bench::checksum_of(y_.unnamed()); }
  bench::values computed() const override { return {{"y", bench::copied(y_.unnamed())}}; }

private:
  F f_;
  matrix a_, b_;
  vector v_;
  Result y_;
};
template <class Result = matrix, class F>
bench::work* made_of(bench::settings const& given, F f) {
  return new operation<Result, F>(given, f);
}

} // namespace

int main(int argc, char** argv) {
  return bench::own_worker(argc, argv, [](bench::settings const& given) -> bench::work* {
    auto const& name = given.workload();
    if (name == "add") return made_of(given, [](auto& a, auto& b, auto&) { return a + b; });
    if (name == "add_to_rows") return made_of(given, [](auto& a, auto&, auto& v) { return a + v; });
    if (name == "multiply_add")
      return made_of(given,
                     [](auto& a, auto& b, auto&) { return sp::map([](auto x, auto y) { return x * y + x; }, a, b); });
    if (name == "sum_of_rows")
      return made_of<sp::tensor<float, Row>>(given, [](auto& a, auto&, auto&) { return sp::sum<Width>(a); });
    return nullptr;
  });
}
