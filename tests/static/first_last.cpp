// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/first_last.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

template <class... A>
using row = sp::tensor<float, A...>;
template <class A, class X>
concept called = requires(X x) {
  sp::first<A>(x);
  sp::last<A>(x);
};
template <class A, class X>
constexpr bool refused =
    !sp::has_positions_along<X, A> && !requires(X x) { sp::first<A>(x); } && !requires(X x) { sp::last<A>(x); };

static_assert(std::is_same_v<decltype(sp::last<Letters>(row<Letters, Batch, Time>())), row<Batch, Time>>);
static_assert(std::is_same_v<decltype(sp::first<Time>(std::declval<sp::taped<float, Letters, Batch, Time>&>())),
                             sp::taped<float, Letters, Batch>>);
static_assert(called<Time, row<Time>> && sp::has_positions_along<row<Time>, Time>);
static_assert(refused<Time, row<Batch>>);
static_assert(refused<Batch, row<Batch, Letters>>);

// Where one direction ends, the other has only begun.
struct Half : sp::axis<4> {};
using both_ways = sp::both<Half, sp::reversed<Half>>;
static_assert(refused<Letters, row<Letters, Batch, both_ways>>);
static_assert(called<Letters, row<Letters, Batch, Half>> && called<Letters, row<Letters, Batch, sp::reversed<Half>>>);
static_assert(called<Time, row<Time, both_ways>>); // positions of something else than what was read
} // namespace
