// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/cross_entropy.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Letter : sp::axis<30> {};
using given = sp::prefix<Phones>;
using wanted = sp::target<Phones>;
using sp::tensor, sp::index, sp::taped;

template <class S, class L, class V>
concept computes = requires(S const& s, L const& l) { sp::cross_entropy<V>(s, l); };
template <class S, class L, class V>
concept computes_each = requires(S const& s, L const& l) { sp::cross_entropy_each<V>(s, l); };
template <class S, class L, class V = Phone>
constexpr bool works = computes<S, L, V> && computes_each<S, L, V> && sp::has_cross_entropy<S, L, V>;
template <class S, class L, class V = Phone>
constexpr bool is_refused = !computes<S, L, V> && !computes_each<S, L, V> && !sp::has_cross_entropy<S, L, V>;

using scores = tensor<float, given, Batch, Phone>;
static_assert(works<scores, tensor<index<Phone>, wanted, Batch>>);
static_assert(works<scores, tensor<index<Phone>, Batch, wanted>>); // any order
static_assert(works<tensor<float, Phone, Batch>, tensor<index<Phone>, Batch>>);
static_assert(works<tensor<float, Phone>, tensor<index<Phone>>>); // one position
static_assert(works<taped<double, Batch, Phone>, sp::view<index<Phone>, Batch>>);
static_assert(works<taped<double, Batch, Phone>, taped<index<Phone>, Batch>>);
static_assert(works<sp::parameter<float, Batch, Phone>, tensor<index<Phone>, Batch>>);
static_assert(is_refused<tensor<float, wanted, Batch, Phone>, tensor<index<Phone>, wanted, Batch>>); // it read them

template <class S, class L>
using loss = decltype(sp::cross_entropy<Phone>(std::declval<S>(), std::declval<L>()));
template <class S, class L>
using losses = decltype(sp::cross_entropy_each<Phone>(std::declval<S>(), std::declval<L>()));
static_assert(std::is_same_v<loss<scores, tensor<index<Phone>, wanted, Batch>>, tensor<float>>);
static_assert(std::is_same_v<loss<taped<double, Batch, Phone>, tensor<index<Phone>, Batch>>, taped<double>>);
static_assert(std::is_same_v<losses<scores, tensor<index<Phone>, Batch, wanted>>, tensor<float, wanted, Batch>>);

static_assert(is_refused<scores, tensor<index<Phone>, given, Batch>>);          // the tokens the model was given
static_assert(is_refused<scores, tensor<index<Phone>, Phones, Batch>>);         // neither given nor wanted
static_assert(is_refused<scores, tensor<int, wanted, Batch>>);                  // unchecked
static_assert(is_refused<scores, tensor<index<Letter>, wanted, Batch>>);        // another vocabulary
static_assert(is_refused<scores, tensor<index<Phone>, Batch>>);                 // too few axes
static_assert(is_refused<scores, tensor<index<Phone>, wanted, Batch, Letter>>); // too many axes
static_assert(is_refused<scores, tensor<index<Phone>, wanted, Batch, Phone>>);  // the classes among them
static_assert(is_refused<scores, tensor<float, wanted, Batch, Phone>>);         // one-hot
static_assert(is_refused<scores, tensor<bool, wanted, Batch, Phone>>);          // one-hot
static_assert(is_refused<tensor<float, given, Batch>, tensor<index<Phone>, wanted, Batch>>); // no classes
static_assert(is_refused<tensor<int, Batch, Phone>, tensor<index<Phone>, Batch>>);
static_assert(is_refused<tensor<index<Phone>, Batch>, tensor<index<Phone>, Batch>>); // what was chosen
static_assert(is_refused<tensor<sp::probability<float>, Batch, Phone>, tensor<index<Phone>, Batch>>);
static_assert(is_refused<tensor<sp::log_probability<float>, Batch, Phone>, tensor<index<Phone>, Batch>>);
static_assert(is_refused<tensor<float, Letters, Batch>, tensor<index<Letters>, Batch>, Letters>); // padding as a class
} // namespace
