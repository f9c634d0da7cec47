// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/top_k.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Beam : sp::axis<> {};
using sp::tensor, sp::index, sp::log_probability;

template <class X, class A, class N>
concept finds = requires(X const& x, N const& k) { sp::top_k<A, N>(x, k); };
template <class X, class A, class N = Beam>
constexpr bool works = finds<X, A, N> && sp::has_top<X, A, N>;
template <class X, class A, class N = Beam>
constexpr bool is_refused = !finds<X, A, N> && !sp::has_top<X, A, N>;

using scores = tensor<log_probability<float>, Batch, Phone>;
static_assert(works<scores, Phone> && works<tensor<float, Letters, Batch, Phone>, Phone>);
static_assert(works<sp::view<double, Phone>, Phone> && works<sp::parameter<float, Phone>, Phone>);
using best = decltype(sp::top_k<Phone, Beam>(scores{}, Beam{4}));
static_assert(std::is_same_v<decltype(best::values), tensor<log_probability<float>, Batch, Beam>>);
static_assert(std::is_same_v<decltype(best::indices), tensor<index<Phone>, Batch, Beam>>);

static_assert(is_refused<tensor<float, Batch>, Phone>);                 // no such axis
static_assert(is_refused<tensor<float, Beam, Phone>, Phone>);           // the new axis is there already
static_assert(is_refused<tensor<int, Batch, Phone>, Phone>);            // integers
static_assert(is_refused<tensor<index<Phone>, Batch>, Batch>);          // ids
static_assert(is_refused<tensor<float, Letters, Batch>, Letters>);      // rows may be shorter than k
static_assert(is_refused<tensor<float, Letters, Batch>, Batch>);        // padding would take part
static_assert(is_refused<tensor<float, Batch, Phone>, Phone, Letters>); // a ragged number of choices
static_assert(is_refused<sp::taped<float, Batch, Phone>, Phone>);       // on the tape
} // namespace
