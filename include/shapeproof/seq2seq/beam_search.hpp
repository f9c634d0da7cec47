// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "detail/finished_outputs.hpp"
#include "detail/followed_hypotheses.hpp"
#include "detail/search_rows.hpp"
#include "detail/search_step.hpp"
#include "hypotheses.hpp"
#include "hypothesis.hpp"
#include "search_options.hpp"

namespace sp {

namespace detail {
template <class Token, class Batch, class Step, class State, class Memory>
auto why_not_beam_search(tag<Step> step, tag<State> state, tag<Memory> memory) {
  if constexpr (!is_search_state<State>)
    return why_not_search<Token, Batch>(axes<Batch>{}, step, state, memory);
  else
    return why_not_search<Token, Batch>(axes<Batch, hypotheses<Batch>>{}, step,
                                        tag<state_of_hypotheses<Batch, State>>{}, memory);
}

template <class Step, class Token, class Batch, class State, class Memory>
constexpr bool can_beam_search() {
  if constexpr (!is_search_state<State>)
    return false;
  else
    return can_search<Step, Token, Batch, axes<Batch, hypotheses<Batch>>, state_of_hypotheses<Batch, State>, Memory>();
}
} // namespace detail

// Whether `beam_search<Token, Batch>(step, state, memory, options)` is a search: step(ids, state, memory), with ids
// over [Batch, hypotheses<Batch>] and the state with hypotheses<Batch> behind Batch, gives {scores [Batch,
// hypotheses<Batch>, Token], the next state, and perhaps weights [Batch, hypotheses<Batch>, input positions]}.
template <class Step, class Token, class Batch, class State, class Memory>
concept beam_step = axis_tag<Token> && axis_tag<Batch> && detail::can_beam_search<Step, Token, Batch, State, Memory>();

// For each row of the batch its best outputs, sorted by normalised score, best first: at most n_best, and fewer where
// so many are not possible. Of all continuations of a row's hypotheses the best are followed, until no unfinished one
// can come to be among the n best. With a beam of 1 and no length normalisation it finds what greedy_search finds.
// State (given as there, without hypotheses), memory and what is thrown are as there.
template <axis_tag Token, axis_tag Batch, class Step, class State, class Memory>
  requires beam_step<Step, Token, Batch, State, Memory>
std::vector<std::vector<hypothesis<Token>>> beam_search(Step&& step, State start, Memory memory,
                                                        beam_options<Token> const& options) {
  using Beam = hypotheses<Batch>;
  auto state = detail::with_hypotheses<Batch>(std::move(start));
  using answer_type = detail::step_answer<Step, Token, axes<Batch, Beam>, decltype(state), Memory>;
  using device = detail::search_device<State, Memory>;
  using parents_type = detail::tensor_on<device, index<Beam>, axes<Batch, Beam>>;
  char const* const search = "beam_search";
  detail::check(options);
  if (options.alignments && !detail::gives_weights<answer_type>)
    throw usage_error("beam_search: alignments are wanted, but the step gives no weights");
  extent_t const count = detail::rows_of<Batch>(search, state, memory);
  detail::search_rows rows(detail::most_tokens<Batch>(search, count, options.maximum_length, state, memory));
  detail::search_history<detail::kept_weights_of<answer_type>> history;
  history.reserve(rows.usual_steps());
  detail::followed_hypotheses followed(count, options.beam);
  detail::finished_outputs finished(count, options.n_best);
  auto const normalised = [&](double score, extent_t n) {
    return score / detail::length_penalty(n, options.length_normalisation);
  };
  for (extent_t slot = 0; slot < count; ++slot)
    if (rows.limit(slot) == 0) {
      finished.add(slot, {0, 0, -1, slot, 0, false});
      rows.end(slot);
    }

  auto const shape_of_width = [&](extent_t slots, extent_t width) {
    return detail::shape<Batch, Beam>(detail::extent_named<Batch>(search, slots), Beam{width});
  };
  int const end = options.markers.end.value();
  auto ids = detail::begin_ids<device>(shape_of_width(count, 1), options.markers);
  for (extent_t t = 0; rows.running_count() > 0; ++t) {
    auto kept = detail::let_rows_leave<device, Batch>(rows, state, memory, ids);
    if (!kept.empty()) followed.keep(kept);
    auto answer = step(std::as_const(ids), std::as_const(state), std::as_const(memory));
    detail::check_answer(search, answer, detail::access::of(ids).s, options.markers);

    auto const scores = detail::access::of(answer.scores);
    extent_t const slots = rows.slots(), width = followed.width(), tokens = scores.s.template size<Token>();
    extent_t const candidates = std::min<extent_t>(2 * extent_t(options.beam), tokens);
    scratch workspace;
    auto* const wanted = workspace.take<bool>(slots * width);
    auto* const best = workspace.take<int>(slots * width * candidates);
    auto* const log_probabilities = workspace.take<double>(slots * width * candidates);
    for (extent_t i = 0; i < slots * width; ++i)
      wanted[i] = rows.running(i / width) && i % width < followed.live(i / width);
    extent_t const faulty = best_of_rows(
        typename device::kernels{}, {slots * width, tokens, candidates, detail::never_chosen(options.markers), wanted},
        scores.p, best, log_probabilities);
    if (faulty >= 0) detail::refuse_scores<Token>(search, rows.row(faulty / width), t);

    for (extent_t slot = 0; slot < slots; ++slot)
      if (rows.running(slot)) {
        extent_t const before = kept.empty() ? slot : kept.unnamed()[static_cast<std::size_t>(slot)];
        followed.continue_row(slot, {candidates, best, log_probabilities}, end, [&](extent_t parent, double score) {
          finished.add(rows.row(slot), {score, normalised(score, t + 1), t - 1, before, parent, true});
        });
      } else {
        followed.drop_row(slot);
      }
    bool const in_place = followed.settle();

    auto const shape = shape_of_width(slots, followed.width());
    auto chosen = detail::unwritten_numbers(slots * followed.width()),
         continued = detail::unwritten_numbers(slots * followed.width());
    for (extent_t slot = 0, i = 0; slot < slots; ++slot)
      for (extent_t k = 0; k < followed.width(); ++k, ++i) {
        detail::access::data(chosen)[i] = followed.token(slot, k, end);
        detail::access::data(continued)[i] = followed.parent(slot, k);
      }
    ids = detail::ids_of_numbers<decltype(ids)>(shape, chosen, tokens);
    parents_type parents;
    if (!in_place) parents = detail::ids_of_numbers<parents_type>(shape, continued, width);
    history.add(std::move(kept), std::move(chosen), std::move(continued), followed.width(), width,
                detail::weights_to_keep(answer, options.alignments));

    for (extent_t slot = 0; slot < slots; ++slot) {
      if (!rows.running(slot)) continue;
      extent_t const row = rows.row(slot), live = followed.live(slot), limit = rows.limit(slot);
      if (t + 1 == limit)
        for (extent_t k = 0; k < live; ++k)
          finished.add(row, {followed.score(slot, k), normalised(followed.score(slot, k), t + 1), t, slot, k, false});
      // No continuation scores more than what it continues, or is longer than the limit.
      if (t + 1 == limit || live == 0 || finished.beats(row, normalised(followed.score(slot, 0), limit)))
        rows.end(slot);
    }
    if (rows.running_count() == 0) break;
    state = std::move(answer.state);
    if (!in_place) detail::follow_parents<Batch>(state, parents);
  }

  std::vector<std::vector<hypothesis<Token>>> found(static_cast<std::size_t>(count));
  for (extent_t row = 0; row < count; ++row)
    for (detail::finished_output const& one : finished.of(row)) {
      hypothesis<Token>& output = found[static_cast<std::size_t>(row)].emplace_back();
      output.complete = one.complete;
      output.score = one.score;
      output.normalised = one.normalised;
      history.trace(one.last, one.slot, one.k, output);
    }
  return found;
}
template <axis_tag Token, axis_tag Batch, class Step, class State, class Memory>
  requires(!beam_step<Step, Token, Batch, State, Memory>)
auto beam_search(Step&& step, State start, Memory memory, beam_options<Token> const& options)
    -> decltype(detail::refuse(detail::why_not_beam_search<Token, Batch>(detail::tag<Step>{}, detail::tag<State>{},
                                                                         detail::tag<Memory>{})));

} // namespace sp
