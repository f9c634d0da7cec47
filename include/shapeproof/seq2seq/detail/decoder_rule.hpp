// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <tuple>
#include <type_traits>
#include <utility>

#include "../../core/operand.hpp"
#include "../../core/role.hpp"
#include "../../core/tensor.hpp"
#include "../../ops/detail/recurrent_rule.hpp"

// What a decoder is given, and the words for what it cannot work on.
namespace sp {

// The words of a decoder's start, scores and step: the state that it is given.
template <class... S>
struct cannot_decode_from {
  struct because_this_decoder_has_another_state {
    struct make_it_with_start; // decoder.start(states): from a state, (h, c) or of GRUs h, for each of its layers
  };
  template <std::size_t Layers>
  struct because_the_layers_are {
    struct give_each_a_tuple_of_h_and_c; // std::array{std::tuple{h, c}, ...}, one for each layer of the decoder
    struct give_each_its_h;              // std::array{h, ...}, one for each layer of a decoder of GRUs
  };
  struct because_they_are_of_two_directions {
    struct make_one_state_for_each_layer_of_both; // linear<both<A, reversed<A>>, State> of concat(h, h backward)
  };
  template <class Width>
  struct because_the_state_lacks {
    struct project_it_to_the_width_of_the_decoder; // linear<Half, State>; rename<Half, State>(h) if they are one width
  };
  template <class Cells>
  struct because_the_cell_state_lacks {
    struct rename_it_if_it_is_meant; // rename<State, cell<State>>(h): it begins as the hidden state does
  };
  template <class T>
  struct because_the_state_is_not_of {
    struct use_cast; // cast<float>(h): elements are never converted silently
  };
  template <class... Axes>
  struct because_the_tokens_are_over {
    struct give_one_state_for_each_token; // over these axes and the decoder's width: in a beam, as the search gives it
  };
};

// The words for tokens that are not those before each post.
template <class X>
struct cannot_decode_after {
  struct because_it_is_no_prefix {
    struct give_that_of_teacher_forcing; // the decoder would read the very tokens that it shall answer
  };
};

// The words for a memory whose features are not those that the decoder was made for.
template <class M>
struct cannot_decode_with {
  template <class Features>
  struct because_it_lacks {
    struct make_the_decoder_for_the_features_it_has; // attention_decoder<..., Memory, ...> names what the encoder gives
  };
};

namespace detail {

template <class A>
inline constexpr bool is_prefix = false;
template <class A>
inline constexpr bool is_prefix<prefix<A>> = true;
template <class L>
inline constexpr bool has_prefix = false;
template <class... A>
inline constexpr bool has_prefix<axes<A...>> = (is_prefix<A> || ...);
template <class T, class... X>
auto why_not_after(tag<tensor<T, X...>>) {
  return say<typename cannot_decode_after<tensor<T, X...>>::because_it_is_no_prefix::give_that_of_teacher_forcing>();
}

// A state as messages spell it: the same off and on the tape.
template <class S>
struct state_signature_of {
  using type = S;
};
template <operand S>
struct state_signature_of<S> {
  using type = signature<S>;
};
template <class... S>
struct state_signature_of<std::tuple<S...>> {
  using type = std::tuple<typename state_signature_of<S>::type...>;
};
template <class S, std::size_t N>
struct state_signature_of<std::array<S, N>> {
  using type = std::array<typename state_signature_of<S>::type, N>;
};
template <class S>
using state_signature = typename state_signature_of<S>::type;

// What a decoder of layers of a Kind carries: a state for each layer, and with input feeding what was combined last.
template <class Kind, class S, std::size_t Layers, bool Feeds>
struct carried {
  static constexpr bool fits = false;
};
template <class Kind, class S, std::size_t Layers>
  requires(!std::is_void_v<typename Kind::template parts<S>>)
struct carried<Kind, std::array<S, Layers>, Layers, false> {
  static constexpr bool fits = true;
  using states = std::array<S, Layers>;
  using layer_state = S;
  using parts = typename Kind::template parts<S>; // several<h, others...>
  using hidden = first_of<parts>;
  using fed = hidden;
};
template <class Kind, class S, operand F, std::size_t Layers>
  requires(carried<Kind, S, Layers, false>::fits)
struct carried<Kind, std::tuple<S, F>, Layers, true> : carried<Kind, S, Layers, false> {
  static constexpr bool fits =
      std::is_same_v<signature<F>, signature<typename carried<Kind, S, Layers, false>::hidden>>;
  using fed = F;
};

template <class Part, class Element, class Width>
inline constexpr bool is_state_of = std::is_same_v<element_of<Part>, Element> && has_axis<Part, Width>;

// Whether these are states of layers of this width, whatever their batch: each part over the axis that Kind::state has for it.
template <class Element, class... Part, class... Row>
constexpr bool parts_are_of(several<Part...>, several<Row...>) {
  return (is_state_of<Part, Element, last_axis<Row>> && ...);
}
template <class Kind, class States, std::size_t Layers, class Element, class Width>
constexpr bool can_start() {
  using given = carried<Kind, States, Layers, false>;
  if constexpr (given::fits)
    return parts_are_of<Element>(typename given::parts{}, typename Kind::template state<axes<Width>>{});
  else
    return false;
}
template <class Element, class Width, class T, class... X>
auto why_not_state_of(axes<Width>, tag<tensor<T, X...>>) {
  using words = cannot_decode_from<tensor<T, X...>>;
  if constexpr (!is_one_of<Width, X...> && requires { typename Width::cell_of; })
    return say<typename words::template because_the_cell_state_lacks<Width>::rename_it_if_it_is_meant>();
  else if constexpr (!is_one_of<Width, X...>)
    return say<typename words::template because_the_state_lacks<Width>::project_it_to_the_width_of_the_decoder>();
  else
    return say<typename words::template because_the_state_is_not_of<Element>::use_cast>();
}
template <class Element, class Part, class... Parts, class Row, class... Rows>
auto why_not_parts_of(several<Part, Parts...>, several<Row, Rows...>) {
  if constexpr (sizeof...(Parts) == 0 || !is_state_of<Part, Element, last_axis<Row>>)
    return why_not_state_of<Element>(Row{}, tag<signature<Part>>{});
  else
    return why_not_parts_of<Element>(several<Parts...>{}, several<Rows...>{});
}
template <class... A, class List>
constexpr bool holds_cells_of(axes<A...>, List) {
  return (has<List, cell<A>> || ...);
}
// The last states of the two directions that a bidirectional layer reads in. A pair (h, c) is none.
template <class Kind, class S>
struct two_directions {
  static constexpr bool fit = false;
};
template <class Kind, class Ahead, class Behind>
  requires(!std::is_void_v<typename Kind::template parts<Ahead>> &&
           !std::is_void_v<typename Kind::template parts<Behind>>)
struct two_directions<Kind, std::tuple<Ahead, Behind>> {
  using h_ahead = first_of<typename Kind::template parts<Ahead>>;
  using h_behind = first_of<typename Kind::template parts<Behind>>;
  static constexpr bool fit =
      !std::is_same_v<axes_of<h_ahead>, axes_of<h_behind>> && !holds_cells_of(axes_of<h_ahead>{}, axes_of<h_behind>{});
  using ahead = tag<signature<h_ahead>>;
  using behind = tag<signature<h_behind>>;
};
template <class Kind, class S, std::size_t N>
struct two_directions<Kind, std::array<S, N>> : two_directions<Kind, S> {};

template <class T, class... X, class U, class... Y>
auto why_not_both(tag<tensor<T, X...>>, tag<tensor<U, Y...>>) {
  return say<typename cannot_decode_from<
      tensor<T, X...>, tensor<U, Y...>>::because_they_are_of_two_directions::make_one_state_for_each_layer_of_both>();
}

template <class Kind, class States, std::size_t Layers, class Element, class Width, class Spelled>
auto why_not_start(tag<Spelled>) {
  using given = carried<Kind, States, Layers, false>;
  using words = typename cannot_decode_from<Spelled>::template because_the_layers_are<Layers>;
  using wanted = typename Kind::template state<axes<Width>>;
  if constexpr (two_directions<Kind, States>::fit)
    return why_not_both(typename two_directions<Kind, States>::ahead{},
                        typename two_directions<Kind, States>::behind{});
  else if constexpr (!given::fits && std::is_same_v<wanted, several<axes<Width>>>)
    return say<typename words::give_each_its_h>();
  else if constexpr (!given::fits)
    return say<typename words::give_each_a_tuple_of_h_and_c>();
  else
    return why_not_parts_of<Element>(typename given::parts{}, wanted{});
}

template <class T, class... X, class... Axes>
auto why_not_over(tag<tensor<T, X...>>, axes<Axes...>) {
  return say<typename cannot_decode_from<tensor<T, X...>>::template because_the_tokens_are_over<
      Axes...>::give_one_state_for_each_token>();
}
// Whether each part has the axes of its row; the part that does not is the reason.
template <class... Part, class... Row>
constexpr bool parts_are_over(several<Part...>, several<Row...>) {
  return (same_set<axes_of<Part>, Row> && ...);
}
template <class Part, class... Parts, class Row, class... Rows, class... Axes>
auto why_not_parts_over(several<Part, Parts...>, several<Row, Rows...>, axes<Axes...> batch) {
  if constexpr (sizeof...(Parts) == 0 || !same_set<axes_of<Part>, Row>)
    return why_not_over(tag<signature<Part>>{}, batch);
  else
    return why_not_parts_over(several<Parts...>{}, several<Rows...>{}, batch);
}
template <class Features, class Spelled>
auto why_not_with(tag<Spelled>) {
  return say<typename cannot_decode_with<Spelled>::template because_it_lacks<
      Features>::make_the_decoder_for_the_features_it_has>();
}

template <class Layer, class M>
concept can_prepare = requires(Layer const& layer, M memory) { layer.prepare(std::forward<M>(memory)); };

// What a layer answers, be it a refusal: then it is the sentence, a class that is defined nowhere.
template <class Layer, class... X>
using answer_of = decltype(std::declval<Layer const&>()(std::declval<X const&>()...));
template <class Layer, class... X>
concept has_answer = requires { typename std::type_identity<answer_of<Layer, X...>>::type; };
template <class Answer>
concept is_defined = requires { sizeof(Answer); };

} // namespace detail
} // namespace sp
