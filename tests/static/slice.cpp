// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/slice.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Part : sp::axis<> {};
struct Eight : sp::axis<8> {};
struct Four : sp::axis<4> {};
struct Letters : sp::ragged<Batch> {};

template <class... A>
using row = sp::tensor<float, A...>;
template <class A, class P, class X>
constexpr bool refused = !sp::sliceable<X, A, P> && !requires(X x, P p) { sp::slice<A, P>(x, 0, p); };
template <class A, class P, sp::extent_t First, class X>
concept called_at = requires(X x) { sp::slice<A, P, First>(x); };

static_assert(std::is_same_v<decltype(sp::slice<Time, Part>(row<Batch, Time>(), 0, Part())), row<Batch, Part>>);
static_assert(
    std::is_same_v<decltype(sp::slice<Eight, Four, 4>(row<Eight, Batch, Letters>())), row<Four, Batch, Letters>>);
static_assert(called_at<Time, Four, 9, row<Time>> && called_at<Eight, Four, 0, sp::taped<float, Eight>>);

static_assert(refused<Time, Part, row<Batch>>);
static_assert(refused<Time, Batch, row<Batch, Time>> && refused<Time, Time, row<Time>>);
static_assert(refused<Letters, Part, row<Batch, Letters>>);
static_assert(refused<Time, Letters, row<Batch, Time>>);
static_assert(refused<Batch, Part, row<Batch, Letters>>);
static_assert(refused<Four, Eight, row<Four>>);
static_assert(!called_at<Eight, Four, 5, row<Eight>> && !called_at<Eight, Four, -1, row<Eight>>);
static_assert(!called_at<Eight, Part, 0, row<Eight>>);
} // namespace
