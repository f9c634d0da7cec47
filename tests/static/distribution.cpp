// SPDX-License-Identifier: BSL-1.0
// What a softmax gives knows along which axis it adds up to 1, and which operations take it only because of that.
#include <utility>

#include "shapeproof/nn.hpp"
#include "shapeproof/ops.hpp"

namespace {
using sp::distribution, sp::log_distribution, sp::probability, sp::log_probability, sp::tensor, sp::taped, sp::index;
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Word : sp::axis<6> {};
struct Tag : sp::axis<6> {};
struct Half : sp::axis<3> {};
struct Beam : sp::axis<2> {};
struct Embed : sp::axis<4> {};

template <class X>
X& some();
template <class T, class... A>
inline constexpr bool is = false;
template <class T, class... A>
inline constexpr bool is<tensor<T, A...>, tensor<T, A...>> = true;

using words = tensor<distribution<float, Word>, Batch, Time, Word>;
using logs = tensor<log_distribution<float, Word>, Batch, Time, Word>;

// It stays one as long as its axis stays, under whatever name and in whatever place.
static_assert(is<decltype(sp::softmax<Word>(some<tensor<float, Batch, Time, Word>>())), words>);
static_assert(is<decltype(sp::rename<Word, Tag>(some<words>())), tensor<distribution<float, Tag>, Batch, Time, Tag>>);
static_assert(is<decltype(sp::rename<Time, Beam>(some<tensor<distribution<float, Word>, Time, Word>>())),
                 tensor<distribution<float, Word>, Beam, Word>>);
static_assert(
    is<decltype(sp::rename<Word, Tag>(some<logs>())), tensor<log_distribution<float, Tag>, Batch, Time, Tag>>);
static_assert(
    is<decltype(sp::permute<Word, Batch, Time>(some<words>())), tensor<distribution<float, Word>, Word, Batch, Time>>);
static_assert(is<decltype(sp::first<Time>(some<words>())), tensor<distribution<float, Word>, Batch, Word>>);
static_assert(is<decltype(sp::merge<Batch, Time, sp::merged<Batch, Time>>(some<words>())),
                 tensor<distribution<float, Word>, sp::merged<Batch, Time>, Word>>);
static_assert(std::is_same_v<decltype(sp::rename<Word, Tag>(some<taped<distribution<float, Word>, Batch, Word>>())),
                             taped<distribution<float, Tag>, Batch, Tag>>);

// Where it ends, what is left are probabilities.
static_assert(is<decltype(sp::first<Word>(some<words>())), tensor<probability<float>, Batch, Time>>);
static_assert(
    is<decltype(sp::slice<Word, Half>(some<words>(), 0, Half{})), tensor<probability<float>, Batch, Time, Half>>);
static_assert(
    is<decltype(sp::slice<Word, Half>(some<logs>(), 0, Half{})), tensor<log_probability<float>, Batch, Time, Half>>);
static_assert(
    is<decltype(sp::top_k<Word, Beam>(some<words>(), Beam{}).values), tensor<probability<float>, Batch, Time, Beam>>);
static_assert(is<decltype(sp::merge<Time, Word, sp::merged<Time, Word>>(some<words>())),
                 tensor<probability<float>, Batch, sp::merged<Time, Word>>>);
static_assert(is<decltype(sp::where(some<tensor<bool, Word>>(), some<words>(), some<words>())),
                 tensor<probability<float>, Batch, Time, Word>>);
static_assert(is<decltype(sp::where(some<tensor<bool, Batch>>(), some<words>(), some<words>())), words>);

// As weights they are a mean along their own axis and no other.
template <class A, class B, class... K>
concept multiplied = requires(A& a, B& b) { sp::dot<K...>(a, b); };
template <class A, class B, class... K>
constexpr bool works = multiplied<A, B, K...> && sp::dottable<A, B, K...>;
template <class A, class B, class... K>
constexpr bool is_refused = !multiplied<A, B, K...> && !sp::dottable<A, B, K...>;
using values = tensor<float, Word, Embed>;
static_assert(works<words, values, Word>);
static_assert(is<decltype(sp::dot<Word>(some<words>(), some<values>())), tensor<float, Batch, Time, Embed>>);
static_assert(is_refused<tensor<distribution<float, Time>, Time, Word>, values, Word>);
static_assert(is_refused<words, tensor<float, Time, Word, Embed>, Time, Word>);
static_assert(is_refused<words, tensor<double, Word, Embed>, Word>);
static_assert(is_refused<values, tensor<distribution<float, Word>, Word, Batch>, Word>); // weights stand first
static_assert(is_refused<logs, values, Word> && is_refused<tensor<probability<float>, Batch, Word>, values, Word>);

// A likelihood takes what adds up along the classes, and what somebody has vouched for.
template <class P>
constexpr bool judged = sp::has_negative_log_likelihood<P, tensor<index<Word>, Batch, Time>, Word>;
static_assert(judged<words> && judged<logs> && judged<tensor<probability<float>, Batch, Time, Word>>);
static_assert(!judged<tensor<distribution<float, Time>, Batch, Time, Word>>);
static_assert(!judged<tensor<log_distribution<float, Batch>, Batch, Time, Word>>);
} // namespace
