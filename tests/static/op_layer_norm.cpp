// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/layer_norm.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Hidden : sp::axis<8> {};
struct Embed : sp::axis<8> {};
using sp::tensor, sp::taped, sp::parameter;

template <class X, class G, class B, class A>
concept has_layer_norm = requires(X const& x, G const& g, B const& b) { sp::layer_norm<A>(x, g, b); };
template <class X, class G, class B, class A = Hidden>
constexpr bool works = has_layer_norm<X, G, B, A> && sp::layer_normable<X, G, B, A>;
template <class X, class G, class B, class A = Hidden>
constexpr bool is_refused = !has_layer_norm<X, G, B, A> && !sp::layer_normable<X, G, B, A>;

using features = tensor<float, Letters, Batch, Hidden>;
using gain = tensor<float, Hidden>;
using weights = parameter<float, Hidden>;
static_assert(works<features, gain, gain> && works<taped<float, Hidden, Batch>, weights, weights>);
static_assert(std::is_same_v<decltype(sp::layer_norm<Hidden>(features{}, gain{}, gain{})), features>);

static_assert(is_refused<tensor<float, Batch, Embed>, gain, gain>);      // no such axis
static_assert(is_refused<features, tensor<float, Embed>, gain>);         // gain of other features
static_assert(is_refused<features, gain, tensor<float, Batch, Hidden>>); // bias per element
static_assert(is_refused<features, gain, tensor<double, Hidden>>);       // other elements
static_assert(is_refused<tensor<int, Batch, Hidden>, tensor<int, Hidden>, tensor<int, Hidden>>);
static_assert(is_refused<features, tensor<float, Batch>, tensor<float, Batch>, Batch>); // across the batch
static_assert(is_refused<taped<float, Batch, Hidden>, gain, weights>);                  // off the tape
} // namespace
