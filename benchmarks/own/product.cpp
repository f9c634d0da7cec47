// SPDX-License-Identifier: BSL-1.0
// Matrix products [M, K] times [K, N]. `product` is what a user writes; `packed_product` is the kernel below it with a
// right side that is packed before, as inside a recurrent layer.
#include "own.hpp"

#include <shapeproof/cpu/affine.hpp>
#include <shapeproof/ops/dot.hpp>

namespace {

struct Row : sp::axis<> {};
struct Inner : sp::axis<> {};
struct Column : sp::axis<> {};
using left_matrix = sp::tensor<float, Row, Inner>;
using right_matrix = sp::tensor<float, Inner, Column>;
using product_matrix = sp::tensor<float, Row, Column>;

class product : public bench::work {
public:
  explicit product(bench::settings const& given)
      : left_(bench::filled<left_matrix>("left", 1, Row{given["m"]}, Inner{given["k"]})),
        right_(bench::filled<right_matrix>("right", 1, Inner{given["k"]}, Column{given["n"]})) {}
  void run() override { result_ = sp::dot<Inner>(left_, right_); }
  double checksum() const override { return bench::checksum_of(result_.unnamed()); }
  bench::values computed() const override { return {{"product", bench::copied(result_.unnamed())}}; }

private:
  left_matrix left_;
  right_matrix right_;
  product_matrix result_;
};

class packed_product : public bench::work {
public:
  explicit packed_product(bench::settings const& given)
      : m_(given["m"]), n_(given["n"]), k_(given["k"]), left_(std::size_t(m_ * k_)),
        packed_(std::size_t(sp::cpu::padded_columns<float>(n_) * k_)), result_(std::size_t(m_ * n_)) {
    bench::fill(left_, "left", 1);
    std::vector<float> right(std::size_t(k_ * n_));
    bench::fill(right, "right", 1);
    sp::cpu::pack(k_, n_, right.data(), n_, packed_.data());
  }
  void run() override {
    if (m_ < 2 * sp::cpu::tile_rows) // each thread reads its own part of the right side
      return sp::cpu::parallel_ranges(
          n_, sp::cpu::panel_columns<float>, 0, [this](sp::extent_t first, sp::extent_t last) {
            sp::cpu::gemm<float>({m_, k_, n_}, last - first, k_, left_.data(), packed_.data() + first * k_,
                                 result_.data() + first, false);
          });
    sp::cpu::parallel_ranges(m_, sp::cpu::tile_rows, 0, [this](sp::extent_t first, sp::extent_t last) {
      sp::cpu::gemm<float>({last - first, k_, n_}, n_, k_, left_.data() + first * k_, packed_.data(),
                           result_.data() + first * n_, false);
    });
  }
  double checksum() const override { return bench::checksum_of(result_); }
  bench::values computed() const override { return {{"product", result_}}; }

private:
  sp::extent_t m_, n_, k_;
  std::vector<float> left_, packed_, result_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::own_worker(argc, argv, [](bench::settings const& given) -> bench::work* {
    if (given.workload() == "product") return new product(given);
    if (given.workload() == "packed_product") return new packed_product(given);
    return nullptr;
  });
}
