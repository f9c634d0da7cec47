// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/rename.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Sentence : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<4> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Words : sp::ragged<Sentence> {};

using plain = sp::tensor<float, Batch, Time, Embed>;
using ragged = sp::tensor<sp::index<Embed>, Letters, Batch>;

static_assert(
    std::is_same_v<decltype(sp::rename<Time, sp::key<Time>>(plain())), sp::tensor<float, Batch, sp::key<Time>, Embed>>);
static_assert(
    std::is_same_v<decltype(sp::rename<Letters, Phones>(ragged())), sp::tensor<sp::index<Embed>, Phones, Batch>>);
static_assert(std::is_same_v<decltype(sp::rename<Time, Width>(std::declval<sp::taped<float, Batch, Time>&>())),
                             sp::taped<float, Batch, Width>>);
static_assert(std::is_same_v<decltype(sp::rename<Embed, Time>(std::declval<sp::parameter<float, Embed> const&>())),
                             sp::tensor<float, Time>>);

template <class Old, class New, class X>
concept called = requires(X x) { sp::rename<Old, New>(x); };
template <class Old, class New, class X>
constexpr bool refused = !called<Old, New, X> && !sp::renamable<X, Old, New>;

static_assert(called<Time, sp::key<Time>, plain> && sp::renamable<plain, Time, sp::key<Time>>);
static_assert(refused<Batch, sp::key<Time>, plain> && refused<Width, sp::cell<Time>, plain>); // of another axis
static_assert(refused<Width, Sentence, plain>);
static_assert(refused<Time, Batch, plain>);
static_assert(refused<Time, Time, plain>);
static_assert(refused<Embed, Width, plain>);
static_assert(refused<Letters, Time, ragged>);
static_assert(refused<Time, Letters, plain>);
static_assert(refused<Letters, Words, ragged>);
static_assert(refused<Batch, Sentence, ragged>);
} // namespace
