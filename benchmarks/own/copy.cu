// SPDX-License-Identifier: BSL-1.0
// What the memory of a GPU gives at most: a copy of `bytes` in it, which are read and written.
#include "own.hpp"

namespace {

struct Place : sp::axis<> {};

class copy : public bench::work {
public:
  explicit copy(bench::settings const& given)
      : from_(bench::filled<bench::tensor<float, Place>>("from", 1, Place{given["bytes"] / 4})), to_(from_) {}
  void run() override { to_ = from_; }
  double checksum() const override { return static_cast<double>(to_.size()); }
  bench::values computed() const override { return {{"to", bench::copied(to_)}}; }

private:
  bench::tensor<float, Place> from_, to_;
};

} // namespace

int main(int argc, char** argv) {
  return bench::own_worker(argc, argv, [](bench::settings const& given) { return new copy(given); });
}
