// SPDX-License-Identifier: BSL-1.0
// What is done row by row as one writes it with Eigen; forward only, the rows shared by OpenMP.
#include "eigen.hpp"

#include <functional>

namespace {

using arguments = bench::matrix const&;

// An operation of x [rows, width], row by row so that a row stays in the nearest cache.
class rows : public bench::work {
public:
  rows(bench::settings const& given, std::function<void(arguments, bench::matrix&)> f)
      : f_(std::move(f)), x_(bench::filled(given["rows"], given["width"], "x", 4)), y_(given["rows"], given["width"]) {}
  void run() override { f_(x_, y_); }
  double checksum() const override { return bench::checksum_of(bench::numbers_of(y_)); }
  bench::values computed() const override { return {{"y", bench::copied(bench::numbers_of(y_))}}; }

private:
  std::function<void(arguments, bench::matrix&)> f_;
  bench::matrix x_, y_;
};

void softmax(arguments x, bench::matrix& y) {
#pragma omp parallel for
  for (Eigen::Index r = 0; r < x.rows(); ++r) {
    y.row(r) = (x.row(r).array() - x.row(r).maxCoeff()).exp();
    y.row(r) *= 1 / y.row(r).sum();
  }
}
void log_softmax(arguments x, bench::matrix& y) {
#pragma omp parallel for
  for (Eigen::Index r = 0; r < x.rows(); ++r) {
    float const most = x.row(r).maxCoeff();
    y.row(r) = x.row(r).array() - (most + std::log((x.row(r).array() - most).exp().sum()));
  }
}

bench::work* make(bench::settings const& given) {
  auto const& name = given.workload();
  int const width = given["width"];
  if (given["backward"] != 0) throw std::invalid_argument("no gradients with Eigen");
  if (name == "softmax") return new rows(given, softmax);
  if (name == "log_softmax") return new rows(given, log_softmax);
  if (name == "layer_norm")
    return new rows(given, [gain = bench::filled(1, width, "gain", 1),
                            offset = bench::filled(1, width, "offset", 1)](arguments x, bench::matrix& y) {
#pragma omp parallel for
      for (Eigen::Index r = 0; r < x.rows(); ++r) {
        float const mean = x.row(r).mean();
        float const deviation = std::sqrt((x.row(r).array() - mean).square().mean() + 1e-5f);
        y.row(r) = (x.row(r).array() - mean) / deviation * gain.array() + offset.array();
      }
    });
  if (name == "chain")
    return new rows(given, [other = bench::filled(given["rows"], width, "other", 1)](arguments x, bench::matrix& y) {
#pragma omp parallel for
      for (Eigen::Index r = 0; r < x.rows(); ++r)
        y.row(r).array() = x.row(r).array() * other.row(r).array().tanh() + other.row(r).array();
    });
  return nullptr;
}

} // namespace

int main(int argc, char** argv) { return bench::eigen_worker(argc, argv, make); }
