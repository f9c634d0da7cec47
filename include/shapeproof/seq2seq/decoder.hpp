// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <tuple>
#include <utility>

#include "../nn/embedding.hpp"
#include "../nn/linear.hpp"
#include "../nn/stacked_lstm.hpp"
#include "../ops/concat.hpp"
#include "../ops/dropout.hpp"
#include "../ops/rename.hpp"
#include "../ops/scan.hpp"
#include "../ops/stop_gradient.hpp"
#include "../ops/subtract.hpp"
#include "../ops/tanh.hpp"

namespace sp {

// What attention gathered along A, beside a vector that may have the axis A itself.
template <class A>
struct context_of : detail::like<A> {
  using made_of = axes<A>;
  static constexpr extent_t combine(extent_t a) { return a; }
};

// Whether the vector that the last token was chosen by enters the next step (Luong et al. 2015, section 3.3). It tells
// the decoder what it has looked at; the steps of training then come one after the other.
enum class input_feeding { off, on };

// What one step of a decoder gives: scores over the tokens, the state behind them, how much each position was looked
// at.
template <class Scores, class State, class Weights>
struct decoded {
  Scores scores;
  State state;
  Weights weights;
};
template <class Scores, class State, class Weights>
decoded(Scores, State, Weights) -> decoded<Scores, State, Weights>; // for clang 16

template <class S>
struct cannot_decode_from {
  struct because_this_decoder_has_another_state {
    struct make_it_with_start; // decoder.start(states): from a state (h, c) for each of its layers
  };
};

namespace detail {
template <class S, std::size_t Layers, bool Feeds>
inline constexpr bool is_decoder_start = false;
template <operand H, operand C, std::size_t Layers>
inline constexpr bool is_decoder_start<std::array<std::tuple<H, C>, Layers>, Layers, false> = true;
template <operand H, operand C, operand F, std::size_t Layers>
inline constexpr bool is_decoder_start<std::tuple<std::array<std::tuple<H, C>, Layers>, F>, Layers, true> = true;

template <class Table, class Ids, class S>
auto why_not_decode(tag<Table> table, tag<Ids> ids, tag<S>) {
  if constexpr (!can_embed<Table, Ids>)
    return why_not_embed(table, ids);
  else
    return say<typename cannot_decode_from<S>::because_this_decoder_has_another_state::make_it_with_start>();
}

template <class Layer, class M>
concept can_prepare = requires(Layer const& layer, M memory) { layer.prepare(std::forward<M>(memory)); };
} // namespace detail

// A decoder with attention (Luong et al. 2015): tokens are embedded, LSTM layers read them, the outputs ask the memory,
// combined = tanh([output; context] weight + bias), and a readout gives scores over the tokens. Memory is the axis of
// the features of what is attended to, Attention a layer such as general_attention<State, Memory>.
//
//   auto memory = decoder.prepare(encoder(words));
//   auto start = decoder.start(states);       // {(h, c) for each layer}
//   decoder.scores(prefix, start, memory)     // training: scores of what follows each token of the prefix
//   decoder.step(ids, start, memory)          // search: one token after the other
template <class Token, class Embed, class State, class Memory, std::size_t Layers, class Attention,
          input_feeding Feeding = input_feeding::off, class Element = float>
struct attention_decoder {
  static constexpr bool feeds = Feeding == input_feeding::on;
  using Context = context_of<Memory>;
  using Input = std::conditional_t<feeds, both<Embed, State>, Embed>;
  using token_layer = embedding<Token, Embed, Element>;
  using recurrent_layers = stacked_lstm<Input, State, Layers, Element>;
  using combining_layer = linear<both<State, Context>, State, Element>;
  using readout_layer = linear<State, Token, Element>;
  // Dropout, while training, of what is embedded and of what is combined; between the layers it is layers.dropout_rate.
  BOOST_HANA_DEFINE_STRUCT(attention_decoder, (token_layer, tokens), (recurrent_layers, layers), (Attention, attention),
                           (combining_layer, combining), (readout_layer, readout), (double, token_dropout),
                           (double, combined_dropout));

  template <class Ids, class S>
  static constexpr bool decodes =
      embeddable<typename token_layer::rows, Ids> && detail::is_decoder_start<S, Layers, feeds>;

  // What is computed of a memory [Letters, Batch, Memory] once.
  template <operand M>
    requires detail::can_prepare<Attention, M>
  auto prepare(M&& memory) const {
    return attention.prepare(std::forward<M>(memory));
  }

  // The state before the first token, from one (h, c) for each layer; h, c [Batch, State].
  template <operand H, operand C>
  auto start(std::array<std::tuple<H, C>, Layers> states) const {
    if constexpr (feeds) {
      auto const& h = std::get<0>(states.back());
      auto nothing = stop_gradient(h - h);
      return std::tuple<decltype(states), decltype(nothing)>(std::move(states), std::move(nothing));
    } else {
      return states;
    }
  }

  // prefix [prefix<Phones>, Batch] -> scores [prefix<Phones>, Batch, Token] of what follows each of its tokens.
  template <operand Prefix, class S, class Prepared>
    requires decodes<Prefix, S>
  auto scores(Prefix const& prefix, S const& start, Prepared const& memory) const {
    auto in = dropout(tokens(prefix), token_dropout);
    if constexpr (feeds) {
      using Posts = detail::first_axis<axes_of<Prefix>>;
      auto const walked = scan<Posts>(in, start, [&](auto const& token, auto const& state) {
        auto one = advance(token, state, memory);
        return std::pair(std::move(one.scores), std::move(one.state));
      });
      return readout(walked.outputs);
    } else {
      auto const outputs = layers.run(in, start).outputs;
      return readout(combined(outputs, attention(outputs, memory).context));
    }
  }

  // ids over [Batch], or in a beam over [Batch, hypotheses<Batch>], the state over the same axes -> decoded{scores,
  // state, weights}: what `scores` gives at this position, to the bit.
  template <operand Ids, class S, class Prepared>
    requires decodes<Ids, S>
  auto step(Ids const& ids, S const& state, Prepared const& memory) const {
    auto one = advance(dropout(tokens(ids), token_dropout), state, memory);
    return decoded{readout(one.scores), std::move(one.state), std::move(one.weights)};
  }

  template <operand M>
    requires(!detail::can_prepare<Attention, M>)
  auto prepare(M&& memory) const -> decltype(std::declval<Attention const&>().prepare(std::forward<M>(memory)));
  template <operand Ids, class S, class Prepared>
    requires(!decodes<Ids, S>)
  auto scores(Ids const& ids, S const& start, Prepared const& memory) const
      -> decltype(detail::refuse(detail::why_not_decode(detail::tag<signature<typename token_layer::rows>>{},
                                                        detail::tag<signature<Ids>>{}, detail::tag<S>{})));
  template <operand Ids, class S, class Prepared>
    requires(!decodes<Ids, S>)
  auto step(Ids const& ids, S const& state, Prepared const& memory) const
      -> decltype(detail::refuse(detail::why_not_decode(detail::tag<signature<typename token_layer::rows>>{},
                                                        detail::tag<signature<Ids>>{}, detail::tag<S>{})));

private:
  template <class H, class C>
  auto combined(H const& h, C&& context) const {
    return dropout(tanh(combining(concat(h, rename<Memory, Context>(std::forward<C>(context))))), combined_dropout);
  }
  // One token further; its "scores" are still the combined vector, of which the readout makes them.
  template <class X, class S, class Prepared>
  auto advance(X const& token, S const& state, Prepared const& memory) const {
    auto next = [&] {
      if constexpr (feeds)
        return layers.step(concat(token, std::get<1>(state)), std::get<0>(state));
      else
        return layers.step(token, state);
    }();
    auto const& h = std::get<0>(next.back());
    auto looked = attention(h, memory);
    auto vector = combined(h, std::move(looked.context));
    if constexpr (feeds) {
      std::tuple<decltype(next), decltype(vector)> behind(std::move(next), vector);
      return decoded{std::move(vector), std::move(behind), std::move(looked.weights)};
    } else {
      return decoded{std::move(vector), std::move(next), std::move(looked.weights)};
    }
  }
};

} // namespace sp
