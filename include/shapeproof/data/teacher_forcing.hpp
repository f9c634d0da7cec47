// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "batching.hpp"
#include "padded.hpp"
#include "sequence_markers.hpp"

namespace sp {

// What a decoder is given and what it must answer at each fence post of a sequence (see prefix and target).
template <class Prefix, class Target>
struct teacher_forced {
  Prefix prefix; // the begin marker, then the tokens
  Target target; // the tokens, then the end marker
};

template <class X>
struct cannot_use_teacher_forcing {
  struct because_plain_axes_keep_no_lengths {
    struct make_the_positions_ragged; // struct Phones : sp::ragged<Batch> {}: the end marker stands where a row ends
  };
  struct because_it_needs_ids_over_a_ragged_axis_and_its_batch; // tensor<index<Phone>, Phones, Batch>
  struct because_it_is_shifted_already {
    struct take_prefix_and_target_as_they_are; // shifted twice, a model learns to say the token after the next one
  };
  template <class W>
  struct because_the_markers_are_of {
    struct take_them_from_the_vocabulary_of_the_tokens; // vocabulary.markers()
  };
};

namespace detail {

// Both orders of the axes are spelled out: so messages of nvcc name prefix<Phones>, not how it was found.
template <class X>
struct teacher_forcing_of;
template <class V, class First, class Second>
struct teacher_forcing_of<tensor<index<V>, First, Second>> {
  using type = teacher_forced<tensor<index<V>, First, prefix<Second>>, tensor<index<V>, First, target<Second>>>;
};
template <class V, ragged_axis First, class Second>
struct teacher_forcing_of<tensor<index<V>, First, Second>> {
  using type = teacher_forced<tensor<index<V>, prefix<First>, Second>, tensor<index<V>, target<First>, Second>>;
};

template <class A>
inline constexpr bool is_shifted = false;
template <class A>
inline constexpr bool is_shifted<prefix<A>> = true;
template <class A>
inline constexpr bool is_shifted<target<A>> = true;

template <class X, class V>
inline constexpr bool can_teacher_forcing = false;
template <class V, class... A>
inline constexpr bool can_teacher_forcing<tensor<index<V>, A...>, V> =
    token_sequences<tensor<index<V>, A...>> && !(is_shifted<A> || ...);

template <class T, class... A, class W>
auto why_not_teacher_forcing(tag<tensor<T, A...>>, tag<W>) {
  using sentences = cannot_use_teacher_forcing<tensor<T, A...>>;
  if constexpr (token_sequences<tensor<T, A...>> && (is_shifted<A> || ...))
    return say<typename sentences::because_it_is_shifted_already::take_prefix_and_target_as_they_are>();
  else if constexpr (token_sequences<tensor<T, A...>>)
    return say<
        typename sentences::template because_the_markers_are_of<W>::take_them_from_the_vocabulary_of_the_tokens>();
  else if constexpr (over_plain_axes<tensor<T, A...>>)
    return say<typename sentences::because_plain_axes_keep_no_lengths::make_the_positions_ragged>();
  else
    return say<typename sentences::because_it_needs_ids_over_a_ragged_axis_and_its_batch>();
}

} // namespace detail

// The pair that trains a decoder: `tokens` shifted by one fence post each way, both with one position more than the
// tokens. Padding holds the end marker. Throws extent_error if a marker was proven for a larger vocabulary than the
// tokens.
template <operand X, class V>
  requires detail::can_teacher_forcing<signature<X>, V>
auto teacher_forcing(X const& tokens, sequence_markers<V> markers) {
  using parts = detail::sequence_parts<signature<X>>;
  using positions = typename parts::positions;
  using batch = typename parts::rows;
  auto const from = detail::access::of(tokens);
  extent_t const bound = detail::bound_value(from);
  std::int32_t const begin = markers.begin.value(), end = markers.end.value();
  if (begin >= bound || end >= bound) {
    throw extent_error("teacher_forcing: the marker " + std::to_string(begin >= bound ? begin : end) +
                       " is not below the extent " + std::to_string(bound) + " of " + name_of<V>() +
                       " that the tokens have");
  }
  auto const old = from.s.template stored<positions>().extent;
  std::vector<int> lengths(old.lengths, old.lengths + old.rows);
  for (int& one : lengths) ++one;
  ragged<batch> const posts(lengths, old.longest + 1);

  typename detail::teacher_forcing_of<signature<X>>::type result;
  auto const make = [&]<class Role>(auto& made, Role*) {
    detail::shape<batch, Role> given;
    static_cast<detail::stored_extent<batch>&>(given) = from.s.template stored<batch>();
    static_cast<detail::stored_extent<Role>&>(given).extent = posts.raw();
    using list = axes_of<decltype(made)>;
    made = detail::unwritten<index<V>>(detail::shape_from("teacher_forcing", list{}, given), bound);
    return detail::access::data(made);
  };
  auto* const before = make(result.prefix, static_cast<prefix<positions>*>(nullptr));
  auto* const after = make(result.target, static_cast<target<positions>*>(nullptr));
  for (extent_t b = 0; b < old.rows; ++b) {
    auto const token = [&](extent_t t) {
      return from.p[detail::sequence_offset<parts::time_major>(t, b, old.longest, old.rows)];
    };
    for (extent_t post = 0; post <= old.longest; ++post) {
      extent_t const to = detail::sequence_offset<parts::time_major>(post, b, old.longest + 1, old.rows);
      before[to] = post == 0 ? begin : post <= old.lengths[b] ? token(post - 1) : end;
      after[to] = post < old.lengths[b] ? token(post) : end;
    }
  }
  return result;
}
template <operand X, class W>
  requires(!detail::can_teacher_forcing<signature<X>, W>)
auto teacher_forcing(X const&, sequence_markers<W>)
    -> decltype(detail::refuse(detail::why_not_teacher_forcing(detail::tag<signature<X>>{}, detail::tag<W>{})));

template <class Source, class Target>
struct cannot_measure {
  template <class S, class T>
  struct because_it_is_given {
    struct give_the_tokens_of_both_in_this_order; // taught_length<Letter, Phone>(letters, phones), each of its own ids
  };
};

namespace detail {
template <class Row>
auto element_in_row() {
  if constexpr (requires(Row const& row) { std::data(row); })
    return decltype(pointed_at(std::data(std::declval<Row const&>()))){};
  else
    return std::type_identity<Row>{};
}
template <class Row>
using element_of_row = typename decltype(element_in_row<Row>())::type;

template <class Source, class Target, class S, class T>
auto why_not_measure(tag<S>, tag<T>) {
  return say<typename cannot_measure<Source, Target>::template because_it_is_given<
      S, T>::give_the_tokens_of_both_in_this_order>();
}
} // namespace detail

// What one example takes in a batch whose target is taught so: the tokens of its source, and one fence post more than
// the tokens of its target. Each is a sequence of ids of its vocabulary.
template <axis_tag Source, axis_tag Target, class S, class T>
  requires(std::same_as<detail::element_of_row<S>, index<Source>> &&
           std::same_as<detail::element_of_row<T>, index<Target>>)
example_length taught_length(S const& source, T const& target) {
  return {.source = static_cast<extent_t>(std::size(source)), .target = static_cast<extent_t>(std::size(target)) + 1};
}
template <axis_tag Source, axis_tag Target, class S, class T>
  requires(!std::same_as<detail::element_of_row<S>, index<Source>> ||
           !std::same_as<detail::element_of_row<T>, index<Target>>)
auto taught_length(S const&, T const&)
    -> decltype(detail::refuse(detail::why_not_measure<Source, Target>(detail::tag<detail::element_of_row<S>>{},
                                                                       detail::tag<detail::element_of_row<T>>{})));

} // namespace sp
