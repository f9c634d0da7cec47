// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/nn/general_attention.hpp>
#include <shapeproof/seq2seq/beam_search.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Letter : sp::axis<> {};
struct Phone : sp::axis<> {};
struct Embed : sp::axis<6> {};
struct State : sp::axis<8> {};
struct Encoded : sp::axis<10> {};
using Beam = sp::hypotheses<Batch>;

template <sp::input_feeding Feeding>
using speller = sp::attention_decoder<Phone, Embed, State, Encoded, 2, sp::general_attention<State, Encoded>, Feeding>;
using fed = speller<sp::input_feeding::on>;
using unfed = speller<sp::input_feeding::off>;
static_assert(sp::walkable<fed> && sp::walkable<unfed>);

template <class... B>
using layers = std::array<std::tuple<sp::tensor<float, B..., State>, sp::tensor<float, B..., sp::cell<State>>>, 2>;
template <class... B>
using fed_state = std::tuple<layers<B...>, sp::tensor<float, B..., State>>;
using memory = decltype(std::declval<fed const&>().prepare(sp::tensor<float, Letters, Batch, Encoded>()));
static_assert(sp::decoder_state<fed_state<Batch>> && sp::decoder_state<layers<Batch>> && sp::decoder_state<memory>);
static_assert(std::is_same_v<decltype(std::declval<fed const&>().start(layers<Batch>())), fed_state<Batch>>);
static_assert(std::is_same_v<decltype(std::declval<unfed const&>().start(layers<Batch>())), layers<Batch>>);

// What a beam search gives to a step it gets back.
template <class Decoder, class State, class... B>
constexpr bool steps =
    requires(Decoder const& d, sp::tensor<sp::index<Phone>, B...> const& ids, State const& state, memory const& m) {
      { d.step(ids, state, m).scores } -> std::same_as<sp::tensor<float, B..., Phone>&&>;
      { d.step(ids, state, m).state } -> std::same_as<State&&>;
      { d.step(ids, state, m).weights } -> std::same_as<sp::tensor<sp::distribution<float, Letters>, B..., Letters>&&>;
    };
static_assert(steps<fed, fed_state<Batch>, Batch> && steps<unfed, layers<Batch>, Batch>);
static_assert(steps<fed, fed_state<Batch, Beam>, Batch, Beam> && steps<unfed, layers<Batch, Beam>, Batch, Beam>);
static_assert(!steps<fed, layers<Batch>, Batch> && !steps<unfed, fed_state<Batch>, Batch>); // the other's state

template <class Decoder, class Ids, class State>
concept scores = requires(Decoder const& d, Ids const& ids, State const& s, memory const& m) { d.scores(ids, s, m); };
using prefix = sp::tensor<sp::index<Phone>, sp::prefix<Phones>, Batch>;
static_assert(scores<fed, prefix, fed_state<Batch>> && scores<unfed, prefix, layers<Batch>>);
static_assert(!scores<fed, sp::tensor<sp::index<Letter>, sp::prefix<Phones>, Batch>, fed_state<Batch>>);
static_assert(!scores<unfed, prefix, std::tuple<>>);
// What it shall answer, or what nobody shifted.
static_assert(!scores<unfed, sp::tensor<sp::index<Phone>, sp::target<Phones>, Batch>, layers<Batch>>);
static_assert(!scores<unfed, sp::tensor<sp::index<Phone>, Phones, Batch>, layers<Batch>>);
static_assert(!scores<fed, sp::tensor<sp::index<Phone>, Phones, Batch>, fed_state<Batch>>);
static_assert(!scores<fed, sp::tensor<sp::index<Phone>, Batch, sp::prefix<Phones>>, fed_state<Batch>>); // steps first
static_assert(scores<unfed, sp::tensor<sp::index<Phone>, Batch, sp::prefix<Phones>>, layers<Batch>>);
static_assert(!scores<unfed, sp::taped<sp::index<Phone>, sp::prefix<Phones>, Batch>, layers<Batch>>); // a plain state
static_assert(!scores<unfed, prefix, layers<>> && !scores<unfed, prefix, layers<Batch, Beam>>);
static_assert(!steps<unfed, layers<Batch>, Batch, Beam> && !steps<unfed, layers<Batch, Beam>, Batch>);

// States of an encoder that are not those of the decoder's layers.
template <class Decoder, class States>
concept starts = requires(Decoder const& d, States const& s) { d.start(s); };
template <class T, class Width>
using layer = std::tuple<sp::tensor<T, Batch, Width>, sp::tensor<T, Batch, sp::cell<Width>>>;
static_assert(starts<unfed, std::array<layer<float, State>, 2>> && starts<fed, std::array<layer<float, State>, 2>>);
static_assert(!starts<unfed, std::array<layer<float, Encoded>, 2>>); // another width
static_assert(!starts<unfed, std::array<layer<double, State>, 2>>);  // another element
static_assert(!starts<unfed, std::array<layer<float, State>, 1>> && !starts<unfed, layer<float, State>>);

// A memory of other features, and one that was not prepared.
template <class Decoder, class Memory>
concept prepares = requires(Decoder const& d, Memory const& m) { d.prepare(m); };
using encoded = sp::tensor<float, Letters, Batch, Encoded>;
static_assert(prepares<fed, encoded> && !prepares<fed, sp::tensor<float, Letters, Batch, State>>);
using made_for_others = sp::attention_decoder<Phone, Embed, State, Embed, 2, sp::general_attention<State, Encoded>>;
static_assert(!prepares<made_for_others, encoded>);
template <class Decoder, class Prepared>
concept looks_at =
    requires(Decoder const& d, prefix const& p, layers<Batch> const& s, Prepared const& m) { d.scores(p, s, m); };
static_assert(looks_at<unfed, memory> && !looks_at<unfed, encoded> && !looks_at<unfed, int>);
static_assert(!looks_at<made_for_others, memory>);

// The context of a memory of the state's own width has a name of its own beside the state.
using narrow = sp::attention_decoder<Phone, Embed, State, State, 1, sp::dot_attention<State>>;
static_assert(narrow::Context::fixed == State::fixed && !std::is_same_v<narrow::Context, State>);
} // namespace
