// SPDX-License-Identifier: BSL-1.0
// Matrix products with oneDNN: `product` of row-major matrices, `packed_product` with the right side brought before into
// the layout that the primitive prefers.
#include "onednn.hpp"

namespace {

class product : public bench::work {
public:
  explicit product(bench::settings const& given) {
    int const m = given["m"], k = given["k"], n = given["n"];
    bool const packed = given.workload() == "packed_product";
    auto const left = bench::floats({m, k}, bench::tag::ab), right = bench::floats({k, n}, bench::tag::ab);
    auto const result = bench::floats({m, n}, bench::tag::ab);
    dnnl::matmul::desc const description(left, packed ? bench::floats({k, n}, bench::tag::any) : right, result);
    dnnl::matmul::primitive_desc const chosen(description, bench::engine());
    result_ = dnnl::memory(result, bench::engine());
    matmul_ = {dnnl::matmul(chosen),
               {{DNNL_ARG_SRC, bench::filled(left, "left", 1)},
                {DNNL_ARG_WEIGHTS, bench::reordered(bench::filled(right, "right", 1), chosen.weights_desc())},
                {DNNL_ARG_DST, result_}}};
  }
  void run() override { matmul_.run(); }
  double checksum() const override { return bench::checksum_of(bench::numbers_of(result_)); }
  bench::values computed() const override { return {{"product", bench::copied(bench::numbers_of(result_))}}; }

private:
  dnnl::memory result_;
  bench::bound_primitive matmul_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::onednn_worker(argc, argv, [](bench::settings const& given) { return new product(given); });
}
