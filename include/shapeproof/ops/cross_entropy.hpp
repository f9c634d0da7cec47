// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/cross_entropy.hpp"
#include "detail/labels.hpp"
#include "detail/probabilities.hpp"

namespace sp {

// The words of cross_entropy and cross_entropy_each.
template <class V, class Scores, class Labels>
struct cannot_cross_entropy {
  struct because_the_scores_lack_the_class_axis {
    struct name_the_axis_that_scores_are_over; // scores have one number for each class of Vocab
  };
  template <class T>
  struct because_the_scores_are {
    struct give_them_before_the_softmax; // cross_entropy contains it; of probabilities take negative_log_likelihood
    struct give_them_before_the_argmax;  // what was chosen has no gradient; the loss is of the scores it was chosen by
    struct cast_them_to_float;           // cast<float>(x)
  };
  struct because_the_classes_are_ragged {
    struct
        use_softmax_and_negative_log_likelihood; // softmax<Letters> leaves padding out; here it would count as a class
  };
  template <class T>
  struct because_the_labels_are {
    struct use_check_index; // check_index<Vocab>(labels, extent) tests every label once, where it enters
  };
  struct because_the_labels_are_one_hot {
    struct give_the_index_of_each_class; // one index<Vocab> per position; argmax<Vocab>(one_hot) finds it
  };
  template <class I>
  struct because_the_labels_index {
    struct take_labels_of_the_class_axis; // a number of one vocabulary means nothing in another
  };
  struct because_the_model_read_its_answers {
    struct give_it_the_prefix; // scores over target<A> come of a model that was given what it must say
  };
  template <class... P>
  struct because_the_labels_are_over {
    template <class... T>
    struct give_those_over; // these are what the model was given; the loss wants what it must say
  };
  template <class... X>
  struct because_the_labels_lack {
    template <class... Y>
    struct and_have_besides {
      struct give_one_label_per_position; // the axes of the scores less the classes, target<A> for prefix<A>
    };
  };
};

// The share of the loss that is spread evenly over all classes, in [0, 1): Szegedy et al. 2016.
struct label_smoothing {
  double share = 0;
};

namespace detail {
template <class V, class Scores, class Labels>
inline constexpr bool can_cross_entropy = false;
template <class V, class T, class... S, class Labels>
inline constexpr bool can_cross_entropy<V, tensor<T, S...>, Labels> =
    std::floating_point<T> && is_one_of<V, S...> && !ragged_axis<V> && labels_fit<V, axes<S...>, Labels>;

template <class V, class T, class... S, class Labels>
auto why_not_cross_entropy(tag<tensor<T, S...>>, tag<Labels> labels) {
  using words = cannot_cross_entropy<V, tensor<T, S...>, Labels>;
  if constexpr (is_chance<T>)
    return say<typename words::template because_the_scores_are<T>::give_them_before_the_softmax>();
  else if constexpr (index_element<T>)
    return say<typename words::template because_the_scores_are<T>::give_them_before_the_argmax>();
  else if constexpr (!std::floating_point<T>)
    return say<typename words::template because_the_scores_are<T>::cast_them_to_float>();
  else if constexpr (!is_one_of<V, S...>)
    return say<typename words::because_the_scores_lack_the_class_axis::name_the_axis_that_scores_are_over>();
  else if constexpr (ragged_axis<V> && std::is_same_v<bounding_axis<typename Labels::element>, V>)
    return say<typename words::because_the_classes_are_ragged::use_softmax_and_negative_log_likelihood>();
  else
    return why_not_labels<words, V, axes<S...>>(labels);
}

template <class T>
T smoothing_of(label_smoothing smoothing) {
  if (!(smoothing.share >= 0 && smoothing.share < 1))
    refuse_with<usage_error>({"cross_entropy: label smoothing is a share from 0 to below 1, not ", smoothing.share});
  return static_cast<T>(smoothing.share);
}
} // namespace detail

// Whether `cross_entropy<V>(scores, labels)` is an operation: floating scores over V, labels index<V> over all other
// axes, target<A> for prefix<A>.
template <class Scores, class Labels, class V>
concept has_cross_entropy = operand<Scores> && operand<Labels> && axis_tag<V> &&
                            detail::can_cross_entropy<V, signature<Scores>, signature<Labels>>;

// The mean over all real positions of -log softmax<V>(scores) at the label: one number. Scores over prefix<A> are
// judged by labels over target<A>. Throws extent_error if extents, lengths or the labels' bound differ, data_error if
// there is no real position, usage_error if the smoothing is out of range.
template <axis_tag V, operand Scores, operand Labels>
  requires has_cross_entropy<Scores, Labels, V>
auto cross_entropy(Scores const& scores, Labels const& labels, label_smoothing smoothing = {}) {
  using T = element_of<Scores>;
  using order = detail::join<detail::minus<axes_of<Scores>, axes<V>>, axes<V>>;
  T const share = detail::smoothing_of<T>(smoothing);
  auto at = detail::where("cross_entropy", scores);
  auto in = at.on(scores);
  auto label = at.on(labels);
  scratch workspace;
  auto const r = detail::pair_with_labels<V>(in, label, at, workspace);
  if (r.count == 0) detail::refuse_empty_mean("cross_entropy");
  auto y = at.template make<T>(detail::shape<>{});
  T* const kept = at.template keep<T>(workspace, 2 * r.rows);
  T* const losses = workspace.take<T>(r.rows);
  cpu::cross_entropy(r.scores, r.labels, r.real, r.rows, r.classes, share, losses, kept);
  cpu::mean_loss(losses, r.rows, r.count, y.p);
  at.record(y, [=](tape& t, T const* dy) {
    auto d = t.want(in);
    if (!d) return;
    scratch work;
    T* const dx = detail::ordered_place(order{}, in.s, d.p, work);
    cpu::cross_entropy_backward(r.scores, r.labels, r.real, r.rows, r.classes, share, kept, dy, r.count, dx,
                                detail::ordered_add(order{}, in.s, d.add));
    detail::put_back(order{}, in.s, dx, d.p, d.add);
  });
  return at.finish(y);
}
template <axis_tag V, operand Scores, operand Labels>
  requires(!has_cross_entropy<Scores, Labels, V>)
auto cross_entropy(Scores const& scores, Labels const& labels, label_smoothing smoothing = {})
    -> decltype(detail::refuse(detail::why_not_cross_entropy<V>(detail::tag<signature<Scores>>{},
                                                                detail::tag<signature<Labels>>{})));

// The same loss at each position, over the labels' axes in the order of the scores; 0 at padding.
template <axis_tag V, operand Scores, operand Labels>
  requires has_cross_entropy<Scores, Labels, V>
auto cross_entropy_each(Scores const& scores, Labels const& labels, label_smoothing smoothing = {}) {
  using T = element_of<Scores>;
  using order = detail::join<detail::minus<axes_of<Scores>, axes<V>>, axes<V>>;
  T const share = detail::smoothing_of<T>(smoothing);
  auto at = detail::where("cross_entropy_each", scores);
  auto in = at.on(scores);
  auto label = at.on(labels);
  scratch workspace;
  auto const r = detail::pair_with_labels<V>(in, label, at, workspace);
  auto y =
      at.template make<T>(detail::shape_from("cross_entropy_each", detail::label_axes<axes_of<Scores>, V>{}, label.s));
  T* const kept = at.template keep<T>(workspace, 2 * r.rows);
  cpu::cross_entropy(r.scores, r.labels, r.real, r.rows, r.classes, share, y.p, kept);
  at.record(y, [=](tape& t, T const* dy) {
    auto d = t.want(in);
    if (!d) return;
    scratch work;
    T* const dx = detail::ordered_place(order{}, in.s, d.p, work);
    cpu::cross_entropy_backward(r.scores, r.labels, r.real, r.rows, r.classes, share, kept, dy, dx,
                                detail::ordered_add(order{}, in.s, d.add));
    detail::put_back(order{}, in.s, dx, d.p, d.add);
  });
  return at.finish(y);
}
template <axis_tag V, operand Scores, operand Labels>
  requires(!has_cross_entropy<Scores, Labels, V>)
auto cross_entropy_each(Scores const& scores, Labels const& labels, label_smoothing smoothing = {})
    -> decltype(detail::refuse(detail::why_not_cross_entropy<V>(detail::tag<signature<Scores>>{},
                                                                detail::tag<signature<Labels>>{})));

} // namespace sp
