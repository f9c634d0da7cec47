// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <shapeproof/ops/stack.hpp>
#include <shapeproof/ops/unstack.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Sentence : sp::axis<> {};
struct Time : sp::axis<> {};
struct Two : sp::axis<2> {};
struct Letters : sp::ragged<Batch> {};
struct Words : sp::ragged<Sentence> {};

template <class... A>
using row = sp::tensor<float, A...>;
using on_tape = sp::taped<float, Batch>;
template <class A, class... X>
concept called = requires(X... x) { sp::stack<A>(x...); };
template <class A, class X>
constexpr bool unstack_refused = !sp::unstackable<X, A> && !requires(X x) { sp::unstack<A>(x); };

static_assert(std::is_same_v<decltype(sp::stack<Two>(row<Batch>(), row<Batch>())), row<Two, Batch>>);
static_assert(std::is_same_v<decltype(sp::stack<Time>(std::declval<on_tape&>(),
                                                      std::declval<sp::parameter<float, Batch> const&>())),
                             sp::taped<float, Time, Batch>>);
static_assert(std::is_same_v<decltype(sp::stack<Two>(std::vector<on_tape>())), sp::taped<float, Two, Batch>>);
static_assert(std::is_same_v<decltype(sp::stack<Letters>(std::vector<row<Batch>>(), Letters())), row<Letters, Batch>>);
static_assert(called<Time, std::array<row<Batch>, 2>> && called<Time, row<Batch, Letters>>);
static_assert(std::is_same_v<decltype(sp::unstack<Time>(row<Batch, Time>())), std::vector<row<Batch>>>);
static_assert(
    std::is_same_v<decltype(sp::unstack<Time>(std::declval<sp::taped<float, Time, Batch>&>())), std::vector<on_tape>>);

static_assert(!called<Two, row<Batch>, sp::tensor<double, Batch>>);
static_assert(!called<Batch, row<Batch>, row<Batch>> && !called<Batch, std::vector<row<Batch>>>);
static_assert(!called<Two, row<Batch>> && !called<Two, row<Batch>, row<Batch>, row<Batch>>);
static_assert(!called<Letters, row<Batch>, row<Batch>> && !called<Letters, std::vector<row<Batch>>>);
static_assert(!called<Words, std::vector<row<Batch>>, Words>);
static_assert(!called<Two, on_tape, row<Batch>>);
static_assert(!called<Time, std::vector<int>>);
static_assert(sp::stackable<Two, row<Batch>, row<Batch>> && !sp::stackable<Two, row<Batch>> &&
              !sp::stackable<Letters, row<Batch>>);
static_assert(sp::sequence_stackable<Time, std::vector<row<Batch>>> &&
              !sp::sequence_stackable<Batch, std::vector<row<Batch>>> &&
              !sp::sequence_stackable<Time, std::vector<int>>);
static_assert(sp::operand_sequence<std::vector<row<Batch>>> && !sp::operand_sequence<std::vector<int>> &&
              !sp::operand_sequence<row<Batch>>);
static_assert(sp::sequence_stackable_with_lengths<Letters, std::vector<row<Batch>>> &&
              !sp::sequence_stackable_with_lengths<Words, std::vector<row<Batch>>> &&
              !sp::sequence_stackable_with_lengths<Time, std::vector<row<Batch>>>);
static_assert(unstack_refused<Time, row<Batch>>);
static_assert(unstack_refused<Letters, row<Batch, Letters>> && unstack_refused<Batch, row<Batch, Letters>>);
} // namespace
