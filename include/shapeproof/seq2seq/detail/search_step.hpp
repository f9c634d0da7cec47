// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>
#include <string>
#include <type_traits>

#include "../../core/tensor.hpp"
#include "../../cpu/best_of_rows.hpp"
#include "../../cpu/copy.hpp"
#include "../../data/sequence_markers.hpp"
#include "../state.hpp"
#include "search_history.hpp"

namespace sp {

// Why a search cannot go with a step: over which vocabulary and which batch.
template <class Token, class Batch>
struct cannot_search {
  template <class S>
  struct because_this_is_no_state {
    struct
        give_tensors_in_tuples; // a tensor, or a std::tuple or std::array of them: the search keeps and reorders rows
  };
  struct because_state_and_memory_lie_on_two_devices {
    struct use_to_cuda_or_to_host; // to<sp::cuda>(x) copies to the GPU, to<sp::host>(x) back
  };
  struct because_neither_state_nor_memory_is_over_the_batch {
    struct name_their_batch; // greedy_search<Token, Batch>: the axis that both have one position of for each input
  };
  template <class Ids, class State>
  struct because_the_step_does_not_take {
    struct call_it_so; // step(ids, state, memory): the tokens last chosen, the state behind them, what is looked at
  };
  template <class Scores>
  struct because_the_step_scores {
    template <class... Axes>
    struct where_scores_belong_over; // {scores, state} or {scores, state, weights}; scores in float or double
  };
  template <class State>
  struct because_the_next_state_is {
    struct another_type_than_the_last; // what the step gives as state is what it takes
  };
  template <class Weights>
  struct because_the_step_weighs {
    template <class... Axes>
    struct where_one_more_axis_belongs_behind; // weights: for each input position how much it was looked at
  };
};

namespace detail {

template <class X>
struct is_whole_tensor {
  static constexpr bool value = false;
};
template <operand X>
struct is_whole_tensor<X> {
  static constexpr bool value = std::is_same_v<X, typename placed_signature<X>::type>;
};
template <class S>
inline constexpr bool is_search_state = each_in_state<S, is_whole_tensor>::value;

// The device of a search is that of the operands it is given.
template <class S>
struct device_of_state {};
template <names_its_device S>
struct device_of_state<S> {
  using device = typename S::device;
};
template <class S, std::size_t N>
struct device_of_state<std::array<S, N>> : device_of_state<S> {};
template <class... S>
  requires(names_its_device<device_of_state<S>> || ...)
struct device_of_state<std::tuple<S...>> {
  using device = typename device_among<device_of_state<S>...>::type;
};
template <class... S>
using search_device = typename device_among<device_of_state<S>...>::type;

template <class Device>
struct lying_on {
  template <class X>
  struct rule {
    static constexpr bool value = std::is_same_v<device_of<X>, Device>;
  };
};
template <class S, class Device>
inline constexpr bool lies_on = each_in_state<S, lying_on<Device>::template rule>::value;

// What a search makes on its device.
template <class Device, class T, class List>
struct tensor_on_of;
template <class Device, class T, class... A>
struct tensor_on_of<Device, T, axes<A...>> {
  using type = typename Device::template tensor<T, A...>;
};
template <class T, class... A>
struct tensor_on_of<host, T, axes<A...>> {
  using type = tensor<T, A...>;
};
template <class Device, class T, class List>
using tensor_on = typename tensor_on_of<Device, T, List>::type;

template <class S, class Batch>
inline constexpr bool has_rows = false;
template <operand X, class Batch>
inline constexpr bool has_rows<X, Batch> = has<axes_of<X>, Batch>;
template <class... S, class Batch>
inline constexpr bool has_rows<std::tuple<S...>, Batch> = (has_rows<S, Batch> || ...);
template <class S, std::size_t N, class Batch>
inline constexpr bool has_rows<std::array<S, N>, Batch> = has_rows<S, Batch>;

// What the step gives for ids over Rows (the batch; in a beam also the hypotheses).
template <class Step, class Token, class Rows, class State, class Memory>
using step_answer =
    std::remove_cvref_t<std::invoke_result_t<Step&, tensor_on<search_device<State, Memory>, index<Token>, Rows> const&,
                                             State const&, Memory const&>>;

template <class Answer>
concept gives_weights = requires(Answer a) { a.weights; };
template <class Answer>
concept gives_scores = requires(Answer a) {
  a.scores;
  a.state;
};
template <class Answer>
struct weights_of {
  using type = no_weights;
};
template <class Answer>
  requires gives_weights<Answer>
struct weights_of<Answer> {
  using type = std::remove_cvref_t<decltype(std::declval<Answer>().weights)>;
};

// The host looks at weights when all is done.
template <class Weights>
struct kept_weights {
  using type = Weights;
};
template <operand Weights>
struct kept_weights<Weights> {
  using type = signature<Weights>;
};
template <class Answer>
using kept_weights_of = typename kept_weights<typename weights_of<Answer>::type>::type;

template <class W, class Rows>
inline constexpr bool weighs_rows = false;
template <operand W, class Rows>
  requires is_whole_tensor<W>::value
inline constexpr bool weighs_rows<W, Rows> = floating_element<element_of<W>> && count<axes_of<W>> == count<Rows> + 1 &&
                                             std::is_same_v<all_but_last<axes_of<W>>, Rows>;
template <class Rows>
inline constexpr bool weighs_rows<no_weights, Rows> = true;

template <class X>
using scores_of = std::remove_cvref_t<decltype(std::declval<X>().scores)>;
template <class X>
using state_of = std::remove_cvref_t<decltype(std::declval<X>().state)>;

template <class Device, class Answer, class Token, class Rows, class State>
inline constexpr bool answer_fits = false;
template <class Device, class Answer, class Token, class Rows, class State>
  requires gives_scores<Answer>
inline constexpr bool answer_fits<Device, Answer, Token, Rows, State> =
    (std::is_same_v<scores_of<Answer>, tensor_on<Device, float, join<Rows, axes<Token>>>> ||
     std::is_same_v<scores_of<Answer>, tensor_on<Device, double, join<Rows, axes<Token>>>>) &&
    std::is_same_v<state_of<Answer>, State> && weighs_rows<typename weights_of<Answer>::type, Rows>;

template <class Step, class Token, class Batch, class Rows, class State, class Memory>
constexpr bool can_search() {
  using device = search_device<State, Memory>;
  if constexpr (!is_search_state<State> || !is_search_state<Memory>)
    return false;
  else if constexpr (!lies_on<State, device> || !lies_on<Memory, device>)
    return false;
  else if constexpr (!has_rows<std::tuple<State, Memory>, Batch>)
    return false;
  else if constexpr (!std::invocable<Step&, tensor_on<device, index<Token>, Rows> const&, State const&, Memory const&>)
    return false;
  else
    return answer_fits<device, step_answer<Step, Token, Rows, State, Memory>, Token, Rows, State>;
}

// Members by pointers: what is deduced from those has no alias that nvcc would print in the sentence.
template <class Words, class Token, class State, class... R, class C, class Scores, class D, class Next, class Weights>
auto why_answer_is_refused(axes<R...>, Scores C::*, Next D::*, tag<Weights>) {
  if constexpr (!std::is_same_v<Next, State>)
    return say<typename Words::template because_the_next_state_is<Next>::another_type_than_the_last>();
  else if constexpr (weighs_rows<Weights, axes<R...>>)
    return say<
        typename Words::template because_the_step_scores<Scores>::template where_scores_belong_over<R..., Token>>();
  else
    return say<
        typename Words::template because_the_step_weighs<Weights>::template where_one_more_axis_belongs_behind<R...>>();
}
template <class C, class Weights>
tag<Weights> tag_of_member(Weights C::*);

template <class Words, class Token, class State, class... R, class Answer>
auto why_answer_is_refused(axes<R...> rows, tag<Answer>) {
  if constexpr (gives_weights<Answer> && gives_scores<Answer>)
    return why_answer_is_refused<Words, Token, State>(rows, &Answer::scores, &Answer::state,
                                                      decltype(tag_of_member(&Answer::weights)){});
  else if constexpr (gives_scores<Answer>)
    return why_answer_is_refused<Words, Token, State>(rows, &Answer::scores, &Answer::state, tag<no_weights>{});
  else
    return say<
        typename Words::template because_the_step_scores<Answer>::template where_scores_belong_over<R..., Token>>();
}

template <class Token, class Batch, class... R, class Step, class State, class Memory>
auto why_not_search(axes<R...>, tag<Step>, tag<State>, tag<Memory>) {
  using words = cannot_search<Token, Batch>;
  using device = search_device<State, Memory>;
  using ids = tensor_on<device, index<Token>, axes<R...>>;
  if constexpr (!is_search_state<State>)
    return say<typename words::template because_this_is_no_state<State>::give_tensors_in_tuples>();
  else if constexpr (!is_search_state<Memory>)
    return say<typename words::template because_this_is_no_state<Memory>::give_tensors_in_tuples>();
  else if constexpr (!lies_on<State, device> || !lies_on<Memory, device>)
    return say<typename words::because_state_and_memory_lie_on_two_devices::use_to_cuda_or_to_host>();
  else if constexpr (!has_rows<std::tuple<State, Memory>, Batch>)
    return say<typename words::because_neither_state_nor_memory_is_over_the_batch::name_their_batch>();
  else if constexpr (!std::invocable<Step&, ids const&, State const&, Memory const&>)
    return say<typename words::template because_the_step_does_not_take<ids, State>::call_it_so>();
  else
    return why_answer_is_refused<words, Token, State>(axes<R...>{},
                                                      tag<step_answer<Step, Token, axes<R...>, State, Memory>>{});
}

// The begin marker for every row. Its bound is the least that embeds it.
template <class Device, class Token, class... R>
auto begin_ids(shape<R...> const& rows, sequence_markers<Token> const& markers) {
  auto ids = access::make<tensor_on<Device, index<Token>, axes<R...>>>(rows, markers.begin.value() + 1);
  fill(typename Device::kernels{}, access::data(ids), rows.elements(), markers.begin.value());
  return ids;
}

// What the history keeps of weights.
template <class Answer>
kept_weights_of<Answer> weights_to_keep(Answer& answer, bool wanted) {
  if constexpr (gives_weights<Answer>)
    if (wanted) {
      using given = typename weights_of<Answer>::type;
      if constexpr (std::is_same_v<given, kept_weights_of<Answer>>) {
        return std::move(answer.weights);
      } else {
        auto const from = access::of(answer.weights);
        auto weights = access::make<kept_weights_of<Answer>>(from.s, 0);
        memory_of(typename device_of<given>::kernels{})
            .read(access::data(weights), from.p, sizeof(*from.p) * static_cast<std::size_t>(from.s.elements()));
        return weights;
      }
    }
  return {};
}

// Throws if what a step gave is not over the rows that it was given, or scores no markers.
template <class Token, class Answer, class... R>
void check_answer(char const* search, Answer const& answer, shape<R...> const& rows,
                  sequence_markers<Token> const& markers) {
  auto const scores = access::of(answer.scores);
  require_common_extents(search, rows, scores.s);
  if constexpr (gives_weights<Answer>) require_common_extents(search, rows, access::of(answer.weights).s);
  extent_t const n = scores.s.template size<Token>();
  extent_t const greatest = std::max(markers.begin.value(), markers.end.value());
  if (greatest >= n)
    throw extent_error(std::string(search) + ": the marker " + std::to_string(greatest) + " is not below the extent " +
                       std::to_string(n) + " of " + name_of<Token>() + " that the step scores");
}

// Nothing but the tokens of an output may be chosen, and its end.
template <class Token>
int never_chosen(sequence_markers<Token> const& markers) {
  return markers.begin == markers.end ? -1 : markers.begin.value();
}

template <class Token>
[[noreturn]] void refuse_scores(char const* search, extent_t row, extent_t step) {
  throw number_error(std::string(search) + ": the scores over " + name_of<Token>() + " at output position " +
                     std::to_string(step) + " of row " + std::to_string(row) +
                     " have a NaN or an infinity, or leave nothing to choose");
}

} // namespace detail
} // namespace sp
