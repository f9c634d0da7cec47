// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <doctest/doctest.h>

#include "shapeproof/tape/arena.hpp"

TEST_CASE("pieces start at cache lines and do not overlap") {
  sp::arena memory;
  char* a = memory.take<char>(1);
  double* b = memory.take<double>(100);
  char* c = memory.take<char>(0);
  CHECK(reinterpret_cast<std::uintptr_t>(a) % 64 == 0);
  CHECK(reinterpret_cast<char*>(b) == a + 64);
  CHECK(c == reinterpret_cast<char*>(b) + 832);
  CHECK(memory.used() == 64 + 832);
}

TEST_CASE("a second pass takes nothing from the system") {
  sp::arena memory;
  auto pass = [&] {
    for (int i = 0; i < 100; ++i) memory.take<float>(100'000 + i);
  };
  pass();
  memory.clear();
  auto const before = memory.system_allocations();
  CHECK(before > 1);
  pass();
  CHECK(memory.system_allocations() == before);
  memory.clear();
  CHECK(memory.used() == 0);
}

TEST_CASE("going back works across blocks") {
  sp::arena memory;
  memory.take<char>(10);
  auto const start = memory.now();
  auto const used = memory.used();
  memory.take<char>(3 << 20); // a new block
  auto const inner = memory.now();
  memory.take<char>(30 << 20); // another one
  memory.back_to(inner);
  memory.back_to(start);
  CHECK(memory.used() == used);
  auto const before = memory.system_allocations();
  memory.take<char>(3 << 20);
  memory.take<char>(30 << 20);
  CHECK(memory.system_allocations() == before);
}

TEST_CASE("workspaces nest and leave nothing behind") {
  auto const used = sp::detail::workspace_arena().used();
  {
    sp::scratch outer;
    char* a = outer.take<char>(100);
    a[0] = 'a';
    {
      sp::scratch inner;
      char* b = inner.take<char>(8 << 20);
      b[0] = 'b';
    }
    char* c = outer.take<char>(100);
    CHECK(c == a + 128);
    CHECK(a[0] == 'a');
  }
  CHECK(sp::detail::workspace_arena().used() == used);
}
