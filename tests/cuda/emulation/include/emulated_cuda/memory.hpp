// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

// The memory of the emulated device: one range of addresses that can be touched only while a kernel or a copy runs.
// Fresh memory is full of 0xFF bytes, which is NaN as a number; so is a guard behind each piece, where a write is found.
namespace emulated_cuda {

// Something that a GPU would do wrong silently, or not at all.
class fault : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

inline std::recursive_mutex& everything() {
  static std::recursive_mutex m;
  return m;
}

class device_memory {
  static constexpr std::size_t reserved = std::size_t(4) << 30, grain = 256, guard_bytes = 64,
                               page = std::size_t(2) << 20; // huge, so that few entries change when memory is opened
  static constexpr int fresh_byte = 0xFF;
  char* base_ = nullptr;
  std::size_t used_ = 0; // bytes from base that have ever been handed out
  int open_ = 0;
  std::map<char*, std::size_t> pieces_; // where each starts, and its bytes as asked for
  std::map<char*, std::size_t> free_;   // and the bytes of each that may be handed out again
  std::map<char*, std::size_t> guards_; // bytes that nothing may write
  std::map<char*, std::size_t> pinned_; // host memory that the device may touch

public:
  static device_memory& get() {
    static device_memory* const memory = new device_memory; // outlives what is destroyed at the end of the program
    return *memory;
  }

  void* allocate(std::size_t bytes) {
    std::lock_guard const lock(everything());
    if (bytes > reserved / 2) return nullptr;
    std::size_t const whole = whole_of(bytes);
    auto const fits = std::find_if(free_.begin(), free_.end(), [&](auto const& f) { return f.second >= whole; });
    char* piece = nullptr;
    if (fits != free_.end()) {
      piece = fits->first;
      std::size_t const rest = fits->second - whole;
      free_.erase(fits);
      if (rest > 0) free_[piece + whole] = rest;
    } else {
      if (used_ + whole > reserved) return nullptr;
      if (base_ == nullptr) reserve();
      piece = base_ + used_;
      if (open_ > 0) close_now();
      used_ += whole;
      if (open_ > 0) open_now();
    }
    pieces_[piece] = bytes;
    opened const memory;
    std::memset(piece, fresh_byte, whole);
    guards_[piece + bytes] = whole - bytes;
    return piece;
  }

  // False where nothing starts at `p`.
  bool release(void* p) {
    std::lock_guard const lock(everything());
    auto const piece = pieces_.find(static_cast<char*>(p));
    if (piece == pieces_.end()) return false;
    std::size_t const whole = whole_of(piece->second);
    char* const start = piece->first;
    std::string const broken = take_guards(start, start + whole);
    if (!broken.empty()) give_up(broken);
    {
      opened const memory;
      std::memset(start, fresh_byte, whole);
    }
    pieces_.erase(piece);
    auto const here = free_.emplace(start, whole).first;
    if (auto const next = std::next(here); next != free_.end() && next->first == start + whole) {
      here->second += next->second;
      free_.erase(next);
    }
    if (here != free_.begin())
      if (auto const before = std::prev(here); before->first + before->second == start) {
        before->second += here->second;
        free_.erase(here);
      }
    return true;
  }

  // Part of a piece is handed out (again): it is fresh, and the `room` bytes behind it are guarded.
  void hand_out(void* p, std::size_t bytes, std::size_t room) {
    std::lock_guard const lock(everything());
    auto* const start = static_cast<char*>(p);
    auto const broken = take_guards(start, start + bytes + room);
    if (!broken.empty()) throw fault(broken);
    opened const memory;
    std::memset(start, fresh_byte, bytes + room);
    if (room > 0) guards_[start + bytes] = room;
  }
  // What lies in these bytes of a piece is not guarded any more.
  void take_back(void* p, std::size_t bytes) {
    std::lock_guard const lock(everything());
    auto const broken = take_guards(static_cast<char*>(p), static_cast<char*>(p) + bytes);
    if (!broken.empty()) give_up(broken);
  }

  // Throws a fault if anything was written behind a piece. What was broken is mended, so that it is reported once.
  void check_guards(std::string const& after) {
    std::lock_guard const lock(everything());
    opened const memory;
    for (auto const& [start, bytes] : guards_)
      if (broken(start, bytes)) {
        std::string const what = where(start, bytes);
        std::memset(start, fresh_byte, bytes);
        throw fault(after + ": " + what);
      }
  }

  bool on_device(void const* p) const {
    auto const* const at = static_cast<char const*>(p);
    return base_ != nullptr && at >= base_ && at < base_ + reserved;
  }
  // Whether these bytes lie in one piece that is in use.
  bool in_use(void const* p, std::size_t bytes) const {
    std::lock_guard const lock(everything());
    auto* const at = const_cast<char*>(static_cast<char const*>(p));
    auto after = pieces_.upper_bound(at);
    if (after == pieces_.begin()) return false;
    --after;
    return at + bytes <= after->first + after->second;
  }
  std::size_t bytes_in_use() const {
    std::lock_guard const lock(everything());
    std::size_t sum = 0;
    for (auto const& [start, bytes] : pieces_) sum += bytes;
    return sum;
  }
  std::size_t capacity() const { return reserved; }

  void* allocate_pinned(std::size_t bytes) {
    std::lock_guard const lock(everything());
    auto* const p = static_cast<char*>(std::malloc(bytes + (bytes == 0)));
    if (p != nullptr) pinned_[p] = bytes;
    return p;
  }
  bool release_pinned(void* p) {
    std::lock_guard const lock(everything());
    if (pinned_.erase(static_cast<char*>(p)) == 0) return false;
    std::free(p);
    return true;
  }
  bool is_pinned(void const* p) const {
    std::lock_guard const lock(everything());
    auto* const at = const_cast<char*>(static_cast<char const*>(p));
    auto after = pinned_.upper_bound(at);
    return after != pinned_.begin() && at < std::prev(after)->first + std::prev(after)->second;
  }

  // While one of these lives, device memory may be touched.
  class opened {
  public:
    opened() {
      everything().lock();
      if (device_memory& m = get(); m.open_++ == 0) m.open_now();
    }
    ~opened() {
      if (device_memory& m = get(); --m.open_ == 0) m.close_now();
      everything().unlock();
    }
    opened(opened const&) = delete;
    opened& operator=(opened const&) = delete;
  };

private:
  // Where a destructor frees there is nobody to throw to.
  [[noreturn]] static void give_up(std::string const& why) {
    std::fprintf(stderr, "emulated CUDA: %s\n", why.c_str());
    std::abort();
  }
  static std::size_t whole_of(std::size_t bytes) { return (bytes + guard_bytes + grain - 1) / grain * grain; }

  void reserve() {
    void* const memory = mmap(nullptr, reserved + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    base_ = static_cast<char*>(memory) + (page - reinterpret_cast<std::uintptr_t>(memory) % page) % page;
    madvise(base_, reserved, MADV_HUGEPAGE); // only a wish
  }
  void protect(int how) {
    if (used_ > 0) mprotect(base_, (used_ + page - 1) / page * page, how);
  }
  void open_now() { protect(PROT_READ | PROT_WRITE); }
  void close_now() {
    protect(PROT_NONE);
    explain_crashes();
  }

  // Looks at both ends of a large guard.
  static bool broken(char const* start, std::size_t bytes) {
    auto const touched = [](char const* from, std::size_t n) {
      return std::any_of(from, from + n, [](char c) { return static_cast<unsigned char>(c) != fresh_byte; });
    };
    std::size_t const n = std::min(bytes, guard_bytes);
    return touched(start, n) || touched(start + bytes - n, n);
  }
  static std::string where(char const* start, std::size_t bytes) {
    std::size_t first = 0;
    while (first + 1 < bytes && static_cast<unsigned char>(start[first]) == fresh_byte) ++first;
    return "written " + std::to_string(first) + " bytes beyond the end of a piece of device memory";
  }
  // Removes the guards that begin in [from, to); says what is wrong with the first that was written to.
  std::string take_guards(char* from, char* to) {
    opened const memory;
    std::string found;
    auto const first = guards_.lower_bound(from), last = guards_.lower_bound(to);
    for (auto g = first; g != last; ++g)
      if (found.empty() && broken(g->first, g->second)) found = where(g->first, g->second);
    guards_.erase(first, last);
    return found;
  }

  // Says what it means when the host touches device memory, and leaves the rest to who handled such signals before. Test
  // frameworks set handlers of their own for each test, so this looks again whenever memory is closed.
  static void explain_crashes() {
    struct sigaction now = {};
    sigaction(SIGSEGV, nullptr, &now);
    if (now.sa_sigaction == explain) return;
    before() = now;
    struct sigaction mine = {};
    mine.sa_flags = SA_SIGINFO | SA_ONSTACK;
    mine.sa_sigaction = explain;
    sigaction(SIGSEGV, &mine, nullptr);
  }
  static void explain(int, siginfo_t* info, void*) {
    static char const text[] =
        "emulated CUDA: device memory is touched outside of kernels and copies, or beyond its end\n";
    if (get().on_device(info->si_addr) && write(2, text, sizeof text - 1) < 0) {
    }
    sigaction(SIGSEGV, &before(), nullptr); // what failed is tried again, and fails for whoever was there before
  }
  static struct sigaction& before() {
    static struct sigaction action = {};
    return action;
  }
};

// Whether a word among the arguments of a kernel is an address of host memory that a device cannot reach.
inline bool is_host_address(std::uint64_t word) {
  if (word < (std::uint64_t(1) << 40) || word >= (std::uint64_t(1) << 47)) return false;
  auto* const p = reinterpret_cast<void*>(static_cast<std::uintptr_t>(word));
  device_memory const& memory = device_memory::get();
  if (memory.on_device(p) || memory.is_pinned(p)) return false;
  auto* const page = reinterpret_cast<void*>(static_cast<std::uintptr_t>(word & ~std::uint64_t(4095)));
  return msync(page, 1, MS_ASYNC) == 0; // an error where nothing is mapped: then it is no address
}

} // namespace emulated_cuda
