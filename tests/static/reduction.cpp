// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/max.hpp>
#include <shapeproof/ops/mean.hpp>
#include <shapeproof/ops/sum.hpp>

#include <type_traits>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<27> {};

using matrix = sp::tensor<float, Batch, Embed>;
using ragged = sp::tensor<double, Letters, Batch, Embed>;
using taped = sp::taped<float, Batch, Embed>;

template <class X, class Y>
constexpr bool same = std::is_same_v<X, Y>;
template <class X>
X const& some();

static_assert(same<decltype(sp::sum<Batch>(some<matrix>())), sp::tensor<float, Embed>> &&
              same<decltype(sum(some<matrix>())), sp::tensor<float>> &&
              same<decltype(sp::sum<Letters>(some<ragged>())), sp::tensor<double, Batch, Embed>> &&
              same<decltype(sp::sum<Batch, Letters>(some<ragged>())), sp::tensor<double, Embed>>);
static_assert(same<decltype(mean(some<taped>())), sp::taped<float>> &&
              same<decltype(sp::mean<Embed>(some<taped>())), sp::taped<float, Batch>> &&
              same<decltype(sp::mean<Letters, Embed>(some<ragged>())), sp::tensor<double, Batch>>);
static_assert(same<decltype(sp::max<Letters>(some<ragged>())), sp::tensor<double, Batch, Embed>> &&
              same<decltype(sp::max<Batch>(some<sp::parameter<float, Batch, Embed>>())), sp::tensor<float, Embed>>);

template <class X, class... A>
concept sums = requires { sp::sum<A...>(some<X>()); };
template <class X, class... A>
concept means = requires { sp::mean<A...>(some<X>()); };
template <class X, class A>
concept maxes = requires { sp::max<A>(some<X>()); };
template <class X, class... A>
constexpr bool reduces = sums<X, A...> && means<X, A...> && sp::summable<X, A...> && sp::averageable<X, A...>;
template <class X, class... A>
constexpr bool never_reduces = !sums<X, A...> && !means<X, A...> && !sp::summable<X, A...> && !sp::averageable<X, A...>;

static_assert(reduces<matrix> && reduces<matrix, Embed, Batch> && reduces<ragged, Letters, Batch> &&
              reduces<sp::tensor<float>>);
static_assert(never_reduces<matrix, Time>);                                         // no such axis
static_assert(never_reduces<matrix, Embed, Embed>);                                 // named twice
static_assert(never_reduces<ragged, Batch> && never_reduces<ragged, Embed, Batch>); // lengths would lose their batch
static_assert(never_reduces<sp::tensor<int, Batch>, Batch> &&
              never_reduces<sp::tensor<sp::index<Letter>, Batch>, Batch> &&
              never_reduces<sp::tensor<sp::probability<float>, Batch>>); // no real numbers
static_assert(maxes<matrix, Embed> && sp::maximizable<ragged, Letters> && !maxes<matrix, Time> &&
              !sp::maximizable<matrix, Time> && !maxes<ragged, Batch> && !sp::maximizable<ragged, Batch> &&
              !maxes<sp::tensor<int, Batch>, Batch> && !sp::maximizable<sp::tensor<int, Batch>, Batch>);
} // namespace
