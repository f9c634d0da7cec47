// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <tuple>
#include <utility>

#include "../nn/detail/prepared.hpp"
#include "../nn/embedding.hpp"
#include "../nn/linear.hpp"
#include "../nn/lstm.hpp"
#include "../nn/stacked.hpp"
#include "../ops/concat.hpp"
#include "../ops/dropout.hpp"
#include "../ops/rename.hpp"
#include "../ops/scan.hpp"
#include "../ops/stop_gradient.hpp"
#include "../ops/subtract.hpp"
#include "../ops/tanh.hpp"
#include "detail/decoder_rule.hpp"

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

// A decoder with attention (Luong et al. 2015): tokens are embedded, recurrent layers read them, the outputs ask the memory,
// combined = tanh([output; context] weight + bias), and a readout gives scores over the tokens. Memory is the axis of
// the features of what is attended to, Attention a layer such as general_attention<State, Memory>, Layer lstm or gru.
//
//   auto memory = decoder.prepare(encoder(words));
//   auto start = decoder.start(states);       // {(h, c) for each layer}; of GRUs {h for each layer}
//   decoder.scores(prefix, start, memory)     // training: scores of what follows each token of the prefix
//   decoder.step(ids, start, memory)          // search: one token after the other
template <class Token, class Embed, class State, class Memory, std::size_t Layers, class Attention,
          input_feeding Feeding = input_feeding::off, class Element = float,
          template <class, class, class, reading> class Layer = lstm>
struct attention_decoder {
  static constexpr bool feeds = Feeding == input_feeding::on;
  using Context = context_of<Memory>;
  using Input = std::conditional_t<feeds, both<Embed, State>, Embed>;
  using token_layer = embedding<Token, Embed, Element>;
  using recurrent_layers =
      stacked<Layer<Input, State, Element, reading::forward>, Layer<State, State, Element, reading::forward>, Layers>;
  using combining_layer = linear<both<State, Context>, State, Element>;
  using readout_layer = linear<State, Token, Element>;
  // Dropout, while training, of what is embedded and of what is combined; between the layers it is layers.dropout_rate.
  BOOST_HANA_DEFINE_STRUCT(attention_decoder, (token_layer, tokens), (recurrent_layers, layers), (Attention, attention),
                           (combining_layer, combining), (readout_layer, readout), (double, token_dropout),
                           (double, combined_dropout));

private:
  using first_layer = typename recurrent_layers::first_layer;
  using kind = typename first_layer::kind;
  template <class X> // what was embedded, without the name of an alias that nvcc would print
  using spelled = detail::tag<detail::tensor_over<sum_element<Element>, axes_of<X>>>;

  // The sentence why it cannot go on from there, or nullptr. Each question is asked only if those before it were
  // answered well, and none inside a layer: a message then points at the call of the decoder.
  template <bool Whole, class Ids, class S, class Prepared>
  static auto why_not() {
    using table = typename token_layer::rows;
    using given = detail::carried<kind, S, Layers, feeds>;
    if constexpr (!embeddable<table, Ids>)
      return detail::why_not_embed(detail::tag<signature<table>>{}, detail::tag<signature<Ids>>{});
    else if constexpr (Whole && !detail::has_prefix<axes_of<Ids>>)
      return detail::why_not_after(detail::tag<signature<Ids>>{});
    else if constexpr (!given::fits)
      return detail::say<typename cannot_decode_from<
          detail::state_signature<S>>::because_this_decoder_has_another_state::make_it_with_start>();
    else if constexpr (!detail::can_start<kind, typename given::states, Layers, sum_element<Element>, State>())
      return detail::why_not_start<kind, typename given::states, Layers, sum_element<Element>, State>(
          detail::tag<detail::state_signature<typename given::states>>{});
    else
      return why_not_read<Whole, detail::answer_of<token_layer, Ids>, given, Prepared>();
  }
  template <bool Whole, class X, class Given, class Prepared>
  static auto why_not_read() {
    using time = std::conditional_t<feeds, detail::first_axis<axes_of<X>>, detail::time_axis<void, axes_of<X>>>;
    using rows = detail::minus<axes_of<X>, axes<std::conditional_t<Whole, time, void>, Embed>>;
    using wanted = typename kind::template state<detail::join<rows, axes<State>>>;
    using S = typename Given::layer_state;
    if constexpr (Whole && !feeds && !first_layer::template reads<X>)
      return first_layer::template why_not<void>(spelled<X>{});
    else if constexpr (Whole && feeds && !scannable<X, time>)
      return []<class Posts, class... More>(axes<Posts, More...>) {
        return detail::why_not_scan<true>(detail::tag<Posts>{}, spelled<X>{}, detail::tag<int>{});
      }(axes_of<X>{});
    else if constexpr (!detail::parts_are_over(typename Given::parts{}, wanted{}))
      return detail::why_not_parts_over(typename Given::parts{}, wanted{}, rows{});
    else if constexpr (!Whole)
      return why_not_step<X, Given, Prepared>();
    else if constexpr (feeds)
      return why_not_step<detail::step_type<X>, Given, Prepared>();
    else if constexpr (!first_layer::template reads_from<X, S>)
      return detail::why_layer_not_from<first_layer, S, void>(spelled<X>{});
    else
      return why_not_look<decltype(std::declval<recurrent_layers const&>()
                                       .run(std::declval<X const&>(), std::declval<typename Given::states const&>())
                                       .outputs),
                          Prepared>();
  }
  template <class X, class Given, class Prepared>
  static auto why_not_step() {
    if constexpr (!feeds)
      return why_not_step_of<X, Given, Prepared>();
    else if constexpr (!concatenable<X, typename Given::fed>)
      return detail::why_not_concat<both<Embed, State>>(spelled<X>{}, detail::tag<signature<typename Given::fed>>{});
    else
      return why_not_step_of<decltype(concat(std::declval<X const&>(), std::declval<typename Given::fed const&>())),
                             Given, Prepared>();
  }
  template <class X, class Given, class Prepared>
  static auto why_not_step_of() {
    using S = typename Given::layer_state;
    if constexpr (!first_layer::template steps<X, S>)
      return detail::why_layer_not_step<first_layer, S>(spelled<X>{});
    else
      return why_not_look<typename Given::hidden, Prepared>();
  }
  template <class Query, class Prepared>
  static auto why_not_look() {
    if constexpr (!detail::has_answer<Attention, Query, Prepared>) {
      return detail::why_not_prepared(detail::tag<signature<Query>>{}, detail::tag<Prepared>{});
    } else {
      using looked = detail::answer_of<Attention, Query, Prepared>;
      if constexpr (!detail::is_defined<looked>)
        return detail::say<looked>();
      else if constexpr (!has_axis<decltype(looked::context), Memory>)
        return detail::why_not_with<Memory>(detail::tag<signature<decltype(looked::context)>>{});
      else
        return nullptr;
    }
  }

public:
  // Whether it can go on from ids (a whole prefix at once, or one further token of each row), a state and a memory.
  template <bool Whole, class Ids, class S, class Prepared>
  static constexpr bool decodes = std::is_null_pointer_v<decltype(why_not<Whole, Ids, S, Prepared>())>;

  // What is computed of a memory [Letters, Batch, Memory] once.
  template <operand M>
    requires(detail::can_prepare<Attention, M> && has_axis<M, Memory>)
  auto prepare(M&& memory) const {
    return attention.prepare(std::forward<M>(memory));
  }

  // The state before the first token, from one for each layer: (h, c) with h [Batch, State], c [Batch, cell<State>], or h.
  template <class S>
    requires(detail::can_start<kind, std::array<S, Layers>, Layers, sum_element<Element>, State>())
  auto start(std::array<S, Layers> states) const {
    if constexpr (feeds) {
      auto const& h = detail::output_in(states.back());
      auto nothing = stop_gradient(h - h);
      return std::tuple<decltype(states), decltype(nothing)>(std::move(states), std::move(nothing));
    } else {
      return states;
    }
  }

  // prefix [prefix<Phones>, Batch] -> scores [prefix<Phones>, Batch, Token] of what follows each of its tokens.
  template <operand Prefix, class S, class Prepared>
    requires decodes<true, Prefix, S, Prepared>
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
    requires decodes<false, Ids, S, Prepared>
  auto step(Ids const& ids, S const& state, Prepared const& memory) const {
    auto one = advance(dropout(tokens(ids), token_dropout), state, memory);
    return decoded{readout(one.scores), std::move(one.state), std::move(one.weights)};
  }

  template <operand M>
    requires(!detail::can_prepare<Attention, M>)
  auto prepare(M&& memory) const -> decltype(std::declval<Attention const&>().prepare(std::forward<M>(memory)));
  template <operand M>
    requires(detail::can_prepare<Attention, M> && !has_axis<M, Memory>)
  auto prepare(M&& memory) const -> decltype(detail::refuse(detail::why_not_with<Memory>(detail::tag<signature<M>>{})));
  template <class States>
    requires(!detail::can_start<kind, States, Layers, sum_element<Element>, State>())
  auto start(States const& states) const
      -> decltype(detail::refuse(detail::why_not_start<kind, States, Layers, sum_element<Element>, State>(
          detail::tag<detail::state_signature<States>>{})));
  template <operand Ids, class S, class Prepared>
    requires(!decodes<true, Ids, S, Prepared>)
  auto scores(Ids const& ids, S const& start, Prepared const& memory) const
      -> decltype(detail::refuse(why_not<true, Ids, S, Prepared>()));
  template <operand Ids, class S, class Prepared>
    requires(!decodes<false, Ids, S, Prepared>)
  auto step(Ids const& ids, S const& state, Prepared const& memory) const
      -> decltype(detail::refuse(why_not<false, Ids, S, Prepared>()));

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
    auto const& h = detail::output_in(next.back());
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
