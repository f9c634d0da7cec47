// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/abs.hpp>
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/compare.hpp>
#include <shapeproof/ops/divide.hpp>
#include <shapeproof/ops/exp.hpp>
#include <shapeproof/ops/log.hpp>
#include <shapeproof/ops/map.hpp>
#include <shapeproof/ops/multiply.hpp>
#include <shapeproof/ops/relu.hpp>
#include <shapeproof/ops/sigmoid.hpp>
#include <shapeproof/ops/sqrt.hpp>
#include <shapeproof/ops/square.hpp>
#include <shapeproof/ops/subtract.hpp>
#include <shapeproof/ops/tanh.hpp>

#include <type_traits>
#include <utility>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Letter : sp::axis<27> {};
struct Phone : sp::axis<27> {};

using vec = sp::tensor<float, Batch>;
using row = sp::tensor<float, Embed>;
using matrix = sp::tensor<float, Batch, Embed>;
using transposed = sp::tensor<float, Embed, Batch>;
using other = sp::tensor<float, Batch, Time>;
using scalar = sp::tensor<float>;
using integers = sp::tensor<int, Batch>;
using mask = sp::tensor<bool, Batch>;
using ids = sp::tensor<sp::index<Letter>, Batch>;
using phones = sp::tensor<sp::index<Phone>, Batch>;
using chances = sp::tensor<sp::probability<float>, Batch>;
using taped = sp::taped<float, Batch, Embed>;
using weight = sp::parameter<float, Embed>;

template <class X, class Y>
constexpr bool same = std::is_same_v<X, Y>;
template <class X>
X const& some();

// What the operators give: the axes of the larger operand in its order; on a tape if one operand is.
static_assert(same<decltype(some<matrix>() + some<vec>()), matrix> &&
              same<decltype(some<row>() - some<matrix>()), matrix>);
static_assert(same<decltype(some<transposed>() * some<matrix>()), transposed>);
static_assert(same<decltype(some<scalar>() / some<vec>()), vec> && same<decltype(some<integers>() + 1), integers>);
static_assert(same<decltype(2 * some<vec>()), vec> && same<decltype(1.5 - some<vec>()), vec>);
static_assert(same<decltype(some<taped>() + some<weight>()), taped> &&
              same<decltype(some<weight>() * some<taped>()), taped>);
static_assert(same<decltype(some<weight>() + some<matrix>()), matrix>);
static_assert(same<decltype(some<sp::view<float, Batch>>() + some<vec>()), vec>);
static_assert(same<decltype(some<vec>() < some<matrix>()), sp::tensor<bool, Batch, Embed>>);
static_assert(same<decltype(some<ids>() == some<ids>()), mask> && same<decltype(some<integers>() >= 2), mask>);
static_assert(same<decltype(some<taped>() != some<taped>()), sp::taped<bool, Batch, Embed>>);

// Which go together: the operators and the concepts say the same.
template <class A, class B>
concept adds = requires { some<A>() + some<B>(); };
template <class A, class B>
concept subtracts = requires { some<A>() - some<B>(); };
template <class A, class B>
concept multiplies = requires { some<A>() * some<B>(); };
template <class A, class B>
concept divides = requires { some<A>() / some<B>(); };
template <class A, class B>
concept compares = requires { some<A>() == some<B>(); } && requires { some<A>() != some<B>(); };
template <class A, class B>
concept orders = requires { some<A>() < some<B>(); } && requires { some<A>() > some<B>(); } &&
                 requires { some<A>() <= some<B>(); } && requires { some<A>() >= some<B>(); };
template <class A, class B>
concept orders_somehow = requires { some<A>() < some<B>(); } || requires { some<A>() > some<B>(); } ||
                         requires { some<A>() <= some<B>(); } || requires { some<A>() >= some<B>(); };
template <class A, class B>
constexpr bool combine = adds<A, B> && subtracts<A, B> && multiplies<A, B> && sp::addable<A, B> &&
                         sp::subtractable<A, B> && sp::multipliable<A, B>;
template <class A, class B>
constexpr bool never_combine =
    !adds<A, B> && !subtracts<A, B> && !multiplies<A, B> && !divides<A, B> && !sp::addable<A, B> &&
    !sp::subtractable<A, B> && !sp::multipliable<A, B> && !sp::dividable<A, B>;
static_assert(combine<matrix, vec> && combine<row, matrix> && combine<integers, integers> && combine<scalar, matrix> &&
              combine<taped, weight> && combine<weight, matrix>);
static_assert(divides<matrix, vec> && sp::dividable<vec, matrix> && divides<taped, weight> &&
              !divides<integers, integers> && !sp::dividable<integers, integers>);
static_assert(never_combine<matrix, other> && never_combine<vec, row>);                       // axes that differ
static_assert(never_combine<vec, integers> && never_combine<vec, sp::tensor<double, Batch>>); // elements that differ
static_assert(never_combine<ids, ids> && never_combine<ids, vec> && never_combine<chances, chances> &&
              never_combine<mask, mask>);                                 // meanings
static_assert(never_combine<taped, vec> && never_combine<matrix, taped>); // a forgotten tape(x)

template <class A, class S>
constexpr bool takes_number =
    adds<A, S> && adds<S, A> && subtracts<A, S> && subtracts<S, A> && multiplies<A, S> && multiplies<S, A>;
template <class A, class S>
constexpr bool never_takes_number = !adds<A, S> && !adds<S, A> && !subtracts<A, S> && !subtracts<S, A> &&
                                    !multiplies<A, S> && !multiplies<S, A> && !divides<A, S> && !divides<S, A>;
static_assert(takes_number<vec, int> && takes_number<vec, double> && takes_number<integers, long> &&
              takes_number<taped, int>);
static_assert(divides<vec, int> && divides<double, vec> && !divides<integers, int> && !divides<int, integers>);
static_assert(never_takes_number<integers, double> && never_takes_number<ids, int> &&
              never_takes_number<chances, float> && never_takes_number<mask, bool> && never_takes_number<vec, bool>);

static_assert(compares<ids, ids> && sp::comparable<ids, ids> && !orders_somehow<ids, ids> && !sp::orderable<ids, ids>);
static_assert(compares<mask, mask> && !orders_somehow<mask, mask>);
static_assert(compares<chances, chances> && orders<chances, chances>); // a probability is an amount
static_assert(orders<vec, matrix> && sp::orderable<vec, matrix> && orders<integers, integers> && orders<vec, double>);
static_assert(!compares<ids, phones> && !compares<vec, row> && !orders_somehow<vec, row> && !compares<vec, integers>);
static_assert(compares<ids, sp::index<Letter>>);
static_assert(!compares<ids, sp::index<Phone>> && !compares<integers, sp::index<Letter>>);
static_assert(!compares<ids, int> && !compares<mask, bool> && !orders_somehow<integers, double>);
static_assert(!compares<taped, matrix> && !orders_somehow<taped, matrix> && !sp::comparable<taped, matrix>);

// Functions of each element.
template <class X>
concept has_functions = requires(X const& x) {
  tanh(x);
  exp(x);
  log(x);
  sqrt(x);
  square(x);
  abs(x);
  relu(x);
  sigmoid(x);
};
template <class X>
constexpr bool has_no_function =
    !requires(X const& x) { tanh(x); } && !requires(X const& x) { exp(x); } && !requires(X const& x) { log(x); } &&
    !requires(X const& x) { sqrt(x); } && !requires(X const& x) { square(x); } && !requires(X const& x) { abs(x); } &&
    !requires(X const& x) { relu(x); } && !requires(X const& x) { sigmoid(x); };
static_assert(has_functions<matrix> && has_functions<taped> && has_functions<weight> &&
              has_functions<sp::tensor<double>>);
static_assert(has_no_function<integers> && has_no_function<ids> && has_no_function<mask> && has_no_function<chances>);
static_assert(same<decltype(tanh(some<taped>())), taped> && same<decltype(relu(some<weight>())), row>);
static_assert(same<decltype(sigmoid(some<vec>())), chances>);
static_assert(same<decltype(sigmoid(some<taped>())), sp::taped<sp::probability<float>, Batch, Embed>>);

// Any function of several.
constexpr auto f = [](auto x, auto... more) { return (x * ... * more); };
template <class... X>
concept maps = requires { sp::map(f, some<X>()...); };
template <class... X>
constexpr bool maps_as_told = maps<X...> && sp::mappable<X...>;
template <class... X>
constexpr bool never_maps = !maps<X...> && !sp::mappable<X...>;
static_assert(maps_as_told<matrix> && maps_as_told<vec, matrix, row> && maps_as_told<taped, weight>);
static_assert(same<decltype(sp::map(f, some<vec>(), some<transposed>())), transposed>);
static_assert(never_maps<vec, row> && never_maps<integers> && never_maps<vec, sp::tensor<double, Batch>> &&
              never_maps<chances, vec> && never_maps<taped, matrix> && !maps<>);
} // namespace
