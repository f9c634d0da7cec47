// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/cpu/parallel.hpp>

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

struct keep_threads {
  int before = sp::threads();
  ~keep_threads() { sp::set_threads(before); }
};

} // namespace

TEST_CASE("less than one thread is refused and changes nothing") {
  keep_threads keep;
  sp::set_threads(3);
  CHECK_THROWS_AS(sp::set_threads(0), sp::usage_error);
  CHECK_THROWS_AS(sp::set_threads(-4), sp::usage_error);
  CHECK(sp::threads() == 3);
}

TEST_CASE("every part runs once, and a call inside another one is serial") {
  keep_threads keep;
  for (int wanted : {1, 2, 3}) {
    sp::set_threads(wanted);
    std::atomic<int> calls{0}, sum{0}, inner{0}, of{0};
    sp::cpu::parallel([&](int part, int parts) {
      ++calls, sum += part, of = parts;
      sp::cpu::parallel([&](int p, int n) { inner += p == 0 && n == 1; });
    });
    CHECK(calls == of);
    CHECK(of <= wanted);
    CHECK(sum == of * (of - 1) / 2);
    if (wanted > 1) CHECK(inner == of);
  }
}

TEST_CASE("parts do not depend on who runs them: operations of several threads at once") {
  keep_threads keep;
  sp::set_threads(4);
  std::atomic<int> wrong{0};
  auto const use = [&] {
    for (int i = 0; i < 2000; ++i) {
      std::array<int, 4> counts{};
      sp::cpu::parallel([&](int part, int parts) {
        counts[std::size_t(part)] += parts;
        if (i % 100 == 0 && part == 3) sp::cpu::parallel([&](int, int inner) { wrong += inner != 1; });
      });
      wrong += counts != std::array<int, 4>{4, 4, 4, 4};
    }
  };
  std::array<std::thread, 3> users{std::thread(use), std::thread(use), std::thread(use)};
  for (auto& user : users) user.join();
  CHECK(wrong == 0);
}

TEST_CASE("the child of a fork has threads of its own") {
  keep_threads keep;
  sp::set_threads(2);
  std::atomic<int> calls{0};
  sp::cpu::parallel([&](int, int) { ++calls; });
  ::pid_t const child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    calls = 0;
    for (int i = 0; i < 10; ++i) sp::cpu::parallel([&](int, int) { ++calls; });
    ::_exit(calls == 20 ? 0 : 1);
  }
  int status = -1;
  CHECK(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("an exception reaches the caller, and the next call works") {
  keep_threads keep;
  for (int wanted : {1, 2}) {
    sp::set_threads(wanted);
    CHECK_THROWS_AS(sp::cpu::parallel([](int, int) { throw sp::data_error("in a part"); }), sp::data_error);
    std::atomic<int> calls{0};
    sp::cpu::parallel([&](int, int) { ++calls; });
    CHECK(calls >= 1);
  }
}

TEST_CASE("shares cover everything once, cut at multiples of the step") {
  for (sp::extent_t n : {0, 1, 7, 8, 64, 65, 1000})
    for (int parts : {1, 2, 3, 7})
      for (sp::extent_t step : {1, 4, 16}) {
        sp::extent_t at = 0;
        for (int part = 0; part < parts; ++part) {
          auto const r = sp::cpu::share(n, part, parts, step);
          CHECK(r.first == at);
          CHECK((r.first % step == 0 || r.first == n));
          at = r.last;
        }
        CHECK(at == n);
      }
}

TEST_CASE("ranges run over everything once, in one piece when there is little") {
  keep_threads keep;
  sp::set_threads(2);
  for (sp::extent_t n : {0, 1, 99, 100, 101}) {
    std::vector<int> seen(std::size_t(n), 0);
    std::atomic<int> calls{0};
    sp::cpu::parallel_ranges(n, 8, 100, [&](sp::extent_t first, sp::extent_t last) {
      ++calls;
      for (auto i = first; i < last; ++i) ++seen[std::size_t(i)];
    });
    for (int s : seen) CHECK(s == 1);
    CHECK(calls <= (n < 100 ? 1 : 2));
  }
}
