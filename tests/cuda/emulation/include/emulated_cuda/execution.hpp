// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "fiber.hpp"
#include "memory.hpp"
#include "threads.hpp"
#include "types.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <source_location>
#include <string>
#include <vector>

inline uint3 threadIdx{}, blockIdx{};
inline dim3 blockDim, gridDim;
inline constexpr int warpSize = 32;

// How the threads of a kernel run: each on a fiber, in turn, until it returns or waits for others. A thread that never waits
// costs a call. With EMULATED_CUDA_ORDER=reversed in the environment the last thread of the last block begins: what depends
// on the order, for want of a barrier, gives other numbers then.
namespace emulated_cuda {

inline thread_state* current = nullptr; // the thread that runs

class engine {
  static constexpr std::size_t shared_guard = 128, shared_alignment = 128;
  registers scheduler_{};
  fiber_pool fibers_;
  fiber* running_ = nullptr;
  std::vector<thread_state> threads_;
  std::vector<block_state> blocks_;
  std::size_t count_ = 0, started_ = 0, returned_ = 0; // threads
  std::size_t at_grid_barrier_ = 0;
  thread_queue ready_, waiting_for_grid_;
  void (*kernel_)(void const*) = nullptr;
  void const* arguments_ = nullptr;
  bool reversed_ = false;
  launch_shape shape_;
  std::string wrong_;

public:
  static engine& get() {
    static engine* const e = new engine;
    return *e;
  }

  // Runs kernel(arguments) for each thread of the grid. Throws a fault.
  void run(launch_shape const& shape, void (*kernel)(void const*), void const* arguments) {
    std::lock_guard const lock(everything());
    if (current != nullptr) throw fault("a kernel launches a kernel");
    device_memory::opened const memory;
    char const* const order = std::getenv("EMULATED_CUDA_ORDER");
    reversed_ = order != nullptr && std::string(order) == "reversed";
    kernel_ = kernel;
    arguments_ = arguments;
    shape_ = shape;
    blockDim = shape.block;
    gridDim = shape.grid;
    std::size_t const all = std::size_t(shape.grid.x) * shape.grid.y * shape.grid.z;
    std::size_t const together = shape.cooperative ? all : 1;
    prepare_blocks(together);
    for (std::size_t first = 0; first < all; first += together) {
      for (std::size_t b = 0; b < together; ++b) begin(b, reversed_ ? all - 1 - (first + b) : first + b);
      run_blocks();
      for (std::size_t b = 0; b < together; ++b) check_shared(blocks_[b]);
    }
  }

  // Something is wrong in the thread that runs: the launch ends here.
  [[noreturn]] void fail(std::string const& what) {
    wrong_ = what + here();
    registers nobody{};
    change(nobody, scheduler_);
    std::abort();
  }

  std::uint64_t wait_for_block(int vote, location const& at) {
    thread_state* const me = current;
    block_state& b = *me->block;
    if (b.arrived == 0) {
      b.at = at;
      b.votes = 0;
    } else if (!same(b.at, at)) {
      fail("threads of a block wait in different __syncthreads, one" + text(b.at) + ", one" + text(at));
    }
    b.votes += vote != 0;
    if (++b.arrived < b.threads) {
      b.waiting.push(me);
      wait(meeting::block_barrier, at);
      return me->result;
    }
    for (thread_state* t = b.waiting.first; t != nullptr; t = t->next) t->result = b.votes;
    b.arrived = 0;
    ready_.append(b.waiting);
    return b.votes;
  }

  void wait_for_grid(location const& at) {
    if (!shape_.cooperative) fail("the barrier of the grid in a launch that is not cooperative");
    if (++at_grid_barrier_ < count_) {
      waiting_for_grid_.push(current);
      wait(meeting::grid_barrier, at);
      return;
    }
    at_grid_barrier_ = 0;
    ready_.append(waiting_for_grid_);
  }

  // All lanes of the mask meet here. A shuffle gives the value of lane `source`, a vote the bits of all values.
  std::uint64_t exchange(meeting what, unsigned mask, std::uint64_t value, int source, location const& at) {
    thread_state* const me = current;
    warp_state& warp = *me->warp;
    int const lane = static_cast<int>(me->in_block % 32);
    unsigned const bit = 1u << lane;
    if (!(mask & bit)) fail(std::string(name_of(what)) + " whose mask does not name the thread itself");
    if (mask & ~warp.lanes) fail(std::string(name_of(what)) + " whose mask names lanes that the block does not have");
    lane_group* group = nullptr;
    for (lane_group& g : warp.groups) {
      if (g.arrived == 0) {
        if (group == nullptr) group = &g;
        continue;
      }
      if (!(g.mask & bit) && !(g.mask & mask)) continue;
      if (g.mask != mask || g.what != what || !same(g.at, at))
        fail("lanes of a warp meet in different places, one in " + std::string(name_of(g.what)) + text(g.at) +
             ", one in " + name_of(what) + text(at));
      group = &g;
      break;
    }
    if (group == nullptr) {
      warp.groups.emplace_back();
      group = &warp.groups.back();
    }
    if (group->arrived == 0) {
      group->mask = mask;
      group->what = what;
      group->at = at;
    }
    group->arrived |= bit;
    group->values[lane] = value;
    group->sources[lane] = source;
    group->threads[lane] = me;
    if (group->arrived != mask) {
      wait(what, at);
      return me->result;
    }
    std::uint64_t votes = 0;
    if (what == meeting::vote)
      for (int l = 0; l < 32; ++l)
        if ((mask >> l & 1) && group->values[l] != 0) votes |= std::uint64_t(1) << l;
    for (int l = 0; l < 32; ++l) {
      if (!(mask >> l & 1)) continue;
      thread_state* const t = group->threads[l];
      if (what == meeting::shuffle) {
        int const from = group->sources[l];
        if (!(mask >> from & 1))
          fail("a shuffle in lane " + std::to_string(l) + " from lane " + std::to_string(from) +
               ", which the mask does not name," + text(at));
        t->result = group->values[from];
      } else {
        t->result = votes;
      }
    }
    group->arrived = 0;
    for (int l = 0; l < 32; ++l)
      if ((mask >> l & 1) && group->threads[l] != me) ready_.push(group->threads[l]);
    return me->result;
  }

  // Lets the others go on first.
  void yield() {
    ready_.push(current);
    wait(meeting::none, {});
  }

  // Shared memory of the block that runs.
  unsigned char* dynamic_shared() { return current->block->shared; }
  void* fixed_shared(void const* key, std::size_t bytes) {
    block_state& b = *current->block;
    for (shared_piece const& p : b.pieces)
      if (p.key == key) return p.memory.get();
    b.pieces.push_back({key, std::unique_ptr<unsigned char[]>(new unsigned char[bytes + (bytes == 0)])});
    std::memset(b.pieces.back().memory.get(), 0xFF, bytes);
    return b.pieces.back().memory.get();
  }

private:
  static bool same(location const& a, location const& b) {
    return a.line() == b.line() && a.column() == b.column() &&
           (a.file_name() == b.file_name() || std::strcmp(a.file_name(), b.file_name()) == 0);
  }
  static std::string text(location const& at) {
    return " at " + std::string(at.file_name()) + ":" + std::to_string(at.line());
  }
  static std::string text(uint3 const& i) {
    return "(" + std::to_string(i.x) + ", " + std::to_string(i.y) + ", " + std::to_string(i.z) + ")";
  }
  std::string here() const {
    return " [block " + text(current->block->index) + ", thread " + text(current->index) + "]";
  }

  unsigned threads_of_block() const { return shape_.block.x * shape_.block.y * shape_.block.z; }

  void prepare_blocks(std::size_t together) {
    unsigned const each = threads_of_block();
    if (blocks_.size() < together) blocks_.resize(together);
    if (threads_.size() < together * each) threads_ = std::vector<thread_state>(together * each);
    for (std::size_t b = 0; b < together; ++b) {
      block_state& block = blocks_[b];
      block.threads = each;
      block.warps.resize((each + 31) / 32);
      for (unsigned w = 0; w < block.warps.size(); ++w) {
        unsigned const lanes = each - 32 * w;
        block.warps[w].lanes = lanes >= 32 ? ~0u : (1u << lanes) - 1;
      }
      std::size_t const bytes = shape_.shared_bytes + shared_guard + shared_alignment;
      block.shared_room.resize(bytes / 8 + 1);
      auto const start = reinterpret_cast<std::uintptr_t>(block.shared_room.data());
      block.shared = reinterpret_cast<unsigned char*>(block.shared_room.data()) +
                     (shared_alignment - start % shared_alignment) % shared_alignment;
      for (unsigned t = 0; t < each; ++t) {
        thread_state& thread = threads_[b * each + t];
        thread.block = &block;
        thread.warp = &block.warps[t / 32];
        thread.in_block = t;
        thread.index = {t % shape_.block.x, t / shape_.block.x % shape_.block.y, t / (shape_.block.x * shape_.block.y)};
      }
    }
    count_ = together * each;
  }

  void begin(std::size_t b, std::size_t place) {
    block_state& block = blocks_[b];
    dim3 const& grid = shape_.grid;
    block.index = {static_cast<unsigned>(place % grid.x), static_cast<unsigned>(place / grid.x % grid.y),
                   static_cast<unsigned>(place / (std::size_t(grid.x) * grid.y))};
    block.arrived = 0;
    block.waiting.first = nullptr;
    block.pieces.clear();
    for (warp_state& w : block.warps)
      for (lane_group& g : w.groups) g.arrived = 0;
    std::memset(block.shared, 0xFF, shape_.shared_bytes + shared_guard);
    for (unsigned t = 0; t < block.threads; ++t) {
      thread_state& thread = threads_[b * block.threads + t];
      thread.returned = false;
      thread.waits_for = meeting::none;
    }
  }

  void run_blocks() {
    started_ = returned_ = at_grid_barrier_ = 0;
    ready_.first = waiting_for_grid_.first = nullptr;
    wrong_.clear();
    go_on(scheduler_);
    if (wrong_.empty() && returned_ < count_) wrong_ = who_waits();
    current = nullptr;
    if (!wrong_.empty()) {
      fibers_.take_all_back();
      throw fault(wrong_);
    }
  }

  // What can run next does; it comes back here when somebody changes to `save`.
  void go_on(registers& save) {
    if (started_ < count_) {
      running_ = fibers_.take(run_threads);
      change(save, running_->saved);
    } else if (ready_.first != nullptr) {
      thread_state* const t = ready_.pop();
      running_ = t->on;
      enter(t);
      if (&save != &running_->saved) change(save, running_->saved);
    } else {
      change(save, scheduler_);
    }
  }
  void enter(thread_state* t) {
    current = t;
    threadIdx = t->index;
    blockIdx = t->block->index;
  }
  void wait(meeting what, location const& at) {
    thread_state* const me = current;
    me->waits_for = what;
    me->at = at;
    go_on(me->on->saved);
    me->waits_for = meeting::none;
  }

  // A fiber runs one thread after another. When one waits, the fiber stays with it, and another fiber goes on with the rest.
  static void run_threads() { get().run_threads_here(); }
  void run_threads_here() {
    fiber* const mine = running_;
    while (started_ < count_) {
      thread_state* const t = &threads_[reversed_ ? count_ - 1 - started_ : started_];
      ++started_;
      t->on = mine;
      enter(t);
      try {
        kernel_(arguments_);
      } catch (...) {
        fail("a kernel throws");
      }
      t->returned = true;
      ++returned_;
    }
    fibers_.give(mine);
    go_on(mine->saved);
    std::abort(); // nobody comes back to a fiber that was given back
  }

  void check_shared(block_state const& b) const {
    for (std::size_t i = 0; i < shared_guard; ++i)
      if (b.shared[shape_.shared_bytes + i] != 0xFF)
        throw fault("written " + std::to_string(i) + " bytes beyond the dynamic shared memory [block " + text(b.index) +
                    "]");
  }

  std::string who_waits() const {
    std::size_t waiting = 0;
    thread_state const* first = nullptr;
    for (std::size_t i = 0; i < count_; ++i)
      if (!threads_[i].returned) {
        if (first == nullptr) first = &threads_[i];
        ++waiting;
      }
    return "of " + std::to_string(count_) + " threads " + std::to_string(returned_) + " have returned, and " +
           std::to_string(waiting) + " wait for others that do not come: thread " + text(first->index) + " of block " +
           text(first->block->index) + " in " + name_of(first->waits_for) + text(first->at);
  }
};

} // namespace emulated_cuda
