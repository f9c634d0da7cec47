// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/argmax.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
using sp::tensor, sp::index, sp::probability;

template <class X, class A>
concept has_argmax = requires(X const& x) { sp::argmax<A>(x); };
template <class X, class A>
constexpr bool works = has_argmax<X, A> && sp::argmaxable<X, A>;
template <class X, class A>
constexpr bool is_refused = !has_argmax<X, A> && !sp::argmaxable<X, A>;

using scores = tensor<float, Letters, Batch, Phone>;
static_assert(works<scores, Phone> && works<scores, Letters>);
static_assert(works<tensor<probability<float>, Batch, Phone>, Phone>);
static_assert(std::is_same_v<decltype(sp::argmax<Phone>(scores{})), tensor<index<Phone>, Letters, Batch>>);
static_assert(std::is_same_v<decltype(sp::argmax<Letters>(scores{})), tensor<index<Letters>, Batch, Phone>>);
static_assert(std::is_same_v<decltype(sp::argmax<Phone>(tensor<double, Phone>{})), tensor<index<Phone>>>);
static_assert(std::is_same_v<decltype(sp::argmax<Phone>(std::declval<sp::taped<float, Batch, Phone>>())),
                             sp::taped<index<Phone>, Batch>>);

static_assert(is_refused<tensor<float, Batch>, Phone>);        // no such axis
static_assert(is_refused<tensor<index<Phone>, Batch>, Batch>); // ids
static_assert(is_refused<tensor<int, Batch, Phone>, Phone>);   // integers
static_assert(is_refused<scores, Batch>);                      // padding would take part
} // namespace
