// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/merge.hpp>
#include <shapeproof/ops/split.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Eight : sp::axis<8> {};
struct Four : sp::axis<4> {};
struct Two : sp::axis<2> {};
struct Three : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};

template <class... A>
using row = sp::tensor<float, A...>;
template <class A, class B, class X, class AB = sp::merged<A, B>>
constexpr bool merge_refused = !sp::mergeable<X, A, B, AB> && !requires(X x) { sp::merge<A, B, AB>(x); };
template <class AB, class A, class B, class X, class... Given>
constexpr bool split_refused =
    !sp::splittable<X, AB, A, B, Given...> && !requires(X x, Given... n) { sp::split<AB, A, B>(x, n...); };

static_assert(sp::merged<Four, Two>::fixed == 8 && sp::merged<Four, Time>::fixed == sp::dynamic);
static_assert(
    std::is_same_v<decltype(sp::merge<Four, Two>(row<Batch, Four, Two>())), row<Batch, sp::merged<Four, Two>>>);
static_assert(std::is_same_v<decltype(sp::merge<Four, Two, Eight>(row<Four, Two, Batch, Letters>())),
                             row<Eight, Batch, Letters>>);
static_assert(std::is_same_v<decltype(sp::merge<Batch, Time, Time>(std::declval<sp::taped<float, Batch, Time>&>())),
                             sp::taped<float, Time>>);
static_assert(std::is_same_v<decltype(sp::split<Eight, Four, Two>(row<Batch, Eight>())), row<Batch, Four, Two>>);
static_assert(std::is_same_v<decltype(sp::split<Eight, Batch, Two>(row<Eight>())), row<Batch, Two>>);
static_assert(std::is_same_v<decltype(sp::split<Time, Batch, Time>(row<Time>(), Batch())), row<Batch, Time>>);

static_assert(merge_refused<Four, Three, row<Four, Two>>);
static_assert(merge_refused<Two, Four, row<Four, Two>> && merge_refused<Four, Two, row<Four, Batch, Two>>);
static_assert(merge_refused<Four, Four, row<Four, Two>>);
static_assert(merge_refused<Batch, Letters, row<Batch, Letters>>);
static_assert(merge_refused<Batch, Four, row<Letters, Batch, Four>>);
static_assert(merge_refused<Four, Two, row<Four, Two, Batch>, Batch>);
static_assert(merge_refused<Four, Two, row<Four, Two>, Three>);
static_assert(merge_refused<Four, Two, row<Batch, Four, Two>, Letters>);
static_assert(split_refused<Eight, Four, Three, row<Eight>> && split_refused<Eight, Three, Time, row<Eight>>);
static_assert(split_refused<Time, Four, Two, row<Eight>>);
static_assert(split_refused<Eight, Four, Four, row<Eight>> && split_refused<Eight, Batch, Two, row<Batch, Eight>>);
static_assert(split_refused<Eight, Batch, Time, row<Eight>> && !split_refused<Eight, Batch, Time, row<Eight>, Time>);
static_assert(split_refused<Letters, Four, Time, row<Batch, Letters>>);
static_assert(split_refused<Batch, Four, Time, row<Batch, Letters>>);
static_assert(split_refused<Eight, Letters, Two, row<Batch, Eight>>);
} // namespace
