// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <atomic>
#include <csignal>
#include <cstdint>
#include <exception>
#include <pthread.h>

namespace sp::cpu::detail {

// A function of two numbers, kept elsewhere. What runs functions side by side is compiled once, not once for each.
template <class Number>
struct function_of_two {
  void const* kept = nullptr;
  void (*call)(void const*, Number, Number) = nullptr;
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

// The program's threads for operations: made when first needed, and kept. Work is cut into parts, and whoever is free takes
// one, the caller too: a part that no thread has begun, because the machine is busy elsewhere, never has to be waited for. A
// thread without work looks for some during `patience`, then sleeps.
class thread_pool {
public:
  static constexpr int most_parts = 64; // one bit for each

  static thread_pool& shared() {
    static thread_pool& pool = *new thread_pool; // never destroyed: its threads end with the program
    return pool;
  }
  // Whether this thread is inside a part.
  static bool& inside() {
    thread_local bool yes = false;
    return yes;
  }

  // f(part, parts) for each part, 2 to most_parts. An exception of a part is thrown when all have ended, the first of several.
  [[gnu::noinline]] void run(int parts, function_of_two<int> f) {
    if (busy_.test_and_set(std::memory_order_acquire)) return run_all(parts, f); // another operation has the threads
    while (threads_ + 1 < parts && start_thread()) continue;
    work_ = f, parts_ = parts;
    unfinished_.store(parts, std::memory_order_relaxed);
    unclaimed_.store(parts == most_parts ? ~std::uint64_t(0) : (std::uint64_t(1) << parts) - 1,
                     std::memory_order_release);
    calls_.fetch_add(1);
    if (sleeping_.load() > 0) wake(::pthread_cond_broadcast, work_is_there_);
    run_unclaimed(0);
    wait_for_others();
    std::exception_ptr const thrown = thrown_;
    thrown_ = nullptr;
    throws_.clear(std::memory_order_relaxed);
    busy_.clear(std::memory_order_release);
    if (thrown) std::rethrow_exception(thrown);
  }

private:
  static constexpr int patience = 4000; // looks, about a tenth of a millisecond

  alignas(64) std::atomic<std::uint64_t> unclaimed_{0}; // the parts that nobody has begun
  alignas(64) std::atomic<int> unfinished_{0};
  alignas(64) std::atomic<unsigned> calls_{0}; // what sleeping threads wait for a change of
  std::atomic<int> sleeping_{0};
  std::atomic<bool> caller_sleeps_{false};
  ::pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER; // for sleep alone
  ::pthread_cond_t work_is_there_ = PTHREAD_COND_INITIALIZER, all_is_done_ = PTHREAD_COND_INITIALIZER;
  alignas(64) function_of_two<int> work_; // of the call that is running: written before its parts are offered
  int parts_ = 0;
  int threads_ = 0;
  std::exception_ptr thrown_;
  std::atomic_flag busy_, throws_;

  thread_pool() {
    ::pthread_atfork(nullptr, nullptr, [] { shared().forget_threads(); });
  }

  // In the child of a fork there are none of them.
  void forget_threads() {
    threads_ = 0;
    unclaimed_ = 0, unfinished_ = 0, sleeping_ = 0, caller_sleeps_ = false;
    busy_.clear();
    mutex_ = PTHREAD_MUTEX_INITIALIZER;
    work_is_there_ = all_is_done_ = PTHREAD_COND_INITIALIZER;
  }

  static void run_all(int parts, function_of_two<int> f) {
    std::exception_ptr thrown;
    bool const before = inside();
    inside() = true;
    for (int part = 0; part < parts; ++part) try {
        f(part, parts);
      } catch (...) {
        if (!thrown) thrown = std::current_exception();
      }
    inside() = before;
    if (thrown) std::rethrow_exception(thrown);
  }

  // Takes the part of that number if nobody has, so that a thread meets the same rows again; then what is left.
  void run_unclaimed(int first) {
    for (int part = first;;) {
      std::uint64_t const bit = std::uint64_t(1) << part;
      if (unclaimed_.fetch_and(~bit, std::memory_order_acquire) & bit) run_part(part);
      std::uint64_t const left = unclaimed_.load(std::memory_order_relaxed);
      if (left == 0) return;
      part = __builtin_ctzll(left);
    }
  }
  void run_part(int part) {
    inside() = true;
    try {
      work_(part, parts_);
    } catch (...) {
      if (!throws_.test_and_set()) thrown_ = std::current_exception();
    }
    inside() = false;
    if (unfinished_.fetch_sub(1) == 1 && caller_sleeps_.load()) wake(::pthread_cond_signal, all_is_done_);
  }
  void wait_for_others() {
    for (int looks = 0; looks < patience; ++looks) {
      if (unfinished_.load(std::memory_order_acquire) == 0) return;
      pause();
    }
    ::pthread_mutex_lock(&mutex_);
    caller_sleeps_ = true;
    while (unfinished_.load() != 0) ::pthread_cond_wait(&all_is_done_, &mutex_);
    caller_sleeps_ = false;
    ::pthread_mutex_unlock(&mutex_);
  }
  // Who sleeps says so and then looks once more, who wakes changes the number and then looks for sleepers: one sees the other.
  // With the mutex between, the sleeper is asleep.
  void wake(int (*signal)(::pthread_cond_t*), ::pthread_cond_t& condition) {
    ::pthread_mutex_lock(&mutex_);
    ::pthread_mutex_unlock(&mutex_);
    signal(&condition);
  }
  void sleep_until_called_after(unsigned seen) {
    ::pthread_mutex_lock(&mutex_);
    ++sleeping_;
    while (calls_.load() == seen) ::pthread_cond_wait(&work_is_there_, &mutex_);
    --sleeping_;
    ::pthread_mutex_unlock(&mutex_);
  }

  static void pause() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
  }

  // False if the system gives no more: then there is one thread fewer, and nothing else changes.
  bool start_thread() {
    struct start {
      thread_pool* pool;
      int number;
    };
    auto* const told = new start{this, threads_ + 1};
    ::sigset_t all, before; // signals are for the program's own threads
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    ::pthread_t thread;
    auto const body = [](void* given) -> void* {
      start const mine = *static_cast<start*>(given);
      delete static_cast<start*>(given);
      mine.pool->serve(mine.number);
      return nullptr;
    };
    bool const started = ::pthread_create(&thread, nullptr, body, told) == 0;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (!started) {
      delete told;
      return false;
    }
    ::pthread_detach(thread);
    ++threads_;
    return true;
  }

  [[noreturn]] void serve(int number) {
    for (;;) {
      unsigned const seen = calls_.load();
      for (int looks = 0; looks < patience; ++looks) {
        if (unclaimed_.load(std::memory_order_relaxed) != 0) {
          run_unclaimed(number % most_parts);
          looks = 0;
        }
        pause();
      }
      sleep_until_called_after(seen);
    }
  }
};

} // namespace sp::cpu::detail
