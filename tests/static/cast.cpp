// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/cast.hpp>
#include <shapeproof/ops/rescale.hpp>
#include <shapeproof/tape/cast_model.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};

template <class T>
using row = sp::tensor<T, Batch>;
template <class U, class X>
concept called = requires(X x) { sp::cast<U>(x); };
template <class U, class X>
constexpr bool allowed = called<U, X> && sp::castable<X, U>;
template <class U, class X>
constexpr bool refused = !called<U, X> && !sp::castable<X, U>;

static_assert(std::is_same_v<decltype(sp::cast<double>(row<float>())), row<double>>);
static_assert(std::is_same_v<decltype(sp::cast<int>(row<sp::index<Word>>())), row<int>>);
static_assert(std::is_same_v<decltype(sp::cast<float>(row<sp::probability<float>>())), row<float>>);
static_assert(
    std::is_same_v<decltype(sp::cast<double>(std::declval<sp::taped<float, Batch>&>())), sp::taped<double, Batch>>);
static_assert(
    std::is_same_v<decltype(sp::cast<sp::half>(std::declval<sp::parameter<float, Batch> const&>())), row<sp::half>>);

static_assert(allowed<sp::bf16, row<float>> && allowed<float, row<sp::bf16>> && allowed<sp::half, row<sp::bf16>>);
static_assert(allowed<bool, row<float>> && allowed<float, row<bool>> && allowed<std::int64_t, row<std::uint8_t>>);
static_assert(allowed<float, row<sp::length<Word>>> && allowed<int, row<sp::length<Word>>>);
static_assert(allowed<sp::half, row<sp::log_probability<float>>> && allowed<double, row<sp::unit_interval<float>>>);

static_assert(refused<sp::index<Word>, row<int>> && refused<sp::length<Word>, row<int>>);
static_assert(refused<sp::index<Word>, row<sp::index<Word>>>);
static_assert(refused<sp::probability<float>, row<float>> && refused<sp::log_probability<float>, row<float>>);
static_assert(refused<sp::unit_interval<float>, row<float>>);
static_assert(refused<Word, row<float>> && refused<char, row<int>> && refused<float const, row<int>>);
static_assert(refused<float, row<sp::index<Word>>> && refused<bool, row<sp::index<Word>>>);
static_assert(refused<int, row<sp::probability<float>>>);
static_assert(refused<sp::bf16, sp::taped<float, Batch>> && allowed<sp::bf16, sp::taped<int, Batch>>);

// Only bytes are pixels.
template <class X>
concept rescaled = requires(X x) { sp::rescale(x); };
static_assert(std::is_same_v<decltype(sp::rescale(row<std::uint8_t>())), row<sp::unit_interval<float>>>);
static_assert(sp::rescalable<row<std::uint8_t>> && !sp::rescalable<row<float>> && !rescaled<row<float>>);
static_assert(!sp::rescalable<row<sp::unit_interval<float>>> && !rescaled<row<sp::unit_interval<float>>>);

// A model becomes one of the same members, and no other.
template <class T>
struct reader {
  BOOST_HANA_DEFINE_STRUCT(reader, (sp::parameter<T, Word, Batch>, weight), (double, rate));
};
template <class T>
struct writer {
  BOOST_HANA_DEFINE_STRUCT(writer, (sp::parameter<T, Batch, Word>, weight), (double, rate));
};
static_assert(std::is_same_v<decltype(sp::cast<reader<sp::bf16>>(std::declval<sp::model<reader<float>>&>())),
                             sp::model<reader<sp::bf16>>>);
static_assert(called<reader<double>, sp::model<reader<sp::bf16>>> && called<reader<float>, sp::model<reader<float>>>);
static_assert(!called<writer<sp::bf16>, sp::model<reader<float>>> && !called<sp::bf16, sp::model<reader<float>>>);
} // namespace
