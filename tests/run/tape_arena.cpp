// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/tape/arena.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <limits>
#include <new>
#include <vector>

namespace {

std::size_t constexpr megabyte = std::size_t(1) << 20;

// Takes pieces of growing and shrinking sizes, writes over all of them, and returns where they lie.
std::vector<char*> pass(sp::arena& a) {
  std::vector<char*> pieces;
  for (int size : {100, 3, 500000, 7, 3000000, 1, 9000000, 64}) {
    auto const n = std::size_t(size);
    pieces.push_back(static_cast<char*>(a.bytes(n)));
    std::memset(pieces.back(), int(pieces.size()), n);
  }
  return pieces;
}

} // namespace

TEST_CASE("pieces are aligned and do not overlap") {
  sp::arena a;
  auto const pieces = pass(a);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    CHECK(reinterpret_cast<std::uintptr_t>(pieces[i]) % 64 == 0);
    CHECK(*pieces[i] == char(i + 1));
  }
  CHECK(a.take<double>(0) != nullptr);
}

TEST_CASE("a pass of a size seen before allocates nothing, and lies in one block") {
  sp::arena a;
  pass(a);
  a.clear();
  CHECK(a.used() == 0);
  auto const before = sp::arena::system_allocations();
  for (int repeat = 0; repeat < 3; ++repeat) {
    auto const pieces = pass(a);
    CHECK(pieces.back() - pieces.front() < std::ptrdiff_t(13 * megabyte));
    CHECK(pieces.back() > pieces.front());
    CHECK(a.used() == a.peak());
    a.clear();
  }
  CHECK(sp::arena::system_allocations() == before);
}

TEST_CASE("going back to a mark works across blocks") {
  sp::arena a;
  void* const kept = a.bytes(1000);
  std::memset(kept, 77, 1000);
  auto const outer = a.now();
  auto const used = a.used();
  pass(a); // enters new blocks
  auto const inner = a.now();
  auto const used_inside = a.used();
  a.bytes(50 * megabyte);
  a.back_to(inner);
  CHECK(a.used() == used_inside);
  a.back_to(outer);
  CHECK(a.used() == used);
  CHECK(static_cast<char*>(kept)[999] == 77);

  auto const before = sp::arena::system_allocations();
  for (int repeat = 0; repeat < 100; ++repeat) {
    auto const m = a.now();
    pass(a);
    a.back_to(m);
  }
  CHECK(sp::arena::system_allocations() == before);
  CHECK(a.used() == used);
}

TEST_CASE("nested workspaces give everything back, and the second time allocate nothing") {
  auto const work = [] {
    sp::scratch outer;
    double* const x = outer.take<double>(100000);
    x[99999] = 1;
    for (int i = 0; i < 5; ++i) {
      sp::scratch inner;
      float* const y = inner.take<float>(1000000 * (i + 1));
      y[0] = 2;
      sp::scratch innermost;
      innermost.take<char>(10)[9] = 'x';
    }
    CHECK(x[99999] == 1);
  };
  work();
  CHECK(sp::detail::workspace_arena().used() == 0);
  auto const before = sp::arena::system_allocations();
  work();
  CHECK(sp::detail::workspace_arena().used() == 0);
  CHECK(sp::arena::system_allocations() == before);
}

TEST_CASE("an impossible size is refused and leaves the arena usable") {
  sp::arena a;
  CHECK_THROWS_AS(a.take<double>(-1), std::bad_alloc);
  CHECK_THROWS_AS(a.take<double>(std::numeric_limits<sp::extent_t>::max()), std::bad_alloc);
  CHECK_THROWS_AS(a.bytes(std::numeric_limits<std::size_t>::max() / 2), std::bad_alloc);
  CHECK(a.used() == 0);
  *a.take<int>(1) = 5;
  CHECK(a.used() == 64);
}
