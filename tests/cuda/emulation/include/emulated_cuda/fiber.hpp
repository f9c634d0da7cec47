// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <memory>
#include <new>
#include <sys/mman.h>
#include <vector>
#ifndef __x86_64__
#include <ucontext.h>
#endif

// Functions that stop in the middle and go on later, all on one thread of the system: what the threads of a kernel run on.
namespace emulated_cuda {

#ifdef __x86_64__
using registers = void*; // the stack pointer; the others lie on the stack

extern "C" void emulated_cuda_change(void** save, void* load);
asm(R"(
.pushsection .text.emulated_cuda_change,"axG",@progbits,emulated_cuda_change,comdat
.weak emulated_cuda_change
.type emulated_cuda_change, @function
emulated_cuda_change:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size emulated_cuda_change, .-emulated_cuda_change
.popsection
)");

// Registers with which `entry` begins on an empty stack; it never returns.
inline void prepare(registers& fresh, char* stack, std::size_t bytes, void (*entry)()) {
  void** top = reinterpret_cast<void**>(stack + bytes);
  *--top = nullptr; // where entry would return to
  *--top = reinterpret_cast<void*>(entry);
  for (int saved = 0; saved < 6; ++saved) *--top = nullptr;
  fresh = top;
}
inline void change(registers& save, registers& load) { emulated_cuda_change(&save, load); }
#else
using registers = ucontext_t; // slower: it saves the mask of signals, too

inline void prepare(registers& fresh, char* stack, std::size_t bytes, void (*entry)()) {
  getcontext(&fresh);
  fresh.uc_stack.ss_sp = stack;
  fresh.uc_stack.ss_size = bytes;
  fresh.uc_link = nullptr;
  makecontext(&fresh, entry, 0);
}
inline void change(registers& save, registers& load) { swapcontext(&save, &load); }
#endif

struct fiber {
  registers saved{};
  char* stack = nullptr;
};

// Fibers are kept for the next launch: their stacks are what costs.
class fiber_pool {
  static constexpr std::size_t stack_bytes = 128 << 10, page = 4096, at_a_time = 64;
  std::vector<std::unique_ptr<fiber>> all_;
  std::vector<fiber*> idle_;

public:
  fiber* take(void (*entry)()) {
    if (idle_.empty()) add();
    fiber* const f = idle_.back();
    idle_.pop_back();
    prepare(f->saved, f->stack, stack_bytes, entry);
    return f;
  }
  void give(fiber* f) { idle_.push_back(f); }
  // Whatever stands on the stacks is given up.
  void take_all_back() {
    idle_.clear();
    for (auto const& f : all_) idle_.push_back(f.get());
  }

private:
  void add() {
    void* const memory = mmap(nullptr, stack_bytes * at_a_time, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    for (std::size_t i = 0; i < at_a_time; ++i) {
      char* const stack = static_cast<char*>(memory) + i * stack_bytes;
      mprotect(stack, page, PROT_NONE); // too deep a stack is found at once
      all_.push_back(std::make_unique<fiber>());
      all_.back()->stack = stack;
      idle_.push_back(all_.back().get());
    }
  }
};

} // namespace emulated_cuda
