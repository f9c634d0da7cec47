// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/core/check.hpp>
#include <shapeproof/core/tensor.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<3> {};
struct Letter : sp::axis<27> {};
struct Letters : sp::ragged<Batch> {};

using matrix = sp::tensor<float, Batch, Time>;
matrix counted() { return matrix::of({0, 1, 2, 10, 11, 12}, Batch{2}, Time{3}); }

template <class A>
sp::index<A> at(int i, A extent = {}) {
  return sp::check_index(i, extent);
}
std::size_t system_allocations() { return sp::detail::storage_pool::mine().system_allocations(); }
} // namespace

TEST_CASE("extents are given in any order, static ones left out, and the numbers are zeros") {
  sp::tensor<float, Batch, Embed, Time> const x(Time{5}, Batch{2}), y(Embed{}, Batch{2}, Time{5});
  CHECK(x.size() == 30);
  CHECK(y.size() == 30);
  CHECK(x.extent<Batch>().size() == 2);
  CHECK(x.extent<Time>().size() == 5);
  CHECK(x.extent<Embed>().size() == 3);
  for (float v : x.unnamed()) CHECK(v == 0);
  CHECK(reinterpret_cast<std::uintptr_t>(x.unnamed().data()) % 64 == 0);
  CHECK(sp::tensor<float, Embed>(Embed{}).size() == 3);
}

TEST_CASE("values are given in row-major order, and as many as there are elements") {
  auto const x = counted();
  CHECK(x.unnamed()[4] == 11);
  std::vector<float> const values{0, 1, 2, 10, 11, 12};
  CHECK(matrix::of(values, Time{3}, Batch{2}).unnamed()[4] == 11);
  CHECK(sp::tensor<float>::of({7}).value() == 7);
  CHECK(sp::tensor<bool, Batch>::of({true, false, true}, Batch{3}).unnamed()[2]);
  CHECK_THROWS_WITH_AS(matrix::of({1, 2, 3}, Batch{2}, Time{3}), "tensor: 3 values for 6 elements", sp::extent_error);
  CHECK_THROWS_WITH_AS((sp::tensor<bool, Batch>::of({true}, Batch{2})), "tensor: 1 values for 2 elements",
                       sp::extent_error);
}

TEST_CASE("rows say the extents themselves") {
  auto const x = matrix::of({{0, 1, 2}, {10, 11, 12}});
  CHECK(x.extent<Batch>().size() == 2);
  CHECK(x.extent<Time>().size() == 3);
  CHECK(x.unnamed()[4] == 11);
  auto const column = sp::tensor<int, Batch, Time>::of({{1}, {2}});
  CHECK(column.extent<Batch>().size() == 2);
  CHECK(column.extent<Time>().size() == 1);
  auto const blocks = sp::tensor<int, Batch, Time, Embed>::of({{{1, 2, 3}, {4, 5, 6}}});
  CHECK(blocks.extent<Batch>().size() == 1);
  CHECK(blocks.extent<Time>().size() == 2);
  CHECK(blocks.unnamed()[5] == 6);
  CHECK(sp::tensor<int, Batch>::of({7, 8, 9}).extent<Batch>().size() == 3);
}

TEST_CASE("a ragged axis takes the lengths of the rows, and padding is 0") {
  auto const x = sp::tensor<float, Batch, Letters>::of({{1, 2, 3}, {}, {4}});
  CHECK(x.extent<Letters>().lengths()[0] == 3);
  CHECK(x.extent<Letters>().lengths()[1] == 0);
  CHECK(x.extent<Letters>().lengths()[2] == 1);
  CHECK(std::vector<float>(x.unnamed().begin(), x.unnamed().end()) == std::vector<float>{1, 2, 3, 0, 0, 0, 4, 0, 0});
  struct Pair : sp::axis<2> {};
  struct Parts : sp::ragged<Pair> {};
  CHECK(sp::tensor<float, Pair, Parts>::of({{1}, {2, 3}}).size() == 4);
  CHECK_THROWS_WITH_AS((sp::tensor<float, Pair, Parts>::of({{1}, {2}, {3, 4}})),
                       "tensor: the extents of Pair differ: 2 and 3", sp::extent_error);
}

TEST_CASE("coordinates are typed, and stand in any order") {
  auto x = counted();
  for (auto b : x.extent<Batch>())
    for (auto t : x.extent<Time>()) {
      CHECK(x(b, t) == 10 * static_cast<float>(b.value()) + static_cast<float>(t.value()));
      CHECK(x(t, b) == x(b, t));
      CHECK(&x(t, b) == &x(b, t));
    }
  x(at<Time>(2, Time{3}), at<Batch>(0, Batch{2})) = 5;
  CHECK(x.unnamed()[2] == 5);
  CHECK(std::as_const(x)(at<Batch>(0, Batch{2}), at<Time>(2, Time{3})) == 5);
}

TEST_CASE("a position that was checked against a longer axis is not below the extent of this one") {
  auto x = counted();
  CHECK_THROWS_WITH_AS(x(at<Batch>(1, Batch{2}), at<Time>(3, Time{4})), "position 3 is not below the extent 3 of Time",
                       sp::extent_error);
  CHECK_THROWS_WITH_AS(std::as_const(x)(at<Time>(0, Time{1}), at<Batch>(2, Batch{9})),
                       "position 2 is not below the extent 2 of Batch", sp::extent_error);
}

TEST_CASE("a copy is deep, a move leaves nothing behind") {
  auto x = counted();
  auto copy = x;
  copy(at<Batch>(0, Batch{2}), at<Time>(0, Time{3})) = 99;
  CHECK(x.unnamed()[0] == 0);
  float const* const numbers = x.unnamed().data();
  auto moved = std::move(x);
  CHECK(moved.unnamed().data() == numbers);
  // NOLINTBEGIN(bugprone-use-after-move): this is what is tested
  CHECK(x.empty());
  CHECK_THROWS_AS(x.unnamed(), sp::usage_error);
  CHECK_THROWS_AS(x.size(), sp::usage_error);
  CHECK_THROWS_AS(x.extent<Time>(), sp::usage_error);
  CHECK_THROWS_WITH_AS(x(at<Batch>(0, Batch{2}), at<Time>(0, Time{3})),
                       "this tensor<float, Batch, Time> holds nothing: it was moved from, or never given its extents",
                       sp::usage_error);
  CHECK_THROWS_AS(sp::detail::access::of(x), sp::usage_error);
  auto copy_of_nothing = x;
  CHECK(copy_of_nothing.empty());
  x = moved;
  CHECK(x(at<Batch>(1, Batch{2}), at<Time>(2, Time{3})) == 12);
  // NOLINTEND
  matrix never;
  CHECK(never.empty());
  CHECK_THROWS_AS(never.size(), sp::usage_error);
  auto& same = x;
  x = same;
  CHECK(x.unnamed()[4] == 11);
}

TEST_CASE("lengths are shared by all tensors over them, and live as long as one does") {
  auto x = std::make_unique<sp::tensor<float, Letters, Batch>>(Letters{{2, 0, 3}}, Batch{3});
  CHECK(x->extent<Letters>().size() == 3);
  sp::tensor<float, Letters, Batch> const copy = *x, later(x->extent<Letters>(), x->extent<Batch>());
  auto const letters = x->extent<Letters>();
  CHECK(letters.lengths().data() == copy.extent<Letters>().lengths().data());
  CHECK(letters.lengths().data() == later.extent<Letters>().lengths().data());
  x.reset();
  CHECK(letters.total() == 5);
  CHECK(copy.extent<Letters>().lengths()[2] == 3);

  auto from = std::make_unique<sp::tensor<float, Letters, Batch>>(Letters{{1}}, Batch{1});
  auto to = std::move(*from);
  from.reset();
  CHECK(to.extent<Letters>().lengths()[0] == 1);
  to = copy; // gives the lengths {1} back
  CHECK(to.extent<Letters>().lengths()[0] == 2);
}

TEST_CASE("the extent of an axis that is made of others is computed") {
  CHECK(sp::tensor<float, Time, sp::key<Time>>(Time{3}).extent<sp::key<Time>>().size() == 3);
}

TEST_CASE("a ragged extent brings the extent of its batch") {
  Letters const letters{{3, 1}};
  sp::tensor<float, Batch, Letters> const x(letters);
  CHECK(x.extent<Batch>().size() == 2);
  CHECK(sp::tensor<int, Letters, Batch>::of({1, 2, 3, 4, 5, 6}, letters).extent<Batch>().size() == 2);
  struct Phones : sp::ragged<Batch> {};
  CHECK_THROWS_WITH_AS((sp::tensor<float, Batch, Letters, Phones>(letters, Phones{{1, 2, 3}})),
                       "tensor: the extents of Batch differ: 2 and 3", sp::extent_error);
}

TEST_CASE("lengths are checked against themselves and the axis that they are over") {
  CHECK_THROWS_WITH_AS((Letters{{2, -1}}), "the length of row 1 cannot be -1", sp::extent_error);
  CHECK_THROWS_WITH_AS((Letters{{{2, 4}, 3}}), "row 1 of a ragged axis has length 4, and the axis is padded to 3",
                       sp::extent_error);
  CHECK(Letters{{{2, 3}, 8}}.size() == 8);
  CHECK_THROWS_WITH_AS((sp::tensor<float, Letters, Batch>(Letters{{2, 1}}, Batch{3})),
                       "tensor: Letters has lengths for 2 rows, but the extent of Batch is 3", sp::extent_error);
  CHECK_THROWS_WITH_AS(Batch{-1}, "the extent of an axis cannot be -1", sp::extent_error);
}

TEST_CASE("zero extents hold no elements and are otherwise like any other") {
  sp::tensor<float, Batch, Embed> x(Batch{0});
  CHECK(x.size() == 0);
  CHECK(!x.empty());
  for (auto b : x.extent<Batch>()) FAIL(b.value());
  auto const copy = x;
  CHECK(copy.unnamed().empty());
  sp::tensor<float, Letters, Batch> const rows(Letters{std::vector<int>{}}, Batch{0});
  CHECK(rows.size() == 0);
  CHECK(rows.extent<Letters>().total() == 0);
}

TEST_CASE("extents whose product no memory holds are refused before anything is taken") {
  auto const huge = std::int64_t{1} << 32;
  CHECK_THROWS_WITH_AS((sp::tensor<float, Batch, Time>(Batch{huge}, Time{huge})),
                       "no memory holds a tensor over Batch 4294967296 Time 4294967296", sp::extent_error);
  CHECK_THROWS_AS((sp::tensor<float, Batch, Time>(Batch{huge}, Time{std::int64_t{1} << 27})), sp::extent_error);
  CHECK_THROWS_AS((sp::tensor<float, Batch>(Batch{std::int64_t{1} << 57})), std::bad_alloc);
}

TEST_CASE("elements that were checked are read, never written") {
  auto const raw = sp::tensor<int, Batch>::of({4, 0}, Batch{2});
  auto ids = sp::check_index<Letter>(raw);
  CHECK(ids(at<Batch>(0, Batch{2})).value() == 4);
  CHECK(ids(at<Batch>(1, Batch{2})) == sp::at<Letter, 0>());
  static_assert(std::is_same_v<decltype(ids.unnamed()), std::span<std::int32_t const>>);
  auto const p = sp::assume_probability(sp::tensor<float, Batch>::of({0.25f, 1}, Batch{2}));
  CHECK(p(at<Batch>(0, Batch{2})).value() == 0.25f);
}

TEST_CASE("the second tensor of a size takes nothing from the system") {
  sp::release_cached_memory();
  auto const make = [] {
    matrix const x(Batch{100}, Time{77}), y = x;
    return y.size();
  };
  make();
  auto const before = system_allocations();
  for (int i = 0; i < 10; ++i) make();
  CHECK(system_allocations() == before);
  sp::release_cached_memory();
  make();
  CHECK(system_allocations() == before + 2);
}

TEST_CASE("a size class wastes at most a quarter, and its block is large enough") {
  for (sp::extent_t n : {1, 63, 64, 65, 1000, 4096, 4097, 5119, 5121, 100000}) {
    sp::tensor<float, Batch> x(Batch{n});
    x.unnamed().back() = 1; // the address sanitizer knows if it is not
    CHECK(x.size() == n);
  }
}

TEST_CASE("a tensor may end in another thread, also when its own has ended") {
  matrix x;
  std::thread([&] { x = counted(); }).join();
  CHECK(x.unnamed()[5] == 12);
  std::thread([y = std::move(x)] { CHECK(y.unnamed()[5] == 12); }).join();
}

TEST_CASE("a thread that only frees what others made keeps nothing of it") {
  std::vector<matrix> made;
  for (int i = 0; i < 20; ++i) made.push_back(matrix(Batch{300}, Time{7}));
  std::thread([&] {
    made.clear();
    auto const before = system_allocations();
    matrix const x(Batch{300}, Time{7});
    CHECK(system_allocations() == before + 1); // nothing was cached
    made.push_back(x);
  }).join();
}

TEST_CASE("positions that an index cannot count are refused") {
  Batch const huge{std::int64_t{1} << 31};
  CHECK_THROWS_WITH_AS(end(huge), "an index cannot count the 2147483648 positions of Batch", sp::extent_error);
}
