// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/attend_additive.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Other : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Beam : sp::axis<4> {};
struct Hidden : sp::axis<8> {};
struct Energy : sp::axis<8> {};
using sp::tensor, sp::taped, sp::parameter, sp::probability;

template <class L, class... X>
concept has_attend = requires(X const&... x) { sp::attend_additive<L>(x...); };
template <class L, class Q, class K, class V, class M>
constexpr bool works = has_attend<L, Q, K, V, M> && sp::additively_attendable<Q, K, V, M, L>;
template <class L, class Q, class K, class V, class M>
constexpr bool is_refused = !has_attend<L, Q, K, V, M> && !sp::additively_attendable<Q, K, V, M, L>;

using query = tensor<float, sp::prefix<Phones>, Batch, Energy>;
using keys = tensor<float, Letters, Batch, Energy>;
using vector = tensor<float, Energy>;
using values = tensor<float, Letters, Batch, Hidden>;
static_assert(works<Letters, query, keys, vector, values>);
static_assert(works<Letters, query, keys, vector, keys>);
static_assert(works<Letters, taped<float, Batch, Energy>, taped<float, Letters, Batch, Energy>,
                    parameter<float, Energy>, taped<float, Batch, Hidden, Letters>>);
using result = decltype(sp::attend_additive<Letters>(query{}, keys{}, vector{}, values{}));
static_assert(std::is_same_v<decltype(result::context), tensor<float, sp::prefix<Phones>, Batch, Hidden>>);
static_assert(std::is_same_v<decltype(result::weights),
                             tensor<sp::distribution<float, Letters>, sp::prefix<Phones>, Batch, Letters>>);

static_assert(is_refused<Phones, query, keys, vector, values>);                         // no such axis
static_assert(is_refused<Letters, keys, keys, vector, values>);                         // query over it too
static_assert(is_refused<Letters, tensor<float, Other, Energy>, keys, vector, values>); // another batch
static_assert(is_refused<Letters, tensor<float, Batch, Hidden>, keys, vector, values>); // not projected
static_assert(is_refused<Letters, query, values, vector, values>);                      // not projected
static_assert(is_refused<Letters, query, tensor<float, Letters, Batch, Energy, Beam>, vector, values>);
static_assert(is_refused<Letters, query, keys, tensor<float, Hidden>, values>);         // v of other features
static_assert(is_refused<Letters, query, keys, tensor<float, Energy, Hidden>, values>); // v is a matrix
static_assert(is_refused<Letters, query, keys, tensor<float, Batch>, values>);          // v over the batch
static_assert(is_refused<Letters, query, keys, tensor<double, Energy>, values>);        // another element
static_assert(is_refused<Letters, query, keys, vector, tensor<float, Batch, Hidden>>);  // values without Letters
static_assert(is_refused<Letters, query, keys, vector, tensor<float, Letters, Batch, Hidden, Beam>>);
static_assert(
    is_refused<Letters, tensor<float, Beam, Batch, Energy>, keys, vector, tensor<float, Letters, Batch, Beam>>);
static_assert(is_refused<Letters, taped<float, Batch, Energy>, keys, parameter<float, Energy>, values>);
} // namespace
