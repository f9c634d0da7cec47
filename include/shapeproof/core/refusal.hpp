// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "device.hpp"

// How a refused operation says why. Beside each constrained operation stands a catch-all without a body whose return type is
// an undefined class; its qualified name is a sentence: operation, operands, cause, remedy. "Returns an incomplete type" is
// an error at the user's line, one per mistake, and makes `requires { a + b; }` false. The pattern, for an operation `op`:
//
//   template <class A, class B> struct cannot_op { struct because_...  { struct do_this_instead; }; };    // the words
//   auto why_not_op(tag<...>, tag<...>) { return say<cannot_op<...>::because_...::do_this_instead>(); }   // which words
//   template <operand A, operand B> requires (!op_able<A, B>)
//   auto op(A const&, B const&) -> decltype(refuse(why_not_op(of<A>, of<B>)));                            // no body
//
// Operand types reach the words by deduction only: through an alias g++ would print "{aka ...}" after each of them.
namespace sp {

template <class... Operands>
struct cannot_compute {
  struct because_they_lie_on_two_devices {
    struct use_to_cuda_or_to_host; // to<sp::cuda>(x) copies to the GPU, to<sp::host>(x) back
  };
};

} // namespace sp

namespace sp::detail {

template <class X>
struct tag {};

// Stands for a function object in a catch-all, whose own type could be local to the caller's function.
struct any_argument {
  template <class X>
  any_argument(X const&) {}
};

// An answer is a pointer, so that it may point to an undefined class.
template <class Sentence>
Sentence* say() {
  return nullptr;
}

// Deduction drops every alias that led here.
template <class Sentence>
auto refuse(Sentence*) -> Sentence;

// The same for an operation on several operands. Those of two devices have a sentence of their own, whatever the operation.
template <class... X, class Sentence>
  requires on_one_device<X...>
auto refuse_of(Sentence*) -> Sentence;
template <class... X, class Sentence>
  requires(!on_one_device<X...>)
auto refuse_of(Sentence*) -> typename cannot_compute<
    typename placed_signature<X>::type...>::because_they_lie_on_two_devices::use_to_cuda_or_to_host;

} // namespace sp::detail
