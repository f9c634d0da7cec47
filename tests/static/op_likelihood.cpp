// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/binary_cross_entropy.hpp>
#include <shapeproof/ops/binary_negative_log_likelihood.hpp>
#include <shapeproof/ops/negative_log_likelihood.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Letter : sp::axis<30> {};
using given = sp::prefix<Phones>;
using wanted = sp::target<Phones>;
using sp::tensor, sp::index, sp::taped, sp::probability, sp::log_probability;

template <class X, class L, class V>
concept has_nll = requires(X const& x, L const& l) { sp::negative_log_likelihood<V>(x, l); };
template <class X, class L, class V = Phone>
constexpr bool works = has_nll<X, L, V> && sp::has_negative_log_likelihood<X, L, V>;
template <class X, class L, class V = Phone>
constexpr bool is_refused = !has_nll<X, L, V> && !sp::has_negative_log_likelihood<X, L, V>;

using p = tensor<probability<float>, given, Batch, Phone>;
using log_p = taped<log_probability<double>, given, Batch, Phone>;
using labels = tensor<index<Phone>, wanted, Batch>;
static_assert(works<p, labels> && works<log_p, labels>);
static_assert(works<tensor<probability<float>, Letters, Batch>, tensor<index<Letters>, Batch>, Letters>);
template <class X>
using nll = decltype(sp::negative_log_likelihood<Phone>(std::declval<X>(), labels{}));
static_assert(std::is_same_v<nll<p>, tensor<float>> && std::is_same_v<nll<log_p>, taped<double>>);

static_assert(is_refused<tensor<float, given, Batch, Phone>, labels>);                     // scores
static_assert(is_refused<p, tensor<index<Phone>, given, Batch>>);                          // what the model was given
static_assert(is_refused<p, tensor<int, wanted, Batch>>);                                  // unchecked
static_assert(is_refused<p, tensor<index<Letter>, wanted, Batch>>);                        // another vocabulary
static_assert(is_refused<p, tensor<index<Phone>, Batch>>);                                 // too few
static_assert(is_refused<p, tensor<probability<float>, wanted, Batch, Phone>>);            // a distribution
static_assert(is_refused<tensor<probability<float>, Batch>, tensor<index<Phone>, Batch>>); // no classes
static_assert(is_refused<tensor<log_probability<float>, Letters, Batch>, tensor<index<Letters>, Batch>, Letters>);

template <class X, class L>
concept has_bce = requires(X const& x, L const& l) { sp::binary_cross_entropy(x, l); };
template <class X, class L>
concept has_binary_nll = requires(X const& x, L const& l) { sp::binary_negative_log_likelihood(x, l); };
using flags = tensor<bool, wanted, Batch>;
using scores = tensor<float, given, Batch>;
using chances = tensor<probability<float>, given, Batch>;
static_assert(has_bce<scores, flags> && sp::has_binary_cross_entropy<scores, flags>);
static_assert(has_binary_nll<chances, flags> && sp::has_binary_negative_log_likelihood<chances, flags>);
static_assert(!has_bce<chances, flags> && !sp::has_binary_cross_entropy<chances, flags>); // the wrong domain
static_assert(!has_binary_nll<scores, flags> && !sp::has_binary_negative_log_likelihood<scores, flags>);
static_assert(!has_bce<tensor<int, Batch>, tensor<bool, Batch>>);
static_assert(!has_bce<scores, tensor<bool, given, Batch>>); // the given positions
static_assert(!has_bce<scores, tensor<bool, Batch>> && !has_binary_nll<chances, tensor<bool, Batch>>);
static_assert(!has_bce<scores, tensor<float, wanted, Batch>>); // numbers for flags
static_assert(!has_binary_nll<chances, tensor<int, wanted, Batch>>);
} // namespace
