// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/expand.hpp>
#include <shapeproof/ops/iota.hpp>
#include <shapeproof/ops/stop_gradient.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Sentence : sp::axis<> {};
struct Time : sp::axis<> {};
struct One : sp::axis<1> {};
struct Three : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};
struct Words : sp::ragged<Sentence> {};

template <class... A>
using row = sp::tensor<float, A...>;
using on_tape = sp::taped<float, Batch>;
template <class A, class X>
constexpr bool expand_refused = !sp::expandable<X, A> && !requires(X x, A a) { sp::expand<A>(x, a); };
template <class A, class B, class X>
constexpr bool repeat_refused = !sp::repeatable<X, A, B> && !requires(X x, B b) { sp::repeat<A, B>(x, b); };

static_assert(std::is_same_v<decltype(sp::expand<Time>(row<Batch, Three>(), Time())), row<Time, Batch, Three>>);
static_assert(std::is_same_v<decltype(sp::expand<Letters>(std::declval<on_tape&>(), Letters())),
                             sp::taped<float, Letters, Batch>>);
static_assert(expand_refused<Batch, row<Batch>> && expand_refused<Words, row<Batch>>);

// An extent of another axis, as long or not.
template <class X, class B>
concept expanded_by = requires(X x, B b) { sp::expand<Time>(x, b); };
template <class X, class B>
concept repeated_by = requires(X x, B b) { sp::repeat<One, Time>(x, b); };
static_assert(expanded_by<row<Batch>, Time> && !expanded_by<row<Batch>, Sentence>);
static_assert(repeated_by<row<One>, Time> && !repeated_by<row<One>, Sentence>);

static_assert(std::is_same_v<decltype(sp::repeat<One, Three>(row<Batch, One>())), row<Batch, Three>>);
static_assert(std::is_same_v<decltype(sp::repeat<Time, Batch>(row<Time>(), Batch())), row<Batch>>);
static_assert(repeat_refused<One, Three, row<Batch>> && repeat_refused<Three, Time, row<Three>>);
static_assert(repeat_refused<One, Batch, row<Batch, One>> && repeat_refused<One, Letters, row<Batch, One>>);
static_assert(repeat_refused<Letters, Time, row<Batch, Letters>> && repeat_refused<Batch, Time, row<Batch, Letters>>);

static_assert(std::is_same_v<decltype(sp::stop_gradient(std::declval<on_tape const&>())), on_tape>);
static_assert(std::is_same_v<decltype(sp::stop_gradient(std::declval<row<Batch> const&>())), row<Batch> const&>);
static_assert(std::is_same_v<decltype(sp::stop_gradient(row<Batch>())), row<Batch>>);
template <class X>
concept stopped = requires(X& x) { sp::stop_gradient(x); };
static_assert(stopped<on_tape> && sp::stoppable<on_tape>);
static_assert(!stopped<sp::parameter<float, Batch> const> && !sp::stoppable<sp::parameter<float, Batch> const&>);

template <class A>
concept counted = requires(A a) { sp::iota(a); };
static_assert(counted<Batch> && counted<Three> && !counted<Letters>);
} // namespace
