// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <limits>

#include "detail/search_rows.hpp"
#include "detail/search_step.hpp"
#include "hypothesis.hpp"
#include "search_options.hpp"

namespace sp {

// Whether `greedy_search<Token, Batch>(step, state, memory, options)` is a search: step(ids, state, memory), ids over
// [Batch], gives {scores [Batch, Token], the next state, and perhaps weights [Batch, input positions]}.
template <class Step, class Token, class Batch, class State, class Memory>
concept greedy_step =
    axis_tag<Token> && axis_tag<Batch> && detail::can_search<Step, Token, Batch, axes<Batch>, State, Memory>();

// For each row of the batch the output that takes the best token in every step, from the begin marker to the end marker
// or the maximum length. State and memory are tensors in tuples; `state` is what follows the whole input, `memory` what
// every step looks at. Rows that have ended leave the batch. Gives one hypothesis for each row, in their order. Throws
// usage_error for options out of range, extent_error if state, memory and what the step gives differ in extents,
// number_error naming row and position where scores are not numbers.
template <axis_tag Token, axis_tag Batch, class Step, class State, class Memory>
  requires greedy_step<Step, Token, Batch, State, Memory>
std::vector<hypothesis<Token>> greedy_search(Step&& step, State state, Memory memory,
                                             greedy_options<Token> const& options) {
  using answer_type = detail::step_answer<Step, Token, axes<Batch>, State, Memory>;
  using device = detail::search_device<State, Memory>;
  char const* const search = "greedy_search";
  detail::check(options);
  if (options.alignments && !detail::gives_weights<answer_type>)
    throw usage_error("greedy_search: alignments are wanted, but the step gives no weights");
  extent_t const count = detail::rows_of<Batch>(search, state, memory);
  detail::search_rows rows(detail::most_tokens<Batch>(search, count, options.maximum_length, state, memory));
  detail::search_history<detail::kept_weights_of<answer_type>> history;
  history.reserve(rows.usual_steps());

  hypothesis<Token> nothing;
  if (!options.scores) nothing.score = std::numeric_limits<double>::quiet_NaN();
  std::vector<hypothesis<Token>> found(static_cast<std::size_t>(count), nothing);
  auto const of = [&](extent_t slot) -> hypothesis<Token>& { return found[static_cast<std::size_t>(rows.row(slot))]; };
  for (extent_t slot = 0; slot < count; ++slot)
    if (rows.limit(slot) == 0) rows.end(slot);

  auto ids =
      detail::begin_ids<device>(detail::shape<Batch>(detail::extent_named<Batch>(search, count)), options.markers);
  for (extent_t t = 0; rows.running_count() > 0; ++t) {
    auto kept = detail::let_rows_leave<device, Batch>(rows, state, memory, ids);
    auto answer = step(std::as_const(ids), std::as_const(state), std::as_const(memory));
    auto const shape = detail::access::of(ids).s;
    detail::check_answer(search, answer, shape, options.markers);
    auto const scores = detail::access::of(answer.scores);
    extent_t const slots = rows.slots(), tokens = scores.s.template size<Token>();

    scratch workspace;
    auto* const wanted = workspace.take<bool>(slots);
    auto* const log_probabilities = workspace.take<double>(slots);
    for (extent_t slot = 0; slot < slots; ++slot) wanted[slot] = rows.running(slot);
    auto* const best = workspace.take<int>(slots);
    extent_t const faulty =
        best_of_rows(typename device::kernels{}, {slots, tokens, 1, detail::never_chosen(options.markers), wanted},
                     scores.p, best, options.scores ? log_probabilities : nullptr);
    if (faulty >= 0) detail::refuse_scores<Token>(search, rows.row(faulty), t);

    int const end = options.markers.end.value();
    auto chosen = detail::unwritten_numbers(slots);
    for (extent_t slot = 0; slot < slots; ++slot) // what has ended goes through the step until it leaves
      detail::access::data(chosen)[slot] = rows.running(slot) ? best[slot] : end;
    ids = detail::ids_of_numbers<decltype(ids)>(shape, chosen, tokens);
    history.add(std::move(kept), std::move(chosen), {}, 1, 1, detail::weights_to_keep(answer, options.alignments));
    state = std::move(answer.state);

    for (extent_t slot = 0; slot < slots; ++slot) {
      if (!rows.running(slot)) continue;
      if (options.scores) of(slot).score += log_probabilities[slot];
      of(slot).complete = best[slot] == end;
      if (of(slot).complete)
        history.trace(t - 1, history.slot_before(t, slot), 0, of(slot));
      else if (t + 1 == rows.limit(slot))
        history.trace(t, slot, 0, of(slot));
      else
        continue;
      rows.end(slot);
    }
  }
  for (auto& one : found) one.normalised = one.score;
  return found;
}
template <axis_tag Token, axis_tag Batch, class Step, class State, class Memory>
  requires(!greedy_step<Step, Token, Batch, State, Memory>)
auto greedy_search(Step&& step, State state, Memory memory, greedy_options<Token> const& options)
    -> decltype(detail::refuse(detail::why_not_search<Token, Batch>(axes<Batch>{}, detail::tag<Step>{},
                                                                    detail::tag<State>{}, detail::tag<Memory>{})));

} // namespace sp
