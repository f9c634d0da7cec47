// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../support/numbers.hpp"
#include "../support/worker.hpp"

#include <Eigen/Core>
#include <memory>
#include <string>

// What the workers with Eigen share. Threads are OpenMP's, as Eigen's products use them.
namespace bench {

using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

inline std::span<float const> numbers_of(matrix const& x) { return {x.data(), static_cast<std::size_t>(x.size())}; }

inline matrix filled(Eigen::Index rows, Eigen::Index columns, std::string_view name, float scale) {
  matrix x(rows, columns);
  fill({x.data(), static_cast<std::size_t>(x.size())}, name, scale);
  return x;
}

template <class Make>
int eigen_worker(int argc, char** argv, Make const& make) {
  auto const who = "Eigen " + std::to_string(EIGEN_WORLD_VERSION) + '.' + std::to_string(EIGEN_MAJOR_VERSION) + '.' +
                   std::to_string(EIGEN_MINOR_VERSION);
  return worker_main(argc, argv, who, [&](settings const& given) {
    Eigen::setNbThreads(given["threads"]);
    return std::unique_ptr<work>(make(given));
  });
}

} // namespace bench
