// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/softmax.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Vocab : sp::axis<5> {};

template <class X, class A>
concept has_softmax = requires(X const& x) { sp::softmax<A>(x); };
template <class X, class A>
concept has_log_softmax = requires(X const& x) { sp::log_softmax<A>(x); };
// The concept and the functions say the same.
template <class X, class A>
constexpr bool works = has_softmax<X, A> && has_log_softmax<X, A> && sp::softmaxable<X, A>;
template <class X, class A>
constexpr bool is_refused = !has_softmax<X, A> && !has_log_softmax<X, A> && !sp::softmaxable<X, A>;

using scores = sp::tensor<float, Letters, Batch, Vocab>;
static_assert(works<scores, Vocab> && works<scores, Letters>);
static_assert(works<sp::tensor<double, Batch>, Batch>);
static_assert(works<sp::view<float, Batch, Vocab>, Vocab> && works<sp::parameter<float, Batch, Vocab>, Vocab>);
static_assert(std::is_same_v<decltype(sp::softmax<Vocab>(scores{})),
                             sp::tensor<sp::distribution<float, Vocab>, Letters, Batch, Vocab>>);
static_assert(std::is_same_v<decltype(sp::log_softmax<Vocab>(scores{})),
                             sp::tensor<sp::log_distribution<float, Vocab>, Letters, Batch, Vocab>>);
using taped_scores = sp::taped<double, Batch, Vocab>;
static_assert(std::is_same_v<decltype(sp::softmax<Vocab>(std::declval<taped_scores>())),
                             sp::taped<sp::distribution<double, Vocab>, Batch, Vocab>>);

static_assert(is_refused<sp::tensor<float, Batch>, Vocab>);                             // no such axis
static_assert(is_refused<sp::tensor<sp::probability<float>, Batch, Vocab>, Vocab>);     // softmax twice
static_assert(is_refused<sp::tensor<sp::log_probability<float>, Batch, Vocab>, Vocab>); // softmax twice
static_assert(is_refused<sp::tensor<int, Batch, Vocab>, Vocab>);                        // no floating elements
static_assert(is_refused<sp::tensor<sp::index<Vocab>, Batch>, Batch>);                  // ids
static_assert(is_refused<scores, Batch>);                                               // padding would take part
} // namespace
