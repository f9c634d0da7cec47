// SPDX-License-Identifier: BSL-1.0
#include "../kernel_check.hpp"
#include "support.hpp"
#include <algorithm>
#include <numeric>
#include <shapeproof/cpu/embedding.hpp>
#include <shapeproof/cuda/embedding.cuh>

using sp::extent_t;

namespace {

template <class T>
std::vector<double> wide(std::vector<T> const& x) {
  return {x.begin(), x.end()};
}

std::vector<int> some_ids(extent_t vocabulary, extent_t count) {
  auto const x = noise<double>(count, 61);
  std::vector<int> ids;
  for (double v : x) ids.push_back(int(double(vocabulary) * v * v)); // the small ones more often
  return ids;
}

// `offset`: how many elements the rows lie behind an address that allows for wide accesses.
template <class T>
void check(extent_t vocabulary, std::vector<int> const& ids, extent_t features, extent_t offset, double tolerance) {
  CAPTURE(vocabulary);
  CAPTURE(ids.size());
  CAPTURE(features);
  auto const count = extent_t(ids.size());
  auto const table = noise<T>(vocabulary * features + offset, 62), dout = noise<T>(count * features + offset, 63);
  on_gpu<T> const table_there(table), dout_there(dout);
  on_gpu<int> const ids_there(ids);

  std::vector<T> out(std::size_t(count * features));
  on_gpu<T> out_there(count * features);
  sp::cpu::embedding_forward({}, table.data() + offset, ids.data(), vocabulary, count, features, out.data());
  sp::gpu::embedding_forward({}, table_there.p + offset, ids_there.p, vocabulary, count, features, out_there.p);
  CHECK(out_there.back() == out);

  auto const wide_dout = wide(dout); // long sums of float on the host are less exact than those in pieces
  for (int padding : {-1, 1}) {
    auto expected = wide(table);
    on_gpu<T> dtable(table), again(table);
    sp::cpu::embedding_backward({}, wide_dout.data() + offset, ids.data(), vocabulary, count, features,
                                expected.data() + offset, padding);
    for (auto* d : {&dtable, &again})
      sp::gpu::embedding_backward({}, dout_there.p + offset, ids_there.p, vocabulary, count, features, d->p + offset,
                                  padding);
    CHECK(difference(dtable.back(), expected) < tolerance);
    CHECK(dtable.back() == again.back());
  }
}

template <class T>
void check_all(double tolerance) {
  for (extent_t vocabulary : {1, 40, 300, 32000})
    for (extent_t count : {0, 1, 100, 3000})
      for (extent_t features : {5, 8}) check<T>(vocabulary, some_ids(vocabulary, count), features, 0, tolerance);
  check<T>(11, some_ids(11, 500), 67, 1, tolerance);
  check<T>(11, some_ids(11, 500), 68, 1, tolerance);
  check<T>(40, some_ids(40, 20000), 4, 0, tolerance);       // more than one block sorts, in one pass
  check<T>(70000, some_ids(70000, 20000), 4, 0, tolerance); // in three
  check<T>(40, std::vector<int>(3000, 7), 4, 0, tolerance); // one run over all pieces
  check<T>(40, std::vector<int>(3000, 1), 4, 0, tolerance); // all of it padding
}

} // namespace

GPU_TEST_CASE("embedding gathers rows and adds up gradients as the host does, with the same bits each time") {
  check_all<float>(1e-5);
  check_all<double>(1e-12);
}

GPU_TEST_CASE("positions are sorted by their ids, and equal ids keep their order") {
  for (extent_t vocabulary : {extent_t(1), extent_t(40), extent_t(70000), extent_t(1) << 31})
    for (extent_t count : {1, 33, 2048, 8192, 8193, 30000}) {
      auto const ids = some_ids(vocabulary, count);
      std::vector<unsigned> expected(ids.size());
      std::iota(expected.begin(), expected.end(), 0u);
      std::stable_sort(expected.begin(), expected.end(), [&](unsigned a, unsigned b) { return ids[a] < ids[b]; });
      std::vector<int> expected_ids;
      for (unsigned at : expected) expected_ids.push_back(ids[at]);
      on_gpu<int> const ids_there(ids);
      sp::gpu::scratch workspace;
      auto const sorted = sp::gpu::detail::sort_positions("test", workspace, ids_there.p, count, vocabulary);
      std::vector<int> got_ids(ids.size());
      std::vector<unsigned> got(ids.size());
      REQUIRE(cudaStreamSynchronize(sp::gpu::stream()) == cudaSuccess);
      REQUIRE(cudaMemcpy(got_ids.data(), sorted.ids, ids.size() * 4, cudaMemcpyDeviceToHost) == cudaSuccess);
      REQUIRE(cudaMemcpy(got.data(), sorted.positions, ids.size() * 4, cudaMemcpyDeviceToHost) == cudaSuccess);
      CHECK(got_ids == expected_ids);
      CHECK(got == expected);
    }
}
