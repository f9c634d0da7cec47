// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/gather_within.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Beam : sp::axis<> {};
struct Best : sp::axis<> {};
struct Hidden : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};
struct Within : sp::ragged<Beam> {};

template <class A, class B, class X, class Ids>
concept has_gather_within = requires(X const& x, Ids const& ids) { sp::gather_within<A, B>(x, ids); };
// The concept and the function say the same.
template <class A, class B, class X, class Ids>
constexpr bool works = has_gather_within<A, B, X, Ids> && sp::gatherable_within<X, Ids, A, B>;
template <class A, class B, class X, class Ids>
constexpr bool is_refused = !has_gather_within<A, B, X, Ids> && !sp::gatherable_within<X, Ids, A, B>;

using hypotheses = sp::tensor<float, Batch, Beam, Hidden>;
using parents = sp::tensor<sp::index<Beam>, Batch, Beam>;
static_assert(works<Beam, Batch, hypotheses, parents>);
static_assert(works<Beam, Batch, sp::taped<float, Batch, Beam, Hidden>, parents>);
static_assert(works<Beam, Batch, hypotheses, sp::tensor<sp::index<Beam>, Batch, Best>>);
static_assert(works<Beam, Batch, sp::tensor<float, Hidden, Batch, Beam>, parents>);

static_assert(is_refused<Beam, Batch, sp::tensor<float, Batch, Hidden>, parents>);       // nothing to choose from
static_assert(is_refused<Beam, Batch, sp::tensor<float, Beam, Hidden>, parents>);        // no batch
static_assert(is_refused<Beam, Batch, sp::tensor<float, Beam, Batch, Hidden>, parents>); // the other order
static_assert(is_refused<Beam, Batch, hypotheses, sp::tensor<sp::index<Hidden>, Batch, Beam>>); // foreign ids
static_assert(is_refused<Beam, Batch, hypotheses, sp::tensor<int, Batch, Beam>>);               // raw ids
static_assert(is_refused<Beam, Batch, hypotheses, sp::tensor<sp::index<Beam>, Beam, Batch>>);
static_assert(is_refused<Beam, Batch, hypotheses, sp::tensor<sp::index<Beam>, Batch>>);
static_assert(is_refused<Beam, Batch, hypotheses, sp::tensor<sp::index<Beam>, Batch, Hidden>>); // twice in the result
static_assert(is_refused<Letters, Batch, sp::tensor<float, Batch, Letters>,
                         sp::tensor<sp::index<Letters>, Batch, Best>>); // a position beyond the end
static_assert(is_refused<Beam, Batch, sp::tensor<float, Batch, Beam, Within>, parents>);
static_assert(is_refused<Beam, Batch, hypotheses, sp::taped<sp::index<Beam>, Batch, Beam>>); // x is not on the tape
} // namespace
