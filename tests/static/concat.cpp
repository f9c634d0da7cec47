// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/concat.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Left : sp::axis<8> {};
struct Right : sp::axis<4> {};
struct Twelve : sp::axis<12> {};
struct Wide : sp::both<Left, Right> {};
struct Letters : sp::ragged<Batch> {};

template <class... A>
using row = sp::tensor<float, A...>;
template <class AB, class X, class Y>
concept called = requires(X x, Y y) { sp::concat<AB>(x, y); };
template <class X, class Y, class AB = void>
constexpr bool refused = !called<AB, X, Y> && !sp::concatenable<X, Y, AB>;

static_assert(
    std::is_same_v<decltype(sp::concat(row<Batch, Left>(), row<Batch, Right>())), row<Batch, sp::both<Left, Right>>>);
static_assert(sp::both<Left, Right>::fixed == 12 && sp::both<Left, Time>::fixed == sp::dynamic);
static_assert(std::is_same_v<decltype(sp::concat<Wide>(row<Left, Batch>(), row<Right, Batch>())), row<Wide, Batch>>);
static_assert(std::is_same_v<decltype(sp::concat<Twelve>(row<Left>(), row<Right>())), row<Twelve>>);
static_assert(std::is_same_v<decltype(sp::concat<Time>(row<Left>(), row<Right>())), row<Time>>);
static_assert(std::is_same_v<decltype(sp::concat<Time>(row<Time>(), row<Left>())), row<Time>>);
static_assert(std::is_same_v<decltype(sp::concat(std::declval<sp::taped<float, Left>&>(),
                                                 std::declval<sp::parameter<float, Right>&>())),
                             sp::taped<float, sp::both<Left, Right>>>);

static_assert(refused<row<Left>, sp::tensor<double, Right>>);
static_assert(refused<row<Batch, Left>, row<Batch, Left>>);
static_assert(refused<row<Batch, Left>, row<Right, Batch>>);
static_assert(refused<row<Batch, Left>, row<Right>>);
static_assert(refused<row<Batch, Letters>, row<Batch, Left>>);
static_assert(refused<row<Batch, Left>, row<Batch, Right>, Letters>);
static_assert(refused<row<Batch, Left>, row<Batch, Right>, Batch>);
static_assert(refused<row<Left>, row<Right>, sp::prev<Left>>);
static_assert(refused<sp::taped<float, Left>, row<Right>> &&
              !refused<sp::taped<sp::index<Time>, Left>, sp::tensor<sp::index<Time>, Right>>);
} // namespace
