// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"
#include "../core/extent.hpp"
#include "../core/message.hpp"
#include "thread_pool.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <sched.h>
#include <unistd.h>

namespace sp {

namespace detail {
inline std::atomic<int> chosen_threads{0}; // 0: nobody has chosen

// OMP_NUM_THREADS, which other numeric libraries read too, or the number of processors that the program may run on.
inline int available_threads() {
  if (char const* const wanted = std::getenv("OMP_NUM_THREADS")) {
    char* end = nullptr;
    long const n = std::strtol(wanted, &end, 10);
    if (end != wanted && n >= 1 && n <= 1 << 16) return static_cast<int>(n);
  }
#ifdef __linux__
  ::cpu_set_t mine;
  if (::sched_getaffinity(0, sizeof mine, &mine) == 0) return std::max(1, CPU_COUNT(&mine));
#endif
  return static_cast<int>(std::max(1l, ::sysconf(_SC_NPROCESSORS_ONLN)));
}
} // namespace detail

// The number of threads one operation may use; more than 64 are not used. Until somebody chooses: OMP_NUM_THREADS if that is
// set, else the number of processors that the program may run on.
inline int threads() {
  int const chosen = detail::chosen_threads.load(std::memory_order_relaxed);
  if (chosen > 0) return chosen;
  static int const available = detail::available_threads();
  return available;
}

// Throws usage_error for less than one.
inline void set_threads(int n) {
  if (n < 1) {
    detail::refuse_with<usage_error>({"set_threads: ", n, " threads asked for, at least 1 is needed"});
  }
  detail::chosen_threads.store(n, std::memory_order_relaxed);
}

namespace cpu {

// The number of parts that parallel() makes here at most: 1 inside another call of it.
inline int most_parts() {
  return detail::thread_pool::inside() ? 1 : std::min(threads(), detail::thread_pool::most_parts);
}

namespace detail {

inline void run_parts(function_of_two<int> f) {
  int const parts = most_parts();
  if (parts > 1)
    thread_pool::shared().run(parts, f);
  else
    f(0, 1);
}

} // namespace detail

// Calls f(part, parts) once for each part, parts <= most_parts(), side by side. A call inside another one gets f(0, 1).
// An exception that leaves f is thrown on to the caller when all parts have ended; of several, the first one. Each part
// works with a copy of f.
template <class F>
void parallel(F const& f) {
  detail::run_parts(detail::refer_to<int>(f));
}

// Positions [first, last).
struct range {
  extent_t first, last;
};

// The part-th of `parts` nearly equal shares of [0, n), cut at multiples of step. Shares may be empty.
inline range share(extent_t n, int part, int parts, extent_t step = 1) {
  extent_t const steps = (n + step - 1) / step;
  auto const cut = [&](int k) {
    extent_t const at = steps * k / parts * step;
    return at < n ? at : n;
  };
  return {cut(part), cut(part + 1)};
}

namespace detail {
[[gnu::noinline]] inline void run_ranges(extent_t n, extent_t step, extent_t enough, function_of_two<extent_t> f) {
  if (n < enough) {
    if (n > 0) f(0, n);
    return;
  }
  parallel([=](int part, int parts) {
    range const r = share(n, part, parts, step);
    if (r.first < r.last) f(r.first, r.last);
  });
}
} // namespace detail

// Calls f(first, last) on shares of [0, n) cut at multiples of step: side by side if n is at least `enough`, the number
// from which threads pay, and otherwise once. Each share works with a copy of f.
template <class F>
void parallel_ranges(extent_t n, extent_t step, extent_t enough, F const& f) {
  detail::run_ranges(n, step, enough, detail::refer_to<extent_t>(f));
}

} // namespace cpu
} // namespace sp
