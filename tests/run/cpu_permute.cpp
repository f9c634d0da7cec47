// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <doctest/doctest.h>
#include <numeric>
#include <shapeproof/cpu/permute.hpp>
#include <vector>

using sp::extent_t;

namespace {

// Walks every position of the output and finds its input position one axis at a time.
template <class T>
std::vector<T> permuted(std::vector<T> const& in, std::vector<extent_t> const& extents, std::vector<int> const& order) {
  std::size_t const rank = extents.size();
  std::vector<T> out(in.size());
  for (extent_t position = 0; position < extent_t(in.size()); ++position) {
    std::vector<extent_t> coordinate(rank);
    extent_t rest = position;
    for (std::size_t k = rank; k-- > 0;) {
      extent_t const n = extents[std::size_t(order[k])];
      coordinate[std::size_t(order[k])] = rest % n, rest /= n;
    }
    extent_t from = 0;
    for (std::size_t axis = 0; axis < rank; ++axis) from = from * extents[axis] + coordinate[axis];
    out[std::size_t(position)] = in[std::size_t(from)];
  }
  return out;
}

template <class T>
void every_order(std::vector<extent_t> const& extents) {
  extent_t const n = std::accumulate(extents.begin(), extents.end(), extent_t(1), std::multiplies<>());
  std::vector<T> in(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = T(i + 1);
  std::vector<int> order(extents.size());
  std::iota(order.begin(), order.end(), 0);
  do {
    std::vector<T> out(in.size(), T(0));
    sp::cpu::permute({}, in.data(), out.data(), extents, order);
    CHECK(out == permuted(in, extents, order));
  } while (std::next_permutation(order.begin(), order.end()));
}

} // namespace

TEST_CASE("permute puts every element in its place for all orders of axes, extents of 1 among them") {
  for (int threads : {1, 2}) {
    sp::set_threads(threads);
    every_order<float>({3, 1, 5, 2});
    every_order<double>({17, 33, 9});
    every_order<short>({300, 40});
    every_order<unsigned char>({2, 3, 1, 4, 5});
    every_order<float>({513, 130});
    every_order<double>({130, 67});
    every_order<int>({2, 48, 35});
    every_order<float>({7});
    every_order<float>({1, 1});
    every_order<float>({});
    every_order<float>({4, 0, 3});
  }
  sp::set_threads(1);
}

TEST_CASE("permute with add and the inverse order is its own backward") {
  std::vector<extent_t> const extents{19, 2, 35}, turned{35, 19, 2}; // squares of a vector and what they leave over
  std::vector<int> const order{2, 0, 1}, inverse{1, 2, 0};
  std::vector<double> x(19 * 2 * 35), y(x.size()), back(x.size(), 0.5);
  std::iota(x.begin(), x.end(), 1.0);
  sp::cpu::permute({}, x.data(), y.data(), extents, order, false);
  sp::cpu::permute({}, y.data(), back.data(), turned, inverse, true);
  for (double& value : x) value += 0.5;
  CHECK(back == x);
}
