// SPDX-License-Identifier: BSL-1.0
// Matrix products with Eigen, which packs the right side in every call.
#include "eigen.hpp"

namespace {

class product : public bench::work {
public:
  explicit product(bench::settings const& given)
      : left_(bench::filled(given["m"], given["k"], "left", 1)),
        right_(bench::filled(given["k"], given["n"], "right", 1)), result_(given["m"], given["n"]) {}
  void run() override { result_.noalias() = left_ * right_; }
  double checksum() const override { return bench::checksum_of(bench::numbers_of(result_)); }
  bench::values computed() const override { return {{"product", bench::copied(bench::numbers_of(result_))}}; }

private:
  bench::matrix left_, right_, result_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::eigen_worker(argc, argv, [](bench::settings const& given) { return new product(given); });
}
