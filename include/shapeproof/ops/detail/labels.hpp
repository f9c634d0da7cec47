// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../tape/operation.hpp"
#include "in_order.hpp"
#include "real_positions.hpp"

// What losses over classes share: scores or probabilities over (positions..., V), and one label index<V> per position.
namespace sp::detail {

// The axis of the labels for an axis of the scores. What a model says at a position of prefix<A>, having read the token
// before that fence post, is judged by the token after it: by the same position of target<A>.
template <class A>
struct judged_by_of {
  using type = A;
};
template <class A>
struct judged_by_of<prefix<A>> {
  using type = target<A>;
};
template <class L>
struct judged_axes_of;
template <class... A>
struct judged_axes_of<axes<A...>> {
  using type = axes<typename judged_by_of<A>::type...>;
};
// The axes of the labels for scores over S, in the order of S.
template <class S, class V>
using label_axes = typename judged_axes_of<minus<S, axes<V>>>::type;

// Whether scores are over target<A>: the model was given its answers instead of prefix<A>.
template <class A>
inline constexpr bool is_target = false;
template <class A>
inline constexpr bool is_target<target<A>> = true;
template <class S>
inline constexpr bool has_answers = false;
template <class... A>
inline constexpr bool has_answers<axes<A...>> = (is_target<A> || ...);

template <class V, class S, class Labels>
inline constexpr bool labels_fit = false;
template <class V, class S, class... L>
inline constexpr bool labels_fit<V, S, tensor<index<V>, L...>> =
    same_set<axes<L...>, label_axes<S, V>> && !has_answers<S>;

// The axes of L that only the model may be given: prefix<A> where the loss wants target<A>.
template <class Wanted, class L>
struct given_axes_of;
template <class Wanted, class... X>
struct given_axes_of<Wanted, axes<X...>> {
  using type = decltype((axes<>{} | ... | std::conditional_t < !std::is_same_v<X, typename judged_by_of<X>::type> &&
                             has<Wanted, typename judged_by_of<X>::type>,
                         axes<X>, axes < >> {}));
};

// Why labels do not fit, in the words of the loss.
template <class Words, class V, class S, class T, class... L>
auto why_not_labels(tag<tensor<T, L...>>) {
  using wanted = label_axes<S, V>;
  if constexpr (has_answers<S>) {
    return say<typename Words::because_the_model_read_its_answers::give_it_the_prefix>();
  } else if constexpr (index_element<T>) {
    if constexpr (!std::is_same_v<bounding_axis<T>, V>)
      return []<class I>(tag<index<I>>) {
        return say<typename Words::template because_the_labels_index<I>::take_labels_of_the_class_axis>();
      }(tag<T>{});
    else
      return []<class... Given, class... Missing, class... Surplus>(axes<Given...>, axes<Missing...>,
                                                                    axes<Surplus...>) {
        if constexpr (sizeof...(Given) > 0)
          return say<typename Words::template because_the_labels_are_over<Given...>::template give_those_over<
              typename judged_by_of<Given>::type...>>();
        else
          return say<typename Words::template because_the_labels_lack<Missing...>::template and_have_besides<
              Surplus...>::give_one_label_per_position>();
      }(typename given_axes_of<wanted, axes<L...>>::type{}, minus<wanted, axes<L...>>{}, minus<axes<L...>, wanted>{});
  } else if constexpr (is_one_of<V, L...>) {
    return say<typename Words::because_the_labels_are_one_hot::give_the_index_of_each_class>();
  } else {
    return say<typename Words::template because_the_labels_are<T>::use_check_index>();
  }
}

// Extents that labels and scores share: compared axis by axis, prefix<A> with target<A>.
template <class... S, class LabelShape>
void require_same_positions([[maybe_unused]] char const* operation, axes<S...>, auto const& scores,
                            LabelShape const& labels) {
  (
      [&] {
        using J = typename judged_by_of<S>::type;
        stored_extent<J> judged;
        if constexpr (ragged_axis<J>)
          judged.extent = scores.template stored<S>().extent;
        else if constexpr (dynamic_axis<J>)
          judged.n = scores.template size<S>();
        require_same<J>(operation, judged, labels.template stored<J>());
      }(),
      ...);
}

// What the kernels take: scores [rows, classes], labels [rows], real [rows] or nullptr for all; how many rows are real.
template <class T>
struct labelled_rows {
  T const* scores;
  std::int32_t const* labels;
  unsigned char const* real;
  extent_t rows, classes, count;
};

// Rows in the order of the scores. Throws extent_error if the extents differ.
template <class V, class T, class... S, class... L, class At, class Workspace>
labelled_rows<raw_element<T>> pair_with_labels(look<T, S...> const& scores, look<index<V>, L...> const& labels,
                                               At const& at, Workspace& workspace) {
  using positions = minus<axes<S...>, axes<V>>;
  require_same_positions(at.operation, positions{}, scores.s, labels.s);
  labelled_rows<raw_element<T>> r{};
  r.classes = scores.s.template size<V>();
  if (bound_value<index<V>>(labels) != r.classes)
    refuse_with<extent_error>({at.operation, ": the labels were checked against an extent of ",
                               bound_value<index<V>>(labels), ", but there are ", r.classes, " classes over ",
                               spelling_of<V>()});
  r.rows = r.count = labels.s.elements();
  r.scores = in_order(join<positions, axes<V>>{}, scores.s, scores.p, at, workspace);
  r.labels = in_order(label_axes<axes<S...>, V>{}, labels.s, labels.p, at, workspace);
  if constexpr (count<ragged_axes<positions>> > 0) {
    auto* const real = at.template keep<unsigned char>(workspace, r.rows);
    mark_real_positions(at.device, shape_from(at.operation, positions{}, scores.s), real);
    r.real = real;
    r.count = count_real_positions(positions{}, scores.s);
  }
  return r;
}

// The same for elements that have one label each: labels [n], real [n] or nullptr for all, and how many are real.
struct labelled_elements {
  bool const* labels;
  unsigned char const* real;
  extent_t n, count;
};

template <class T, class... S, class... L, class At, class Workspace>
labelled_elements pair_with_flags(look<T, S...> const& x, look<bool, L...> const& labels, At const& at,
                                  Workspace& workspace) {
  require_same_positions(at.operation, axes<S...>{}, x.s, labels.s);
  labelled_elements r{};
  r.n = r.count = x.s.elements();
  r.labels = in_order(typename judged_axes_of<axes<S...>>::type{}, labels.s, labels.p, at, workspace);
  if constexpr (count<ragged_axes<axes<S...>>> > 0) {
    auto* const real = at.template keep<unsigned char>(workspace, r.n);
    mark_real_positions(at.device, x.s, real);
    r.real = real;
    r.count = count_real_positions(axes<S...>{}, x.s);
  }
  return r;
}

[[noreturn]] inline void refuse_empty_mean(char const* operation) {
  refuse_with<data_error>({operation, ": there is no real position, so there is no mean loss"});
}

} // namespace sp::detail
