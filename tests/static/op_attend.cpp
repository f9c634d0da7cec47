// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/attend.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Other : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Place : sp::axis<> {};
struct Beam : sp::axis<4> {};
struct Head : sp::axis<2> {};
struct Hidden : sp::axis<8> {};
struct Embed : sp::axis<8> {};
using sp::tensor, sp::taped, sp::probability;

template <class L, class... X>
concept has_attend = requires(X const&... x) { sp::attend<L>(x...); };
template <class L, class Q, class M>
constexpr bool works = has_attend<L, Q, M> && sp::attendable<Q, M, M, L>;
template <class L, class Q, class M>
constexpr bool is_refused = !has_attend<L, Q, M> && !sp::attendable<Q, M, M, L>;
template <class L, class Q, class K, class V>
constexpr bool works_with = has_attend<L, Q, K, V> && sp::attendable<Q, K, V, L>;
template <class L, class Q, class K, class V>
constexpr bool is_refused_with = !has_attend<L, Q, K, V> && !sp::attendable<Q, K, V, L>;
template <class L, class... X>
using context = decltype(sp::attend<L>(std::declval<X const&>()...).context);
template <class L, class... X>
using weights = decltype(sp::attend<L>(std::declval<X const&>()...).weights);

using query = tensor<float, sp::prefix<Phones>, Batch, Hidden>;
using memory = tensor<float, Letters, Batch, Hidden>;
using values = tensor<float, Letters, Batch, Embed>;
static_assert(works<Letters, query, memory> && works_with<Letters, query, memory, values>);
static_assert(std::is_same_v<context<Letters, query, memory>, query>);
static_assert(std::is_same_v<context<Letters, query, memory, values>, tensor<float, sp::prefix<Phones>, Batch, Embed>>);
static_assert(std::is_same_v<weights<Letters, query, memory>,
                             tensor<sp::distribution<float, Letters>, sp::prefix<Phones>, Batch, Letters>>);
static_assert(std::is_same_v<context<Letters, taped<double, Batch, Hidden>, taped<double, Letters, Batch, Hidden>>,
                             taped<double, Batch, Hidden>>);
static_assert(works<Letters, tensor<float, Hidden, Beam, Batch>, tensor<float, Batch, Letters, Hidden>>);
static_assert(works<Place, sp::parameter<float, Hidden>, taped<float, Place, Hidden>>);
// Several shared axes: heads and the batch, features last.
static_assert(works<Letters, tensor<float, Phones, Batch, Head, Hidden>, tensor<float, Letters, Batch, Head, Hidden>>);
static_assert(works<Place, tensor<float, Batch, Hidden>, tensor<float, Place, Batch, Hidden>>);
// What axes are ragged over is a batch axis without a doubt.
static_assert(works<Place, tensor<float, Hidden, Phones, Batch>, tensor<float, Hidden, Batch, Place>>);

static_assert(is_refused<Place, query, memory>); // no such axis
static_assert(is_refused<Phones, tensor<float, Phones, Batch, Hidden>, tensor<float, Phones, Batch, Hidden>>);
static_assert(is_refused<Letters, tensor<float, Other, Hidden>, memory>);                // another batch
static_assert(is_refused<Letters, tensor<float, Batch, Embed>, memory>);                 // other features
static_assert(is_refused<Letters, query, tensor<float, Letters, Batch, Hidden, Embed>>); // an axis too many
static_assert(is_refused<Letters, tensor<float, Phones, Batch>, tensor<float, Letters, Batch, Phones>>); // ragged
static_assert(is_refused<Place, tensor<float, Hidden, Batch>, tensor<float, Place, Batch, Hidden>>);     // which one?
static_assert(is_refused<Letters, tensor<double, Batch, Hidden>, memory>);
static_assert(is_refused<Letters, tensor<int, Batch, Hidden>, tensor<int, Letters, Batch, Hidden>>);
static_assert(is_refused<Letters, taped<float, Batch, Hidden>, memory>); // a plain memory beside a taped query
static_assert(is_refused<Letters, query, taped<float, Letters, Batch, Hidden>>);
static_assert(is_refused_with<Letters, query, memory, tensor<float, Batch, Embed>>);   // values without Letters
static_assert(is_refused_with<Letters, query, memory, tensor<float, Letters, Batch>>); // no features
static_assert(is_refused_with<Letters, query, memory, tensor<float, Letters, Batch, Embed, Head>>); // two
static_assert(
    is_refused_with<Letters, tensor<float, Beam, Batch, Hidden>, memory, tensor<float, Letters, Batch, Beam>>);
} // namespace
