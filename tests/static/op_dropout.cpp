// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/dropout.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};

template <class X>
concept has_dropout = requires(X x) { sp::dropout(x, 0.1); };
template <class X>
constexpr bool works = has_dropout<X> && sp::droppable<X>;
template <class X>
constexpr bool is_refused = !has_dropout<X> && !sp::droppable<X>;

static_assert(works<sp::tensor<float, Batch>> && works<sp::tensor<double, Batch> const&>);
static_assert(works<sp::view<float, Batch>> && works<sp::taped<float, Batch>>);
static_assert(std::is_same_v<decltype(sp::dropout(sp::tensor<float, Batch>{}, 0.1)), sp::tensor<float, Batch>>);
static_assert(std::is_same_v<decltype(sp::dropout(std::declval<sp::taped<float, Batch> const&>(), 0.1)),
                             sp::taped<float, Batch>>);

static_assert(is_refused<sp::parameter<float, Batch>&>);
static_assert(is_refused<sp::tensor<sp::index<Phone>, Batch>>);
static_assert(is_refused<sp::tensor<int, Batch>>);
static_assert(is_refused<sp::taped<sp::probability<float>, Batch>>);
} // namespace
