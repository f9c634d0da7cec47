// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/where.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};

template <class T, class... A>
using of = sp::tensor<T, A...>;
using scores = of<float, Batch, Letters>;
template <class M, class A, class B>
constexpr bool where_refused = !sp::choosable_where<M, A, B> && !requires(M m, A a, B b) { sp::where(m, a, b); };
template <class X, class M>
constexpr bool mask_refused = !sp::maskable<X, M> && !requires(X x, M m) { sp::mask(x, m, 0); };

static_assert(std::is_same_v<decltype(sp::where(of<bool, Letters, Batch>(), scores(), scores())), scores>);
static_assert(std::is_same_v<decltype(sp::mask(scores(), of<bool>(), 0)), scores>);
static_assert(std::is_same_v<decltype(sp::where(of<bool, Batch>(), std::declval<sp::taped<float, Batch>&>(),
                                                std::declval<sp::parameter<float, Batch> const&>())),
                             sp::taped<float, Batch>>);
static_assert(std::is_same_v<decltype(sp::mask(std::declval<sp::parameter<float, Batch> const&>(),
                                               std::declval<sp::taped<bool, Batch>&>(), 0)),
                             sp::taped<float, Batch>>);
static_assert(sp::choosable_where<of<bool, Batch>, of<sp::index<Time>, Batch>, of<sp::index<Time>, Batch>>);

static_assert(where_refused<of<int, Batch>, scores, scores>);
static_assert(where_refused<of<bool, Time>, scores, scores>);
static_assert(where_refused<of<bool, Batch, Phones>, scores, scores>);
static_assert(where_refused<of<bool, Batch>, scores, of<double, Batch, Letters>>);
static_assert(where_refused<of<bool, Batch>, scores, of<float, Letters, Batch>>);
static_assert(where_refused<of<bool, Batch>, sp::taped<float, Batch>, of<float, Batch>>);
static_assert(mask_refused<scores, of<float, Batch>>);
static_assert(mask_refused<scores, of<bool, Batch, Phones>>);
static_assert(mask_refused<of<sp::probability<float>, Batch>, of<bool, Batch>>);
static_assert(mask_refused<of<float, Batch>, sp::taped<bool, Batch>>);
} // namespace
