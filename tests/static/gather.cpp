// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/gather.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Kept : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Letters : sp::ragged<Batch> {};

template <class... A>
using row = sp::tensor<float, A...>;
template <class V, class... A>
using ids = sp::tensor<sp::index<V>, A...>;
template <class A, class X, class I>
concept called = requires(X x, I i) { sp::gather<A>(x, i); };
template <class A, class X, class I>
constexpr bool refused = !called<A, X, I> && !sp::gatherable<X, I, A>;

static_assert(
    std::is_same_v<decltype(sp::gather<Time>(row<Batch, Time, Embed>(), ids<Time, Kept>())), row<Batch, Kept, Embed>>);
static_assert(std::is_same_v<decltype(sp::gather<Time>(row<Batch, Time>(), ids<Time>())), row<Batch>>);
static_assert(
    std::is_same_v<decltype(sp::gather<Batch>(row<Letters, Batch>(), ids<Batch, Batch>())), row<Letters, Batch>>);
static_assert(
    std::is_same_v<decltype(sp::gather<Embed>(row<Embed>(), ids<Embed, Letters, Batch>())), row<Letters, Batch>>);
static_assert(std::is_same_v<decltype(sp::gather<Time>(std::declval<sp::taped<float, Time>&>(), ids<Time, Kept>())),
                             sp::taped<float, Kept>>);
static_assert(std::is_same_v<decltype(sp::gather<Time>(std::declval<sp::parameter<float, Time> const&>(),
                                                       std::declval<sp::taped<sp::index<Time>, Kept>&>())),
                             sp::taped<float, Kept>>);

static_assert(refused<Embed, row<Batch, Time>, ids<Embed, Kept>>);
static_assert(refused<Time, row<Batch, Time>, sp::tensor<int, Kept>>);
static_assert(refused<Time, row<Batch, Time>, ids<Batch, Kept>>);
static_assert(refused<Letters, row<Batch, Letters>, ids<Letters, Kept>>);
static_assert(refused<Time, row<Batch, Time>, ids<Time, Batch>>);
static_assert(refused<Batch, row<Batch, Letters>, ids<Batch, Kept>>);
static_assert(refused<Batch, row<Batch, Letters>, ids<Batch, Batch, Kept>>);
static_assert(refused<Time, row<Batch, Time>, sp::taped<sp::index<Time>, Kept>>);
} // namespace
