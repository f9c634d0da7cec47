// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/affine.hpp>
#include <shapeproof/ops/dot.hpp>
#include <shapeproof/ops/embed.hpp>
#include <shapeproof/ops/scan.hpp>

#include <type_traits>
#include <utility>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Embed : sp::axis<8> {};
struct Out : sp::axis<4> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<27> {};
struct Phone : sp::axis<27> {};
struct Word : sp::axis<> {};

template <class X, class Y>
constexpr bool same = std::is_same_v<X, Y>;
template <class X>
X const& some();
template <class... A>
using floats = sp::tensor<float, A...>;
template <class... A>
using on_tape = sp::taped<float, A...>;
template <class... A>
using weight = sp::parameter<float, A...>;

// dot: the axes of the left operand without the contracted ones, then those that only the right one has.
static_assert(
    same<decltype(sp::dot<Hidden>(some<floats<Batch, Hidden>>(), some<floats<Hidden, Out>>())), floats<Batch, Out>>);
static_assert(same<decltype(sp::dot<Hidden>(some<floats<Time, Batch, Hidden>>(), some<floats<Batch, Hidden, Out>>())),
                   floats<Time, Batch, Out>>);
static_assert(same<decltype(sp::dot<Hidden, Out>(some<floats<Out, Hidden>>(), some<floats<Hidden, Out>>())), floats<>>);
static_assert(same<decltype(sp::dot<Hidden>(some<on_tape<Hidden>>(), some<weight<Hidden, Out>>())), on_tape<Out>>);
static_assert(same<decltype(sp::dot<Letters>(some<floats<Letters, Batch>>(), some<floats<Letters, Batch, Embed>>())),
                   floats<Batch, Embed>>);

template <class A, class B, class... K>
concept dots = requires { sp::dot<K...>(some<A>(), some<B>()); };
template <class A, class B, class... K>
constexpr bool works = dots<A, B, K...> && sp::dottable<A, B, K...>;
template <class A, class B, class... K>
constexpr bool refused = !dots<A, B, K...> && !sp::dottable<A, B, K...>;
static_assert(works<floats<Batch, Hidden>, floats<Hidden, Out>, Hidden> &&
              works<weight<Hidden>, weight<Hidden>, Hidden>);
static_assert(refused<floats<Batch, Hidden>, floats<Embed, Out>, Hidden> &&
              refused<floats<Batch, Hidden>, floats<Embed, Out>, Embed> && refused<floats<Hidden>, floats<Hidden>> &&
              refused<floats<Hidden>, floats<Hidden>, Hidden, Hidden>);
static_assert(refused<floats<Hidden>, sp::tensor<double, Hidden>, Hidden> &&
              refused<sp::tensor<int, Hidden>, sp::tensor<int, Hidden>, Hidden> &&
              refused<floats<Letters, Batch>, floats<Batch, Out>, Batch> &&
              refused<on_tape<Hidden>, floats<Hidden>, Hidden>);

// affine: In becomes Out at its place.
static_assert(
    same<decltype(sp::affine(some<floats<Hidden, Batch>>(), some<weight<Hidden, Out>>(), some<weight<Out>>())),
         floats<Out, Batch>>);
static_assert(same<decltype(sp::affine(some<on_tape<Letters, Batch, Hidden>>(), some<weight<Hidden, Out>>(),
                                       some<weight<Out>>())),
                   on_tape<Letters, Batch, Out>>);
template <class X, class W, class B>
concept affines = requires { sp::affine(some<X>(), some<W>(), some<B>()); };
template <class X, class W, class B>
constexpr bool affine_refused = !affines<X, W, B> && !sp::affinable<X, W, B>;
static_assert(affines<floats<Hidden>, floats<Hidden, Out>, floats<Out>> &&
              sp::affinable<floats<Hidden>, floats<Hidden, Out>, floats<Out>>);
static_assert(affine_refused<floats<Embed>, floats<Hidden, Out>, floats<Out>> &&
              affine_refused<floats<Hidden>, floats<Hidden>, floats<Hidden>> &&
              affine_refused<floats<Hidden>, floats<Hidden, Out, Embed>, floats<Out>> &&
              affine_refused<floats<Hidden>, floats<Hidden, Out>, floats<Hidden>> &&
              affine_refused<floats<Hidden>, floats<Hidden, Out>, floats<>> &&
              affine_refused<floats<Hidden, Out>, floats<Hidden, Out>, floats<Out>> &&
              affine_refused<floats<Letters, Batch>, floats<Batch, Out>, floats<Out>>);
static_assert(affine_refused<sp::tensor<double, Hidden>, floats<Hidden, Out>, floats<Out>> &&
              affine_refused<floats<Hidden>, floats<Hidden, Out>, sp::tensor<double, Out>> &&
              affine_refused<sp::tensor<int, Hidden>, sp::tensor<int, Hidden, Out>, sp::tensor<int, Out>> &&
              affine_refused<floats<Hidden>, on_tape<Hidden, Out>, weight<Out>>);

// embed: the axes of the ids, then the features.
template <class V, class... A>
using ids = sp::tensor<sp::index<V>, A...>;
static_assert(same<decltype(embed(some<weight<Letter, Embed>>(), some<ids<Letter, Letters, Batch>>())),
                   floats<Letters, Batch, Embed>>);
static_assert(same<decltype(embed(some<weight<Letter, Embed>>(), some<sp::taped<sp::index<Letter>, Batch>>())),
                   on_tape<Batch, Embed>>);
static_assert(same<decltype(embed(some<floats<Word>>(), some<ids<Word, Batch>>())), floats<Batch>>);
template <class Table, class Ids>
concept embeds = requires { embed(some<Table>(), some<Ids>()); };
template <class Table, class Ids>
constexpr bool embed_refused = !embeds<Table, Ids> && !sp::embeddable<Table, Ids>;
static_assert(embeds<floats<Letter, Embed>, ids<Letter>> && sp::embeddable<floats<Letter, Embed>, ids<Letter>>);
static_assert(embed_refused<floats<Letter, Embed>, ids<Phone, Batch>> &&
              embed_refused<floats<Letter, Embed>, sp::tensor<int, Batch>> &&
              embed_refused<floats<Embed, Letter>, ids<Letter, Batch>> && // the vocabulary stands first
              embed_refused<floats<Letter, Embed>, sp::tensor<sp::length<Letter>, Batch>> &&
              embed_refused<floats<Letter, Embed>, ids<Letter, Embed>> && embed_refused<floats<>, ids<Letter>> &&
              embed_refused<floats<Letter, Embed>, sp::taped<sp::index<Letter>, Batch>>);

// scan.
constexpr auto step = [](auto const& x, auto const& h) { return std::pair(x, h + x); };
constexpr auto no_pair = [](auto const& x, auto const&) { return x; };
constexpr auto over_time_again = [](auto const&, auto const& h) { return std::pair(h, h); };
template <class A, class X, class State, class F>
concept scans = requires(F const& f) { sp::scan<A>(some<X>(), some<State>(), f); };
template <class X, class State>
using walked = decltype(sp::scan<Time>(some<X>(), some<State>(), step));
static_assert(same<walked<floats<Time, Batch, Embed>, floats<Batch, Embed>>,
                   sp::scanned<floats<Time, Batch, Embed>, floats<Batch, Embed>>>);
static_assert(same<walked<on_tape<Time, Embed>, on_tape<Embed>>, sp::scanned<on_tape<Time, Embed>, on_tape<Embed>>>);
static_assert(sp::scannable<floats<Time, Batch>, Time> && !sp::scannable<floats<Batch, Time>, Time> &&
              !sp::scannable<floats<Batch>, Time> && !sp::scannable<floats<>, Time> &&
              !sp::scannable<ids<Letter, Time>, Time> && !sp::scannable<floats<Batch, Letters>, Batch>);
using f = decltype(step);
static_assert(scans<Time, floats<Time, Batch>, floats<Batch>, f> &&
              sp::steps_over<f, Time, floats<Time, Batch>, floats<Batch>>);
static_assert(!scans<Time, floats<Batch, Time>, floats<Batch>, f> && !scans<Time, floats<Batch>, floats<Batch>, f> &&
              !scans<Time, on_tape<Time, Batch>, floats<Batch>, f> &&
              !scans<Time, floats<Time, Batch>, on_tape<Batch>, f>);
static_assert(!scans<Time, floats<Time, Batch>, floats<Batch>, decltype(no_pair)> &&
              !scans<Time, floats<Time, Batch>, floats<Time>, decltype(over_time_again)> &&
              !scans<Time, floats<Time, Batch>, floats<>, f>); // the state would change its type
static_assert(!sp::steps_over<decltype(no_pair), Time, floats<Time, Batch>, floats<Batch>> &&
              !sp::steps_over<f, Time, floats<Time, Batch>, floats<>>);
} // namespace
