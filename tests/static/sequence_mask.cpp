// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/sequence_mask.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

template <class V, class... A>
using lengths = sp::tensor<sp::length<V>, A...>;
template <class X>
concept called = requires(X x) { sp::sequence_mask(x); };

static_assert(std::is_same_v<decltype(sp::sequence_mask(lengths<Time, Batch>())), sp::tensor<bool, Batch, Time>>);
static_assert(std::is_same_v<decltype(sp::sequence_mask(Letters())), sp::tensor<bool, Batch, Letters>>);
static_assert(sp::sequence_maskable<lengths<Time, Batch>> && called<sp::key<Letters>>);

static_assert(!called<int> && !called<Time> && !called<float> && !called<sp::length<Time>>);
static_assert(!called<sp::tensor<int, Batch>> && !sp::sequence_maskable<sp::tensor<int, Batch>>);
static_assert(!called<lengths<Letters, Batch>> && !sp::sequence_maskable<lengths<Letters, Batch>>);
static_assert(!called<lengths<Time, Time>> && !sp::sequence_maskable<lengths<Time, Time>>);
} // namespace
