// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/permute.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};

using plain = sp::tensor<float, Batch, Time, Embed>;
static_assert(
    std::is_same_v<decltype(sp::permute<Embed, Batch, Time>(plain())), sp::tensor<float, Embed, Batch, Time>>);
static_assert(
    std::is_same_v<decltype(sp::permute<Time, Batch>(std::declval<sp::taped<sp::index<Embed>, Batch, Time>>())),
                   sp::taped<sp::index<Embed>, Time, Batch>>);

template <class X, class... Order>
concept called = requires(X x) { sp::permute<Order...>(x); };
template <class X, class... Order>
constexpr bool refused = !called<X, Order...> && !sp::permutable<X, Order...>;

static_assert(called<plain, Time, Embed, Batch> && sp::permutable<plain, Time, Embed, Batch>);
static_assert(refused<plain, Time, Embed>);
static_assert(refused<plain, Time, Embed, Batch, sp::prev<Embed>>);
static_assert(refused<plain, Time, Embed, Time>);
static_assert(refused<plain, Time, Embed, Batch, Time>);
static_assert(refused<plain>);
} // namespace
