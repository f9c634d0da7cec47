// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"
#include "../core/extent.hpp"
#include "../core/message.hpp"

#include <atomic>
#include <exception>
#ifdef _OPENMP
#include <omp.h>
#endif

namespace sp {

namespace detail {
inline std::atomic<int> chosen_threads{0}; // 0: nobody has chosen
} // namespace detail

// The number of threads one operation may use. Until somebody chooses: the number of processors (OMP_NUM_THREADS, if
// set), or 1 in a program built without OpenMP.
inline int threads() {
  int const chosen = detail::chosen_threads.load(std::memory_order_relaxed);
  if (chosen > 0) return chosen;
#ifdef _OPENMP
  static int const available = omp_get_max_threads();
  return available;
#else
  return 1;
#endif
}

// Throws usage_error for less than one. Without OpenMP the number is kept, and everything still runs on one thread.
inline void set_threads(int n) {
  if (n < 1) {
    detail::refuse_with<usage_error>({"set_threads: ", n, " threads asked for, at least 1 is needed"});
  }
  detail::chosen_threads.store(n, std::memory_order_relaxed);
}

namespace cpu {

// The number of parts that parallel() makes here at most: 1 inside another call of it.
inline int most_parts() {
#ifdef _OPENMP
  return omp_in_parallel() ? 1 : threads();
#else
  return 1;
#endif
}

namespace detail {

// A function of two numbers, kept elsewhere. What runs functions side by side is compiled once, not once for each.
template <class Number>
struct function_of_two {
  void const* kept;
  void (*call)(void const*, Number, Number);
  void operator()(Number a, Number b) const { call(kept, a, b); }
};
template <class Number, class F>
function_of_two<Number> refer_to(F const& f) {
  return {&f, [](void const* kept, Number a, Number b) {
            F const mine =
                *static_cast<F const*>(kept); // a copy stays in registers: no write of the work can change it
            mine(a, b);
          }};
}

[[gnu::noinline]] inline void run_parts(function_of_two<int> f) {
#ifdef _OPENMP
  int const wanted = most_parts();
  if (wanted > 1) {
    std::exception_ptr thrown;
#pragma omp parallel num_threads(wanted)
    {
      try {
        f(omp_get_thread_num(), omp_get_num_threads());
      } catch (...) {
#pragma omp critical(shapeproof_parallel_exception)
        if (!thrown) thrown = std::current_exception();
      }
    }
    if (thrown) std::rethrow_exception(thrown);
    return;
  }
#endif
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
