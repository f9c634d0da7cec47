// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/one_hot.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

template <class V, class... A>
using ids = sp::tensor<sp::index<V>, A...>;
template <class T, class X>
concept called = requires(X x) { sp::one_hot<T>(x); };
template <class X, class T = float>
constexpr bool refused = !called<T, X> && !sp::one_hot_encodable<X, T>;

static_assert(
    std::is_same_v<decltype(sp::one_hot(ids<Word, Letters, Batch>())), sp::tensor<float, Letters, Batch, Word>>);
static_assert(std::is_same_v<decltype(sp::one_hot<double>(ids<Word>())), sp::tensor<double, Word>>);
static_assert(sp::one_hot_encodable<ids<Word, Batch>>);

static_assert(refused<sp::tensor<int, Batch>> && refused<sp::tensor<float, Batch>> && refused<sp::tensor<bool, Batch>>);
static_assert(refused<sp::tensor<float, Batch, Word>>); // one-hot already
static_assert(refused<ids<Word, Batch>, Word> && refused<ids<Word, Batch>, Batch>);
static_assert(refused<ids<Letters, Batch>> && refused<ids<Word, Word>>);
static_assert(refused<ids<Word, Batch>, sp::probability<float>>);
template <class X, class Depth>
concept called_with = requires(X x, Depth depth) { sp::one_hot(x, depth); };
static_assert(!called_with<ids<Word, Batch>, int> && !called_with<ids<Word, Batch>, Word>);
static_assert(!called_with<sp::tensor<int, Batch>, int>);
} // namespace
