// SPDX-License-Identifier: BSL-1.0
// The operations of own/typed_operations.cpp as loops over Eigen's matrices. Results are made anew, as there.
#include "eigen.hpp"

namespace {

class operation : public bench::work {
public:
  using function = bench::matrix (*)(bench::matrix const&, bench::matrix const&, bench::matrix const&);
  operation(bench::settings const& given, function f)
      : f_(f), a_(bench::filled(given["rows"], given["width"], "a", 1)),
        b_(bench::filled(given["rows"], given["width"], "b", 1)), v_(bench::filled(1, given["width"], "v", 1)) {}
  void run() override { y_ = f_(a_, b_, v_); }
  double checksum() const override { return bench::checksum_of(bench::numbers_of(y_)); }
  bench::values computed() const override { return {{"y", bench::copied(bench::numbers_of(y_))}}; }

private:
  function f_;
  bench::matrix a_, b_, v_, y_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::eigen_worker(argc, argv, [](bench::settings const& given) -> bench::work* {
    auto const& name = given.workload();
    auto const made_of = [&](operation::function f) { return new operation(given, f); };
    using m = bench::matrix;
    if (name == "add") return made_of([](m const& a, m const& b, m const&) -> m { return a + b; });
    if (name == "add_to_rows")
      return made_of([](m const& a, m const&, m const& v) -> m {
        m y(a.rows(), a.cols());
        for (Eigen::Index r = 0; r < a.rows(); ++r) y.row(r) = a.row(r) + v;
        return y;
      });
    if (name == "multiply_add")
      return made_of([](m const& a, m const& b, m const&) -> m { return a.cwiseProduct(b) + a; });
    if (name == "sum_of_rows")
      return made_of([](m const& a, m const&, m const&) -> m {
        m y(a.rows(), 1);
        for (Eigen::Index r = 0; r < a.rows(); ++r) y(r, 0) = a.row(r).sum();
        return y;
      });
    return nullptr;
  });
}
